"""A demo hall of one story: simulators, service, record; started, disturbed, killed and started again.

Every hall has a loopback address and ports of its own. Its file is the demonstration's, with the fault
engine's times shortened where a story would only wait; `Demo` runs the very command a newcomer types.
"""

import contextlib
import json
import re
import socket
from collections.abc import AsyncIterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp

from tests.stories.person import Person
from tests.stories.processes import ROOT, Child, free_port, own_host

CONFIG = ROOT / "web" / "demo" / "grand-hall.yaml"
PEOPLE = {"operator": "operator", "lead": "lead", "engineer": "engineer", "admin": "admin", "guest": "viewer"}
QUICK = "faults: {hold: 3s, parents: 3s, rest: 3s, comms: 2s}\n"
"""A minute of waiting less; what the numbers are is the fault engine's own stories' business."""


class BackDoor:
    """What a test may do to the devices behind the service's back."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._http = aiohttp.ClientSession(url)

    async def _call(self, method: str, path: str, body: Any = None) -> Any:
        async with self._http.request(method, path, json=body) as reply:
            assert reply.status == 200, (path, await reply.text())
            return await reply.json()

    async def ail(self, device: str, **how: Any) -> None:
        """Make a device ill; without `how` it is well again."""
        await self._call("PUT", f"/devices/{device}/impairments", how)

    async def panel(self, device: str, **values: Any) -> None:
        """Change values at the device's own front panel; `video_tie__1` is video_tie/1."""
        changes = {key.replace("__", "/"): value for key, value in values.items()}
        await self._call("PATCH", f"/devices/{device}/model", changes)

    async def trip(self, outlet: str) -> None:
        """Open an outlet's protection."""
        await self._call("POST", f"/outlets/{outlet}/trip")

    async def model(self, device: str) -> dict[str, Any]:
        """How the device really is."""
        found: dict[str, Any] = await self._call("GET", f"/devices/{device}/model")
        return found

    async def clients(self, device: str) -> list[str]:
        """Who is connected."""
        devices = (await self._call("GET", "/devices"))["devices"]
        return next(one["clients"] for one in devices if one["id"] == device)

    async def wire(self, device: str, since: int = 0) -> dict[str, Any]:
        """The frames of a device after `since`, and the number of the last one."""
        found: dict[str, Any] = await self._call("GET", f"/devices/{device}/wire?since={since}")
        return found

    async def heard(self, device: str, since: int = 0) -> list[str]:
        """The frames a device was sent."""
        frames = (await self.wire(device, since))["frames"]
        return [one["text"] for one in frames if one["dir"] == ">"]

    async def mark(self, device: str) -> int:
        """The number of its last frame, for `heard` later."""
        return int((await self.wire(device))["next"])

    async def close(self) -> None:
        """Leave."""
        await self._http.close()


class Hall:
    """Simulators that live on while the service comes and goes."""

    def __init__(self, folder: Path, speed: float, more: str = "") -> None:
        """`more` is said at the end of the hall's file."""
        self.folder, self.speed, self.more = folder, speed, more
        self.data = folder / "record"
        self.host = own_host()
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = {"AUDITORIUM_DEMO_HOST": self.host, "AUDITORIUM_DEMO_DIR": str(folder / "lines")}
        self.config = folder / "grand-hall.yaml"
        self._simulators: Child | None = None
        self.service: Child | None = None
        self.door: BackDoor | None = None
        self.people: list[Person] = []
        self._names: list[str] = []

    async def open(self, **env: str) -> "Hall":
        """Start everything; the devices answer and the page can be opened."""
        self.config.write_text(_own_file() + self.more, encoding="utf-8")
        self._simulators = await Child.start(
            "simulators", str(self.config), "--backdoor", "127.0.0.1:0", "--speed", str(self.speed),
            "--with-stdin", env=self.env, stdin=True,
        )  # fmt: skip
        ready = json.loads(await self._simulators.until('"ready"'))
        self.door, self._names = BackDoor(ready["backdoor"]), list(ready["devices"])
        _add_people(self.data)
        await self.serve(**env)
        return self

    async def serve(self, **env: str) -> None:
        """Start the service on the record that is there."""
        self.service = await Child.start(
            "web", "--lang", "en", "serve", str(self.config), "--data", str(self.data),
            "--listen", f"127.0.0.1:{self.port}", env={**self.env, **env},
        )  # fmt: skip
        await self.service.until(self.url)

    @property
    def names(self) -> tuple[str, ...]:
        """What the devices are called."""
        return tuple(self._names)

    @property
    def devices(self) -> BackDoor:
        """The back door."""
        assert self.door
        return self.door

    async def person(self, name: str, password: str = "") -> Person:
        """Somebody who has logged in."""
        person = Person(self.url, name)
        self.people.append(person)
        status = await person.log_in(password or f"demo-{name}")
        assert status == 200, status
        return person

    async def kill(self) -> None:
        """The service is gone, from one instruction to the next."""
        assert self.service
        await self.service.kill()

    async def leave(self) -> None:
        """Everybody goes home."""
        while self.people:
            await self.people.pop().close()

    async def close(self) -> None:
        """End all of it."""
        await self.leave()
        if self.door:
            await self.door.close()
        for child in (self.service, self._simulators):
            if child is not None:
                await child.stop()


class Demo(Hall):
    """The very command that a newcomer types: one process that starts the other."""

    async def open(self, **env: str) -> "Demo":
        """`auditorium demo`; its accounts are those it prints."""
        self.port = free_port(pair=True)
        self.url = f"http://127.0.0.1:{self.port}"
        self.service = await Child.start(
            "web", "--lang", "en", "demo", "--port", str(self.port), "--data", str(self.data),
            "--speed", str(self.speed), env={**self.env, **env},
        )  # fmt: skip
        await self.service.until("Ctrl-C")
        self.door = BackDoor(f"http://127.0.0.1:{self.port + 1}")
        return self


@contextlib.asynccontextmanager
async def opened(
    folder: Path, kind: type[Hall] = Hall, speed: float = 20.0, serve: Mapping[str, str] | None = None
) -> AsyncIterator[Hall]:
    """A hall for as long as the story lasts; `serve` is the environment of its first service."""
    hall = kind(folder, speed)
    try:
        yield await hall.open(**(serve or {}))
    finally:
        if hall.service:
            print(hall.service.text)  # pytest shows it beside a failure
        await hall.close()


def _own_file() -> str:
    """The demonstration's file, hearing traps and notices at ports of its own."""
    text = CONFIG.read_text(encoding="utf-8")
    for port in ("14452", "14262"):
        text = text.replace(port, str(free_port(socket.SOCK_DGRAM)))
    return re.sub(r"(?m)^    driver: .*$", r"\g<0>\n    boot: 5s", text) + QUICK


def _add_people(data: Path) -> None:
    from controller.clock import SystemClock
    from controller.record import passwords
    from web.commands.user import with_record

    now = SystemClock().now()
    for name, role in PEOPLE.items():
        kept = passwords.hash_password(f"demo-{name}")
        with_record(str(data), partial(_add, name=name, role=role, kept=kept, at=now))


def _add(connection: Any, **account: Any) -> None:
    from controller.record import accounts

    accounts.add_user(connection, **account)
