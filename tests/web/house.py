"""A whole service in a test: real HTTP and WebSocket on loopback, a real record, devices at in-memory wires.

The clock is moved by hand. Every role has a token, and `operator` and `lead` also have passwords.
"""

import asyncio
import json
from collections.abc import Callable
from random import Random
from typing import Any

import aiohttp

from controller.clock import ManualClock
from controller.hall.venue import load
from tests.hall.room import Catalog, Far
from tests.hall.tables import DRIVERS
from tests.web.contract import hold
from web.compose import Running, start

ROLES = ("viewer", "helpdesk", "clerk", "operator", "engineer", "lead", "admin")
HALL = """
version: 1
hall: {id: grand, name: {zh: 大礼堂, en: Grand Hall}, timezone: Asia/Shanghai, help_desk: "8000"}
devices:
  lamp:
    driver: lamp
    name: {zh: 主投影, en: Main projector}
    address: tcp://127.0.0.1:4000
    area: stage
    fed_by: pdu/outlet/4
  matrix:
    driver: matrix
    name: {zh: 矩阵, en: Matrix}
    address: tcp://127.0.0.1:4001
    inputs: {1: {zh: 讲台, en: Lectern}, 2: {zh: 摄像机, en: Camera}}
    outputs: {1: {zh: 主屏, en: Main screen}}
  pdu: {driver: strip, name: {zh: 电源, en: PDU}, address: tcp://127.0.0.1:4002}
  screen: {driver: infrared, address: tcp://127.0.0.1:4004}
key_actions:
  - {id: dark, name: {zh: 关灯, en: Lamp off}, set: [{ref: lamp/power, value: "off"}]}
scenes:
  lecture:
    name: {zh: 讲座, en: Lecture}
    steps:
      - {set: matrix/video_tie/1, to: 1}
      - {set: lamp/power, to: "on", within: 90s}
"""


class House:
    """The service, its far ends by name, and a client."""

    def __init__(self, running: Running, far: dict[str, Far], clock: ManualClock) -> None:
        self.running, self.far, self.clock = running, far, clock
        assert running.service
        self.service, self.hall, self.journal = running.service, running.hall, running.journal
        self.url = running.url
        self.tokens: dict[str, str] = {}
        self.second: dict[str, str] = {}
        self.http = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())

    async def furnish(self) -> "House":
        """Accounts, and every device read once."""
        await self.journal.ready()
        for role in () if self.tokens else ROLES:
            self.tokens[role] = await self.service.people.add_token(f"{role}-token", role)
        assert self.running.waking
        await self.running.waking
        await self.until(lambda: self.hall.ready)
        return self

    async def user(self, role: str, name: str = "") -> tuple[str, str]:
        """An account with a password."""
        name, password = name or role, f"{role}-secret"
        await self.service.people.add(name, password, role)
        return name, password

    async def logged_in(self, role: str, name: str = "") -> dict[str, str]:
        """The headers of a person with a password who has come in."""
        name, password = await self.user(role, name)
        said = {"name": name, "password": password}
        _, _, headers = await self.ask("POST", "/api/v1/session", said, role=None)
        return {"Cookie": headers["Set-Cookie"].partition(";")[0], "Origin": self.url}

    async def cancel(self, no: int, reason: str = "false alarm") -> None:
        """One asks for a ticket to be cancelled, and another one approves."""
        if not self.second:
            self.second = await self.logged_in("lead", "second")
        path = f"/api/v1/tickets/{no}/entries"
        said = {"kind": "approval_asked", "to": "cancelled", "reason": reason}
        _, asked, _ = await self.ask("POST", path, said, role="helpdesk")
        yes = {"kind": "approval_given", "of": asked["last_entry"]}
        status, answer, _ = await self.ask("POST", path, yes, role=None, **self.second)
        assert (status, answer["state"]) == (201, "cancelled"), answer

    async def close(self) -> None:
        """End it, once."""
        if not self.http.closed:
            await self.http.close()
            await self.running.stop()

    async def until(self, so: Callable[[], object], turns: int = 3000) -> None:
        """Let the loop turn until it is so; the record's thread is given its time."""
        for _ in range(turns):
            if so():
                return
            await asyncio.to_thread(lambda: None)
        raise AssertionError("it never became so")

    async def pass_time(self, seconds: float, step: float = 0.25) -> None:
        """Let time pass in small steps, with loop turns in between for whoever dials."""
        for _ in range(round(seconds / step)):
            self.clock.advance(step)
            for _ in range(8):
                await asyncio.sleep(0)

    async def ask(
        self, method: str, path: str, body: Any = None, role: str | None = "admin", **headers: str
    ) -> tuple[int, Any, Any]:
        """One request: status, JSON (or text), headers."""
        if role:
            headers["Authorization"] = f"Bearer {self.tokens[role]}"
        data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        if data is not None:
            headers.setdefault("Content-Type", "application/json")
        url = f"{self.url}{path}"
        async with self.http.request(method, url, data=data, headers=headers, allow_redirects=False) as reply:
            text = await reply.text()
            is_json = "json" in reply.headers.get("Content-Type", "")
            answer = json.loads(text) if is_json and text else text
            if is_json:
                hold(method, path, reply.status, answer)
            return reply.status, answer, reply.headers

    async def tablet(self, role: str = "operator", rev: int | None = None, **headers: str) -> "Tablet":
        """A WebSocket; raises aiohttp.WSServerHandshakeError where it is not let in."""
        headers.setdefault("Authorization", f"Bearer {self.tokens[role]}")
        query = "" if rev is None else f"?rev={rev}"
        socket = await self.http.ws_connect(
            f"{self.url}/api/v1/ws{query}", headers=headers, protocols=("auditorium.v1",)
        )
        return Tablet(socket)


class Tablet:
    """The other end of a WebSocket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.points: dict[str, Any] = {}
        self.heard: list[dict[str, Any]] = []

    async def say(self, **frame: Any) -> None:
        """Send a frame."""
        await self.socket.send_str(json.dumps(frame))

    async def next(self) -> dict[str, Any]:
        """The next frame; what it tells of points is remembered."""
        message = await asyncio.wait_for(self.socket.receive(), 10)
        assert message.type is aiohttp.WSMsgType.TEXT, message
        frame: dict[str, Any] = json.loads(message.data)
        self.heard.append(frame)
        if frame["t"] == "snap":
            self.points.clear()
        self.points.update(frame.get("points", {}))
        return frame

    async def hear(self, kind: str, **members: Any) -> dict[str, Any]:
        """The next frame of a kind with these members."""
        while True:
            frame = await self.next()
            if frame["t"] == kind and members.items() <= frame.items():
                return frame

    async def close(self) -> None:
        """Go."""
        await self.socket.close()


async def open_house(
    folder: Any, hall: str = HALL, tokens: dict[str, str] | None = None, record: str = "", **more: Any
) -> House:
    """Read the hall, start its service, give it accounts; `tokens` are those of its last life.

    `record` is the URL of a database; without one the record is a file in the folder.
    """
    file = folder / "hall.yaml"
    file.write_text(hall, encoding="utf-8")
    venue, clock = load(file, {}, Catalog()), ManualClock()
    far = {id: Far(DRIVERS[entry.driver]) for id, entry in venue.devices.items()}
    for one in far.values():
        one.holds |= {place: True for place in one.holds if place.key == "outlet"}
    running = await start(
        venue,
        record or str(folder / "record"),
        ("127.0.0.1", 0),
        "1.0",
        clock=clock,
        catalog=Catalog(),
        dial=lambda id, secrets: far[id].dial(),
        chance=Random(7),
        **more,
    )
    house = House(running, far, clock)
    house.tokens = dict(tokens or {})
    return await house.furnish()
