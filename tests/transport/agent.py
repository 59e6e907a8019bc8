"""A small SNMP agent made of pysnmp, for version 3; and one made of our own codec, for the others."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from pysnmp.carrier.asyncio.dgram.udp import DOMAIN_NAME, UdpTransport
from pysnmp.entity import config
from pysnmp.entity.engine import SnmpEngine
from pysnmp.entity.rfc3413 import cmdrsp, context
from pysnmp.proto import rfc1902, rfc1905

from drivers.transport import ber
from drivers.transport.ber import Message
from drivers.transport.snmp_engine import AUTH, PRIVACY
from drivers.transport.snmp_text import Varbind
from drivers.transport.snmp_v3 import User

OUTLET = "1.3.6.1.4.1.318.1.1.26.9.2.4.1.5"


@dataclass
class PlainAgent(asyncio.DatagramProtocol):
    """Versions 1 and 2c: answers with what `reply` makes of a request, None being silence."""

    reply: Callable[[Message], Message | None]
    asked: list[Message] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    last: tuple[str, int] = ("", 0)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.wire: Any = transport
        self.port: int = transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.last = addr
        message = ber.decode(data)
        self.asked.append(message)
        self.news.set()
        if (answer := self.reply(message)) is not None:
            self.say(ber.encode(answer))

    def say(self, data: bytes) -> None:
        self.wire.sendto(data, self.last)


def echo(message: Message) -> Message:
    """Answers a set by itself, and a get with the number of each object's last arc."""
    found: tuple[Varbind, ...] = message.varbinds
    if message.kind != "set":
        found = tuple((oid, "g", int(oid.rsplit(".", 1)[1])) for oid, _, _ in found)
    return ber.reply(message, found)


@asynccontextmanager
async def a_plain_agent(reply: Callable[[Message], Message | None] = echo) -> AsyncIterator[PlainAgent]:
    agent = PlainAgent(reply)
    loop = asyncio.get_running_loop()
    wire, _ = await loop.create_datagram_endpoint(lambda: agent, local_addr=("127.0.0.1", 0))
    try:
        yield agent
    finally:
        wire.abort()


@dataclass
class SecuredAgent:
    """Version 3: eight outlets and a name, for the users it was made with."""

    engine: Any
    port: int
    outlets: dict[str, int]


class _Outlets:
    """The few objects of the agent, in the shape the library's responders want."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def read_variables(self, *asked: Any, **_: Any) -> list[tuple[Any, Any]]:
        return [(name, self.values.get(str(name), rfc1905.noSuchInstance)) for name, _ in asked]

    def write_variables(self, *asked: Any, **_: Any) -> list[tuple[Any, Any]]:
        for name, value in asked:
            self.values[str(name)] = value
        return list(asked)

    def read_next_variables(self, *asked: Any, **_: Any) -> list[tuple[Any, Any]]:
        return [self._after(name) for name, _ in asked]

    def _after(self, name: Any) -> tuple[Any, Any]:
        later = sorted(oid for oid in map(rfc1902.ObjectName, self.values) if oid > name)
        return (later[0], self.values[str(later[0])]) if later else (name, rfc1905.endOfMibView)


@asynccontextmanager
async def a_secured_agent(
    *users: User, engine_id: str = "8000000001020304", port: int = 0
) -> AsyncIterator[SecuredAgent]:
    engine = SnmpEngine(rfc1902.OctetString(hexValue=engine_id))
    wire = UdpTransport()
    loop = asyncio.get_running_loop()
    made, _ = await loop.create_datagram_endpoint(lambda: wire, local_addr=("127.0.0.1", port))
    config.add_transport(engine, DOMAIN_NAME, wire)
    for user in users:
        keys = (AUTH[user.auth], user.auth_password or None, PRIVACY[user.priv], user.priv_password or None)
        config.add_v3_user(engine, user.name, *keys)
        level = "authPriv" if user.priv else "authNoPriv" if user.auth else "noAuthNoPriv"
        config.add_vacm_user(engine, 3, user.name, level, (1, 3, 6), (1, 3, 6))
    values: dict[str, Any] = {f"{OUTLET}.{number}": rfc1902.Integer32(1) for number in range(1, 9)}
    values["1.3.6.1.2.1.1.3.0"] = rfc1902.TimeTicks(8123)
    values["1.3.6.1.2.1.1.5.0"] = rfc1902.OctetString("pdu-a")
    snmp_context = context.SnmpContext(engine)
    snmp_context.unregister_context_name(b"")
    snmp_context.register_context_name(b"", _Outlets(values))
    for responder in (cmdrsp.GetCommandResponder, cmdrsp.SetCommandResponder):
        responder(engine, snmp_context)
    for walker in (cmdrsp.NextCommandResponder, cmdrsp.BulkCommandResponder):
        walker(engine, snmp_context)
    try:
        yield SecuredAgent(engine, made.get_extra_info("sockname")[1], values)
    finally:
        made.abort()
        engine.close_dispatcher()
        gone = loop.create_future()
        loop.call_soon(gone.set_result, None)  # the socket closes at the loop's next turn
        await gone
