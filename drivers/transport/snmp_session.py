"""One agent in the SNMP engine: a socket of its own, its target, its user's keys, the requests under way.

Each session registers a transport domain of its own, so the engine keeps nothing of an earlier connection
(it caches which engine answers at an address for five minutes, through a replacement of the device). The
user's keys are entered under the agent's engine id the moment the agent reports it: two agents may know one
user name by different pass phrases, and a corrected pass phrase replaces the old one.
"""

import asyncio
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pysnmp.carrier.asyncio.dgram.udp import DOMAIN_NAME, UdpAsyncioTransport
from pysnmp.entity import config
from pysnmp.entity.rfc3413 import cmdgen
from pysnmp.proto.error import StatusInformation
from pysnmp.proto.secmod.rfc3414.service import SnmpUSMSecurityModel

from drivers.errors import Loss
from drivers.transport import Timer, Timers, losses, snmp_text, snmp_values
from drivers.transport.listener import Answer
from drivers.transport.snmp import Patience
from drivers.transport.snmp_door import THERE, trap_door
from drivers.transport.snmp_engine import AUTH, PRIVACY, engine, numbers
from drivers.transport.snmp_text import Request
from drivers.transport.udp import widen

if TYPE_CHECKING:
    from drivers.transport.snmp_v3 import User

Answered = Callable[[str, str], None]  # the reply's text, or the library's name for what is wrong
TIMEOUT = "timeout"
"""What a request that nobody answered ends with, for those who asked; no reply begins so."""
_ANY_ENGINE = SnmpUSMSecurityModel.wildcard_security_engine_id
_REPORTS = "rfc3412.prepareDataElements:internal"  # where the engine shows a report before it acts on it


class Session:
    """What is asked of one agent; `lose` hears the loss of its socket."""

    def __init__(self, user: "User", patience: Patience, clock: Timers, lose: Callable[[Loss], None]) -> None:
        self._user, self._patience, self._clock = user, patience, clock
        self._engine, number = engine(), next(numbers)
        self._domain, self._wire = (*DOMAIN_NAME, number), _Wire(lose)
        # name of each target of the engine, with its level and repetitions
        self._targets = {
            f"reading-{number}": (self.level, patience.retries),
            f"writing-{number}": (self.level, 0),
            f"unsealed-{number}": ("authNoPriv", patience.retries),
        }
        self._reading, self._writing, self._unsealed = self._targets
        self.known = False  # the agent has named its engine
        self._closed, self._with_engine = False, 0

    async def open(self, where: tuple[str, int]) -> None:
        """Make the socket and the target; raises OSError."""
        loop = asyncio.get_running_loop()
        *_, there = (await loop.getaddrinfo(*where, type=socket.SOCK_DGRAM))[0]
        await loop.create_datagram_endpoint(lambda: self._wire, remote_addr=(str(there[0]), where[1]))
        config.add_transport(self._engine, self._domain, self._wire)
        hundredths = int(self._patience.timeout * 100)
        for name, (level, retries) in self._targets.items():
            config.add_target_parameters(self._engine, name, self._user.name, level)
            config.add_target_address(self._engine, name, self._domain, THERE, name, hundredths, retries)
        # Without keys: so the engine hears a report, and nothing signed, of an agent in another's place
        config.add_v3_user(self._engine, self._user.name, securityEngineId=_ANY_ENGINE)
        self._engine.observer.register_observer(self._reported, _REPORTS)

    @property
    def level(self) -> str:
        """The protection this user has, in the engine's words."""
        return "authPriv" if self._user.priv else "authNoPriv" if self._user.auth else "noAuthNoPriv"

    def ask(self, request: Request, answered: Answered, *, unsealed: bool = False) -> None:
        """Send a request, signed but not enciphered where `unsealed`. `answered` is called once, by the
        engine or, if that forgets, by our own clock."""
        pending = _Pending(answered)
        limit = self._patience.timeout * (self._patience.tries(request) + 1) + 0.5
        pending.timer = self._clock.call_later(limit, pending.end, TIMEOUT, "")
        self._with_engine += 1
        try:
            self._send(request, self._target(request, unsealed), pending)
        except StatusInformation as trouble:
            self._with_engine -= 1
            name = type(trouble.get("errorIndication")).__name__
            asyncio.get_running_loop().call_soon(pending.end, "", name)

    def trap_door(self, on_trap: Callable[[bytes], None]) -> Callable[[bytes, Answer], None]:
        """What takes this agent's secured traps, and its informs, which our own engine's id secures."""
        self._enter_user(None)
        door, name, level = trap_door(self._engine), self._user.name, self.level
        return lambda data, answer: door.put(data, answer, on_trap, name, level)

    def close(self) -> None:
        """Hear no more; leave the engine as soon as it waits for nothing of ours."""
        if not self._closed:
            self._closed = True
            self._wire.close()
            self._engine.observer.unregister_observer(self._reported)
            self._leave()

    def _target(self, request: Request, unsealed: bool) -> str:
        return self._unsealed if unsealed else self._writing if request.kind == "set" else self._reading

    def _send(self, request: Request, target: str, pending: "_Pending") -> None:
        varbinds = [snmp_values.made(varbind) for varbind in request.varbinds]
        bulk = (0, request.repeats) if request.kind == "bulk" else ()
        where = (self._engine, target, None, self._user.context.encode())
        _GENERATORS[request.kind]().send_varbinds(*where, *bulk, varbinds, self._heard, pending)

    def _heard(
        self, _: Any, __: Any, trouble: Any, status: Any, index: Any, found: Any, to: "_Pending"
    ) -> None:
        self._with_engine -= 1
        if trouble:
            name = type(trouble).__name__
            to.end(TIMEOUT, "") if name == "RequestTimedOut" else to.end("", name)
        else:
            varbinds = [snmp_values.read(*varbind) for varbind in found]
            to.end(snmp_text.write_reply(varbinds, int(status), int(index)), "")
        if self._closed:
            self._leave()

    def _reported(self, _: Any, __: str, said: dict[str, Any], ___: Any) -> None:
        if said["transportDomain"] == self._domain and not self.known:
            self.known = True
            self._enter_user(said["securityEngineId"])

    def _enter_user(self, engine_id: Any) -> None:
        user = self._user
        config.add_v3_user(
            self._engine,
            user.name,
            AUTH[user.auth],
            user.auth_password or None,
            PRIVACY[user.priv],
            user.priv_password or None,
            securityEngineId=engine_id,
        )

    def _leave(self) -> None:
        if self._with_engine or config.get_transport(self._engine, self._domain) is None:
            return  # the engine repeats through the domain, and would stumble over its absence
        for name in self._targets:
            config.delete_target_address(self._engine, name)
            config.delete_target_parameters(self._engine, name)
        config.delete_transport(self._engine, self._domain)


class _Pending:
    """A request under way, answered once."""

    def __init__(self, answered: Answered) -> None:
        self._answered: Answered | None = answered
        self.timer: Timer | None = None

    def end(self, text: str, trouble: str) -> None:
        answered, self._answered = self._answered, None
        if self.timer is not None:
            self.timer.cancel()
        if answered is not None:
            answered(text, trouble)


class _Wire(UdpAsyncioTransport):  # type: ignore[misc]
    """The engine's socket to one agent, connected to it."""

    def __init__(self, lose: Callable[[Loss], None]) -> None:
        super().__init__(loop=asyncio.get_running_loop())
        self._lose = lose

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        widen(transport)

    def datagram_received(self, datagram: bytes, transportAddress: object) -> None:
        super().datagram_received(datagram, THERE)

    def error_received(self, exc: Exception) -> None:
        self._lose(losses.of(exc))

    def send_message(self, outgoingMessage: bytes, transportAddress: object) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self.transport.sendto(outgoingMessage)

    def close(self) -> None:
        if self.transport is not None:
            self.transport.abort()


_GENERATORS = {
    "get": cmdgen.GetCommandGenerator,
    "set": cmdgen.SetCommandGenerator,
    "next": cmdgen.NextCommandGeneratorSingleRun,
    "bulk": cmdgen.BulkCommandGeneratorSingleRun,
}
