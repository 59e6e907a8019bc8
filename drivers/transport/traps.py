"""Traps and informs that agents send to a port of ours, as text, to whoever watches the sender.

They are hints (lost on the way, or made up by anybody on the network); the driver asks the device itself.
So any community is accepted. An inform is acknowledged before anybody looks at it. Messages of version 3 go
to `secured`, which knows the users.
"""

import logging
from collections.abc import Callable

from drivers.errors import Unreachable
from drivers.transport import ber, snmp_text
from drivers.transport.listener import Answer, Subscription, subscribe

OnTrap = Callable[[bytes], None]


async def hear_traps(
    port: int, host: str, on_trap: OnTrap, secured: Callable[[bytes, Answer], None] | None = None
) -> Subscription | None:
    """Hear the traps of one agent. Where our port cannot be had there are none, and a warning says so: what a
    trap would have told a moment earlier, polling still finds."""

    def notice(data: bytes, answer: Answer) -> None:
        if secured is not None and ber.version_of(data) == 3:
            secured(data, answer)
        else:
            _plain(data, answer, on_trap)

    try:
        return await subscribe(port, host, notice)
    except Unreachable as trouble:
        logging.getLogger(__name__).warning("no traps from %s on our port %d: %s", host, port, trouble)
        return None


def _plain(data: bytes, answer: Answer, on_trap: OnTrap) -> None:
    try:
        message = ber.decode(data)
    except ber.NotAMessage:
        return
    if message.kind == "inform":
        answer(ber.encode(ber.reply(message, message.varbinds)))
    if message.kind in ("inform", "trap"):
        on_trap(snmp_text.write_trap(message.varbinds).encode())
