"""The back door over HTTP: how tests and people reach into the simulated hall. Loopback only.

What is changed here shows up on the wire as it would from the device's own front panel.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiohttp import web

from drivers.points import Place, Ref, Value
from simulators.device import SimulatedDevice
from simulators.impairments import KINDS, NotAnImpairment, parse
from simulators.refusals import Refusal, keeping_out
from simulators.venue import Venue

PAGE = Path(__file__).parent / "page"
FASTEST = 1000.0


class BackDoor:
    """The calls; `about` has what the page shows of each device, `title` the hall's name."""

    def __init__(
        self, venue: Venue, about: Mapping[str, Mapping[str, Any]], title: Mapping[str, str]
    ) -> None:
        """Reach into this venue."""
        self.venue, self.about, self.title = venue, about, title

    def app(self, names: frozenset[str] = frozenset()) -> web.Application:
        """The application; `names` are host names it may be called by besides loopback's."""
        app = web.Application(middlewares=[keeping_out(names)], client_max_size=256 * 1024)
        app.router.add_routes(
            [
                web.get("/", self.page),
                web.get("/devices", self.devices),
                web.get("/impairments", self.kinds),
                web.get("/devices/{id}/model", self.model),
                web.patch("/devices/{id}/model", self.change),
                web.get("/devices/{id}/impairments", self.impaired),
                web.put("/devices/{id}/impairments", self.impair),
                web.post("/devices/{id}/reboot", self.reboot),
                web.get("/devices/{id}/wire", self.wire),
                web.post("/outlets/{ref:.+}/trip", self.trip),
                web.get("/speed", self.speed),
                web.put("/speed", self.hurry),
                web.static("/page", PAGE),
            ]
        )
        return app

    async def page(self, _: web.Request) -> web.StreamResponse:
        """The page with a button for every useful break."""
        return web.FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})

    async def devices(self, _: web.Request) -> web.Response:
        """Every device and how it is."""
        found = [self._shown(device) for device in self.venue.devices.values()]
        return web.json_response({"hall": self.title, "speed": self.venue.speed, "devices": found})

    async def kinds(self, _: web.Request) -> web.Response:
        """Every impairment there is, in both languages."""
        return web.json_response({name: {"en": kind.en, "zh": kind.zh} for name, kind in KINDS.items()})

    async def model(self, request: web.Request) -> web.Response:
        """The values a device's world holds."""
        return web.json_response(_values(self._device(request)))

    async def change(self, request: web.Request) -> web.Response:
        """Make it so: `{"power": "off", "lamp_hours/1": 2900}`; all of it or nothing."""
        device = self._device(request)
        given = await _object(request)
        if errors := [error for key, value in given.items() if (error := _wrong(device, key, value))]:
            raise Refusal(422, "nothing was changed", errors)
        self.venue.put(device.name, {_place(device, key): value for key, value in given.items()})
        return web.json_response(_values(device))

    async def impaired(self, request: web.Request) -> web.Response:
        """How a device is ill just now, as it was asked for."""
        return web.json_response(dict(self._device(request).asked))

    async def impair(self, request: web.Request) -> web.Response:
        """Be ill in this way from now on; `{}` heals."""
        device = self._device(request)
        given = await _object(request)
        try:
            device.ail(parse(given), given)
        except NotAnImpairment as no:
            raise Refusal(422, "nothing was changed", no.problems) from None
        return web.json_response(dict(device.asked))

    async def reboot(self, request: web.Request) -> web.Response:
        """Off and on again; it answers after its start."""
        device = self._device(request)
        device.reboot()
        return web.json_response(self._shown(device))

    async def trip(self, request: web.Request) -> web.Response:
        """Open an outlet's protection: what hangs on it is dark at once."""
        text = request.match_info["ref"]
        try:
            ref = Ref.parse(text)
            self.venue.trip(ref)
        except (KeyError, ValueError):
            raise Refusal(404, f"there is no outlet {text}") from None
        return web.json_response({text: self.venue.devices[ref.device].model.values[ref.place]})

    async def speed(self, _: web.Request) -> web.Response:
        """How many times as fast the devices live."""
        return web.json_response({"factor": self.venue.speed})

    async def hurry(self, request: web.Request) -> web.Response:
        """Let the devices live so many times as fast."""
        factor = (await _object(request)).get("factor")
        if isinstance(factor, bool) or not isinstance(factor, int | float) or not 0 <= factor <= FASTEST:
            raise Refusal(422, f"factor is a number from 0 to {FASTEST:.0f}")
        self.venue.speed = float(factor)
        return web.json_response({"factor": self.venue.speed})

    async def wire(self, request: web.Request) -> web.Response:
        """The frames a device saw and sent after `?since=`, secrets masked."""
        text = request.query.get("since", "0")
        if not text.isdecimal():
            raise Refusal(422, "since is the number of a frame")
        frames = self._device(request).wire.since(int(text))
        shown = [{**frame._asdict(), "at": frame.at.isoformat(timespec="milliseconds")} for frame in frames]
        return web.json_response({"frames": shown, "next": frames[-1].seq if frames else int(text)})

    def _device(self, request: web.Request) -> SimulatedDevice:
        name = request.match_info["id"]
        if name not in self.venue.devices:
            raise Refusal(404, f"there is no device {name}; there are {', '.join(self.venue.devices)}")
        return self.venue.devices[name]

    def _shown(self, device: SimulatedDevice) -> dict[str, Any]:
        return {
            "id": device.name,
            **self.about.get(device.name, {}),
            "powered": device.powered,
            "alive": device.alive,
            "clients": [client.name for client in device.clients if client.greeted],
            "impairments": dict(device.asked),
        }


def _values(device: SimulatedDevice) -> dict[str, Value]:
    return {_key(place): value for place, value in device.model.values.items()}


def _key(place: Place) -> str:
    return "/".join(map(str, (place.key, *place.index)))


def _place(device: SimulatedDevice, text: str) -> Place:
    return Ref.parse(f"{device.name}/{text}").place


def _wrong(device: SimulatedDevice, text: str, value: Any) -> str:
    """What is wrong with putting this value there; "" where nothing is."""
    try:
        place = _place(device, text)
        known = device.model.points[place.key].knows(value) if place in device.model.values else None
    except ValueError:
        known = None
    if known is None:
        return f"{text}: {device.name} has no such point"
    if not known or not isinstance(value, bool | int | float | str | None):
        return f"{text}: {value!r} is not a value of this point"
    return ""


async def _object(request: web.Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except (ValueError, RecursionError):
        raise Refusal(400, "the body is not JSON") from None
    if not isinstance(body, dict):
        raise Refusal(422, "the body is not a JSON object")
    return body
