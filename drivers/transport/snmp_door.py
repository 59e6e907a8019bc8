"""Where secured traps and informs enter the SNMP engine: from the shared listener, no socket of its own.

The engine checks signature and cipher; here it is checked that the user and the level are those we use with
that agent, since the engine would take an unsigned trap in a known user's name as well.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pyasn1.error import PyAsn1Error
from pysnmp.carrier.asyncio.dgram.udp import DOMAIN_NAME, UdpAsyncioTransport, UdpTransportAddress
from pysnmp.entity import config
from pysnmp.entity.rfc3413 import ntfrcv
from pysnmp.error import PySnmpError

from drivers.transport import snmp_text, snmp_values
from drivers.transport.listener import Answer

THERE = UdpTransportAddress(("127.0.0.1", 161))  # stands for an agent; the socket knows the real one
_LEVELS = {1: "noAuthNoPriv", 2: "authNoPriv", 3: "authPriv"}
_REQUEST = "rfc3412.receiveMessage:request"


@dataclass(frozen=True, slots=True)
class _Caller:
    """Whose datagram the engine is looking at."""

    answer: Answer
    on_trap: Callable[[bytes], None]
    user: str
    level: str


class TrapDoor(UdpAsyncioTransport):  # type: ignore[misc]
    """One way in for every agent; the engine works through each datagram before the next."""

    def __init__(self, engine: Any) -> None:
        super().__init__(loop=asyncio.get_running_loop())
        self._caller: _Caller | None = None
        config.add_transport(engine, (*DOMAIN_NAME, 0), self)
        ntfrcv.NotificationReceiver(engine, self._notified)

    def put(
        self, data: bytes, answer: Answer, on_trap: Callable[[bytes], None], user: str, level: str
    ) -> None:
        """Let the engine look at a datagram; what is no message, or not from this user, has no effect."""
        self._caller = _Caller(answer, on_trap, user, level)
        try:
            with suppress(PySnmpError, PyAsn1Error):
                self._callback_function(self, THERE, data)
        finally:
            self._caller = None

    def send_message(self, outgoingMessage: bytes, transportAddress: object) -> None:
        if self._caller is not None:
            self._caller.answer(bytes(outgoingMessage))

    def _notified(self, engine: Any, _: Any, __: Any, ___: Any, found: Any, ____: Any) -> None:
        caller, how = self._caller, engine.observer.get_execution_context(_REQUEST)
        signed = _LEVELS.get(int(how["securityLevel"])), str(how["securityName"])
        if caller is not None and signed == (caller.level, caller.user):
            varbinds = [snmp_values.read(*varbind) for varbind in found]
            caller.on_trap(snmp_text.write_trap(varbinds).encode())


def trap_door(engine: Any) -> TrapDoor:
    """The engine's way in, made when first asked for."""
    door = engine.get_user_context("trap_door")
    if door is None:
        door = TrapDoor(engine)
        engine.set_user_context(trap_door=door)
    assert isinstance(door, TrapDoor)  # noqa: S101
    return door
