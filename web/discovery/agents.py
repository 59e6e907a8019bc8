"""SNMP agents of a range: asked who they are, slowly, and then what they have."""

import asyncio
from collections.abc import Iterable, Mapping
from itertools import count
from typing import cast

from controller.clock import Clock
from drivers.clues import AGENTS, Agent
from drivers.transport import ber
from drivers.transport.snmp_text import Value
from web.discovery.finding import PUBLIC, Found, one_line

SYSTEM = ("1.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.1.2.0", "1.3.6.1.2.1.1.5.0")
DESCRIPTION, OBJECT, NAME = SYSTEM
PAUSE = 0.02
"""Seconds between two packets to hosts that may not be there: 50 a second harm no network."""
VERSIONS = {1: "2c", 0: "1"}
Answers = Mapping[str, Value]


class Survey(asyncio.DatagramProtocol):
    """One socket; `patience` seconds for an answer, and each question twice."""

    def __init__(self, community: str, clock: Clock, port: int = 161, patience: float = 1.5) -> None:
        self.community, self.port, self.patience = community.encode(), port, patience
        self._clock = clock
        self._numbers = count(1)
        self._waiting: dict[int, asyncio.Future[ber.Message]] = {}
        self._socket: asyncio.DatagramTransport | None = None

    async def run(self, hosts: Iterable[str]) -> list[Found]:
        """Every agent that answers, by its address; those silent to version 2c are asked in version 1."""
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: self, ("0.0.0.0", 0))
        try:
            found: dict[str, Found] = {}
            left = list(hosts)
            for version in VERSIONS:
                asked = []
                for host in left:
                    asked.append(asyncio.ensure_future(self._who(host, version)))
                    await self._clock.sleep(PAUSE)
                found |= {one.host: one for one in await asyncio.gather(*asked) if one is not None}
                left = [host for host in left if host not in found]
            return sorted(found.values(), key=lambda one: tuple(map(int, one.host.split("."))))
        finally:
            if self._socket is not None:
                self._socket.close()

    # ------------------------------------------------------------ one agent

    async def _who(self, host: str, version: int) -> Found | None:
        """Who it says it is, and what it really has."""
        told = await self._ask(host, version, "get", SYSTEM)
        if told is None:
            return None
        driver = await self._believed(host, version, str(told.get(OBJECT) or ""))
        said = ", ".join(filter(None, (_text(told.get(NAME)), _text(told.get(DESCRIPTION)))))
        return Found("snmp", host, self._address(host, version), driver, said, lines=self._secrets())

    async def _believed(self, host: str, version: int, object_id: str) -> str:
        """The first driver whose objects it has."""
        for clue in AGENTS:
            if fits(clue, object_id) and await self._has(host, version, clue.has):
                return clue.driver
        return ""

    async def _has(self, host: str, version: int, root: str) -> bool:
        told = await self._ask(host, version, "next", (root,))
        return told is not None and any(oid != root and below(oid, root) for oid in told)

    async def _ask(self, host: str, version: int, kind: str, oids: Iterable[str]) -> Answers | None:
        """What it answers; None for silence, nothing where it refuses."""
        number = next(self._numbers)
        varbinds = tuple((oid, "n", None) for oid in oids)
        packet = ber.encode(ber.Message(version, self.community, kind, number, varbinds))
        waiting = self._waiting[number] = asyncio.get_running_loop().create_future()
        try:
            for _ in range(2):
                self._send(packet, host)
                answered, _ = await asyncio.wait((waiting,), timeout=self.patience)
                if answered:
                    message = waiting.result()
                    return {} if message.status else _there(message)
            return None
        finally:
            del self._waiting[number]

    # ------------------------------------------------------------ the socket

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._socket = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: object) -> None:
        try:
            message = ber.decode(data)
        except ber.NotAMessage:
            return
        waiting = self._waiting.get(message.request_id) if message.kind == "response" else None
        if waiting is not None and not waiting.done():
            waiting.set_result(message)

    def error_received(self, exc: Exception) -> None:
        """A host without an agent says so; silence would do."""

    def _send(self, packet: bytes, host: str) -> None:
        if self._socket is not None:
            self._socket.sendto(packet, (host, self.port))

    # ------------------------------------------------------------ its lines in a hall's file

    def _address(self, host: str, version: int) -> str:
        port = "" if self.port == 161 else f":{self.port}"
        return f"snmp://{host}{port}?version={VERSIONS[version]}"

    def _secrets(self) -> tuple[str, ...]:
        """Where the community comes from; it is not written down here."""
        return () if self.community.decode() in PUBLIC else ('secrets: {community: "${SNMP_COMMUNITY}"}',)


def fits(clue: Agent, object_id: str) -> bool:
    """Whether the identifier it gives is one of this clue's; an agent that gives none may be anything."""
    return not clue.under or not object_id or below(object_id.lstrip("."), clue.under)


def below(oid: str, root: str) -> bool:
    """Whether an object stands at or below another."""
    return oid == root or oid.startswith(root + ".")


def _there(message: ber.Message) -> Answers:
    """The objects that it has; "no such instance" and the end of its tree are none."""
    return {oid: value for oid, kind, value in message.varbinds if kind != "!"}


def _text(value: Value | None) -> str:
    """A name or a description."""
    return one_line(value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or ""))
