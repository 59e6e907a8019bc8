"""SNMP to one agent, as text (snmp_text): versions 1 and 2c with their communities; 3 is in snmp_v3.

Reading is repeated after a silence, with the same request id, so that an answer to the first attempt counts
too. Setting never is: the answer may have been lost after the relay clicked. In the end there is silence, and
no word of ours stands in for it: over UDP a wrong community, a wrong address and a dead agent all look alike,
and the patience of the link above counts what is missing. An agent of version 1 refuses a whole question for
one object it lacks: it is asked again without.
"""

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace

from drivers.errors import Loss, Unreachable
from drivers.transport import OnBytes, OnLost, Timer, Timers, Transport, ber, losses, snmp_text
from drivers.transport.address import Address
from drivers.transport.ears import Ears
from drivers.transport.listener import Subscription
from drivers.transport.snmp_steps import Stepping
from drivers.transport.snmp_text import Request, Varbind
from drivers.transport.traps import hear_traps
from drivers.transport.udp import Udp

UNREADABLE = "error badRequest 0"
NO_SUCH_NAME = 2
MISSING = ("!", "noSuchInstance")
AGAIN = 60
"""An object that was not there is left out of so many questions before it is asked for again."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait for an answer, and how often a reading is repeated."""

    timeout: float = 1.5
    retries: int = 2

    def tries(self, request: Request) -> int:
        """How often this request may be sent."""
        return 1 if request.kind == "set" else 1 + self.retries


def transport(address: Address, secrets: Mapping[str, str], clock: Timers | None) -> Transport:
    """The transport for an snmp:// address. Raises ValueError where a pass phrase is missing."""
    patience = Patience(float(address.option("timeout")), int(address.option("retries")))
    where, traps = (address.host, address.port), int(address.option("traps"))
    if address.option("version") == "3":
        from drivers.transport.snmp_v3 import User, UserSnmp

        return Stepping(UserSnmp(where, User.of(address, secrets), patience, traps, clock))
    version = 0 if address.option("version") == "1" else 1
    community = secrets.get("community", "public")
    write = secrets.get("write", community)
    return Stepping(CommunitySnmp(where, version, community, write, patience, traps, clock))


class CommunitySnmp:
    """An agent of version 1 (`version` 0) or 2c (1); `traps` is the port of ours that it reports to, or 0."""

    def __init__(
        self,
        where: tuple[str, int],
        version: int = 1,
        community: str = "public",
        write: str = "public",
        patience: Patience = Patience(),
        traps: int = 0,
        clock: Timers | None = None,
    ) -> None:
        self._udp, self._host, self._traps = Udp(*where), where[0], traps
        self._version, self._patience, self._clock = version, patience, clock
        self._communities = (community.encode(), write.encode())
        self._ears: Ears | None = None
        self._notices: Subscription | None = None
        self._pending: dict[int, _Pending] = {}
        self._absent: dict[str, int] = {}
        self._number = random.randrange(2**31)  # noqa: S311  it need only differ from the last run's

    async def open(self, on_bytes: OnBytes, on_lost: OnLost) -> None:
        """Make the socket and listen for traps; raises Unreachable. That an agent is there shows later."""
        self.close()
        self._ears = ears = Ears(on_bytes, on_lost)
        await self._udp.open(self._hear, self._lose)
        if self._traps:
            self._notices = await hear_traps(self._traps, self._host, ears.hear)

    def send(self, data: bytes) -> None:
        """One request; the reply or an error comes to `on_bytes`, or nothing does."""
        if self._ears is None or not self._ears.listening:
            raise Unreachable(losses.NOT_OPEN)
        try:
            request = snmp_text.read_request(data.decode())
        except ValueError:
            asyncio.get_running_loop().call_soon(self._ears.hear, UNREADABLE.encode())
            return
        self._begin(*self._lacking(request))

    def close(self) -> None:
        """Close the socket and forget what was asked."""
        if self._ears is not None:
            self._ears.close()
        self._forget()
        self._udp.close()

    def _lacking(self, request: Request) -> tuple[Request, dict[int, Varbind]]:
        """A question without what the agent lacked before, unless that is all of it."""
        if self._version or request.kind != "get":
            return request, {}
        lacking = {at: oid for at, (oid, *_) in enumerate(request.varbinds) if self._lacks(oid)}
        if len(lacking) == len(request.varbinds):
            lacking.pop(0, None)
        left = tuple(bind for at, bind in enumerate(request.varbinds) if at not in lacking)
        return replace(request, varbinds=left), {at: (oid, *MISSING) for at, oid in lacking.items()}

    def _lacks(self, oid: str) -> bool:
        if oid not in self._absent:
            return False
        self._absent[oid] -= 1
        if not self._absent[oid]:
            del self._absent[oid]
            return False
        return True

    def _begin(self, request: Request, missing: dict[int, Varbind]) -> None:
        self._number = self._number % (2**31 - 1) + 1
        tries = self._patience.tries(request)
        self._pending[self._number] = pending = _Pending(self._packet(request), tries, request, missing)
        self._attempt(self._number, pending)

    def _packet(self, request: Request) -> bytes:
        community = self._communities[request.kind == "set"]
        kind = request.kind if self._version or request.kind != "bulk" else "next"  # version 1 has no bulk
        repeats = request.repeats if kind == "bulk" else 0
        message = ber.Message(self._version, community, kind, self._number, request.varbinds, 0, repeats)
        return ber.encode(message)

    def _attempt(self, number: int, pending: "_Pending") -> None:
        if not pending.tries:
            del self._pending[number]
            return
        pending.tries -= 1
        clock = self._clock or asyncio.get_running_loop()
        pending.timer = clock.call_later(self._patience.timeout, self._attempt, number, pending)
        self._udp.send(pending.packet)

    def _hear(self, data: bytes) -> None:
        try:
            message = ber.decode(data)
        except ber.NotAMessage:
            return
        pending = self._pending.get(message.request_id) if message.kind == "response" else None
        if pending is None or self._ears is None:
            return  # late, twice, or not for us
        del self._pending[message.request_id]
        pending.stop()
        if self._version == 0 and message.status == NO_SUCH_NAME and pending.without(message.index):
            self._absent.update(
                (oid, AGAIN) for oid, *_ in pending.missing.values() if oid not in self._absent
            )
            self._begin(pending.request, pending.missing)
            return
        varbinds = list(message.varbinds)
        if not message.status:
            for place in sorted(pending.missing):
                varbinds.insert(place, pending.missing[place])
        self._ears.hear(snmp_text.write_reply(varbinds, message.status, message.index).encode())

    def _lose(self, loss: Loss) -> None:
        self._forget()
        if self._ears is not None:
            self._ears.lose(loss)

    def _forget(self) -> None:
        for pending in self._pending.values():
            pending.stop()
        self._pending.clear()
        if self._notices is not None:
            self._notices.cancel()
            self._notices = None


@dataclass(slots=True)
class _Pending:
    """A request under way; `missing` are the objects it left out, by their places in what was asked."""

    packet: bytes
    tries: int
    request: Request
    missing: dict[int, Varbind]
    timer: Timer | None = None

    def without(self, index: int) -> bool:
        """Leave out the object at `index` (from 1): in version 1 one that is not there spoils the whole
        question. Whether anything is left to ask.
        """
        asked = self.request.varbinds
        if self.request.kind != "get" or not 1 <= index <= len(asked) or len(asked) == 1:
            return False
        self.request = replace(self.request, varbinds=asked[: index - 1] + asked[index:])
        count = len(asked) + len(self.missing)
        place = [at for at in range(count) if at not in self.missing][index - 1]
        self.missing[place] = (asked[index - 1][0], *MISSING)
        return True

    def stop(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
