"""What a person can do with a hall: log in, ask, and hold a tablet that follows everything."""

import asyncio
import json
import secrets
from collections.abc import Callable
from typing import Any

import aiohttp

LIMIT = 45.0
"""Seconds a story waits for what must come; only a broken hall ever waits so long."""


class Person:
    """Somebody with a browser."""

    def __init__(self, url: str, name: str) -> None:
        self.url, self.name = url, name
        self.http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self.tablets: list[Tablet] = []

    async def log_in(self, password: str) -> int:
        """The status of logging in."""
        status, _ = await self.ask("POST", "/session", {"name": self.name, "password": password})
        return status

    async def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """One request under /api/v1: the status, and the JSON of the answer."""
        url = f"{self.url}/api/v1{path}"
        async with self.http.request(method, url, json=body, headers={"Origin": self.url}) as reply:
            text = await reply.text()
            return reply.status, json.loads(text) if text else None

    async def get(self, path: str) -> Any:
        """What is there; fails where nothing is."""
        status, body = await self.ask("GET", path)
        assert status == 200, (path, status, body)
        return body

    async def tablet(self, rev: int | None = None) -> "Tablet":
        """Open the page: a WebSocket that has heard its snapshot, or goes on after `rev`."""
        url = f"{self.url}/api/v1/ws" + (f"?rev={rev}" if rev is not None else "")
        socket = await self.http.ws_connect(url, protocols=("auditorium.v1",), origin=self.url)
        tablet = Tablet(socket)
        self.tablets.append(tablet)
        await tablet.until(lambda: tablet.frames)
        if rev is None:
            await tablet.until(lambda: tablet.rev)
        return tablet

    async def close(self) -> None:
        """Go home."""
        await self.http.close()


class Tablet:
    """A page that is open: what it shows is what the frames said so far, and nothing else."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self.rev = 0
        self.points: dict[str, Any] = {}
        self.runs: dict[str, Any] = {}
        self.faults: dict[str, Any] = {}
        self.tickets: dict[str, Any] = {}
        self.ends: dict[str, dict[str, Any]] = {}  # id of an order -> its done or err
        self.frames: list[dict[str, Any]] = []
        self._orders, self.mark = 0, secrets.token_hex(6)

    def value(self, ref: str) -> Any:
        """What the page shows for a point."""
        return self.points.get(ref, {}).get("reported")

    def quality(self, ref: str) -> str:
        """live, assumed, stale or unknown."""
        return str(self.points.get(ref, {}).get("quality"))

    def qualities(self, device: str) -> set[str]:
        """Those of all points of a device that were ever read, the link apart."""
        mine = {ref: one for ref, one in self.points.items() if ref.startswith(f"{device}/")}
        return {one["quality"] for ref, one in mine.items() if not ref.endswith("/link")} - {"unknown"}

    async def until(self, so: Callable[[], object], limit: float = LIMIT) -> None:
        """Take in frames until it is so."""
        try:
            async with asyncio.timeout(limit):
                while not so():
                    self._take(await self._next())
        except TimeoutError:
            shown = self.summary()
            raise AssertionError(f"it did not become so in {limit} s; the page shows {shown}") from None

    async def shows(self, ref: str, value: Any, limit: float = LIMIT) -> None:
        """Wait until a point shows this value, live."""
        await self.until(lambda: self.value(ref) == value and self.quality(ref) == "live", limit)

    async def link(self, device: str, state: str, limit: float = LIMIT) -> None:
        """Wait until a device's link is so."""
        await self.until(lambda: self.value(f"{device}/link") == state, limit)

    async def say(self, **frame: Any) -> None:
        """Send a frame."""
        await self._socket.send_str(json.dumps(frame))

    async def order(self, kind: str, **what: Any) -> dict[str, Any]:
        """Give an order as the page does, and wait for its end: the `done` or `err` frame."""
        self._orders += 1
        id = f"order-{id_of(self)}-{self._orders}"
        await self.say(t=kind, id=id, **what)
        await self.until(lambda: id in self.ends)
        return self.ends[id]

    async def set(self, ref: str, value: Any) -> dict[str, Any]:
        """Set a point."""
        return await self.order("set", ref=ref, value=value)

    async def run(self, scene: str) -> str:
        """Press a scene's tile; answers the run's id once the page shows it."""
        before = set(self.runs)
        end = await self.order("run", scene=scene)
        assert end["t"] == "done", end
        await self.until(lambda: set(self.runs) - before)
        return str((set(self.runs) - before).pop())

    async def ended(self, run: str) -> dict[str, Any]:
        """Wait for a run's end; answers it."""
        await self.until(lambda: self.runs[run]["state"] not in ("running", "stopping", "undoing"))
        found: dict[str, Any] = self.runs[run]
        return found

    async def gone(self) -> int | None:
        """Wait until the other side ends the connection; answers its code."""
        async with asyncio.timeout(LIMIT):
            while not self._socket.closed:
                message = await self._socket.receive()
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._take(json.loads(message.data))
        return self._socket.close_code

    def cut(self) -> None:
        """Lose the connection, without a word."""
        self._socket._response.connection.transport.abort()  # type: ignore[union-attr]

    def summary(self) -> dict[str, Any]:
        """What a failure needs to know."""
        links = {ref: one["reported"] for ref, one in self.points.items() if ref.endswith("/link")}
        runs = {id: (one.get("scene"), one.get("state"), one.get("reason")) for id, one in self.runs.items()}
        faults = {key: one.get("phase") for key, one in self.faults.items()}
        return {"links": links, "runs": runs, "faults": faults, "tickets": self.tickets, "ends": self.ends}

    async def _next(self) -> dict[str, Any]:
        message = await self._socket.receive()
        assert message.type is aiohttp.WSMsgType.TEXT, message
        frame: dict[str, Any] = json.loads(message.data)
        return frame

    def _take(self, frame: dict[str, Any]) -> None:
        self.frames.append(frame)
        match frame["t"]:
            case "snap":
                for kind in ("points", "runs", "faults", "tickets"):
                    setattr(self, kind, dict(frame.get(kind, {})))
                self.rev = frame["rev"]
            case "d":
                self.rev = frame["rev"]
                self._merge(frame)
            case "done" | "err" if frame.get("id"):
                self.ends[frame["id"]] = frame

    def _merge(self, frame: dict[str, Any]) -> None:
        self.points.update(frame.get("points", {}))
        for kind in ("runs", "faults", "tickets"):
            shelf: dict[str, Any] = getattr(self, kind)
            for key, change in frame.get(kind, {}).items():
                if change is None:
                    shelf.pop(key, None)
                else:
                    shelf[key] = {**shelf.get(key, {}), **change}


def id_of(tablet: Tablet) -> str:
    """What parts one tablet's orders from another's, also from those of one that is gone."""
    return tablet.mark
