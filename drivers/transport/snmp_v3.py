"""SNMP version 3: an agent that wants to know who asks (USM), through pysnmp's one engine of this process.

Opening finds the agent's engine and asks one thing with our user's keys, so a wrong pass phrase is told at
once and with its part, and not as silence. The library is imported by the first opening, in a thread: it
costs most of a second.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Self

from drivers.errors import Loss, NotAuthorised, Unreachable
from drivers.transport import OnBytes, OnLost, Timers, losses, snmp_text
from drivers.transport.address import Address
from drivers.transport.ears import Ears
from drivers.transport.listener import Subscription
from drivers.transport.snmp import UNREADABLE, Patience
from drivers.transport.snmp_text import UP_TIME, Request
from drivers.transport.traps import hear_traps

if TYPE_CHECKING:
    from drivers.transport.snmp_session import Session

CHANGED = Loss(
    "changed", "the agent no longer knows us: replaced, or its users changed; connecting again tells which"
)
# What a report of the agent (RFC 3414, 3.2) says is wrong, by the library's name for it.
PARTS = {
    "UnknownUserName": "user name",
    "WrongDigest": "authentication password or protocol",
    "AuthenticationFailure": "authentication password or protocol",
    "DecryptionError": "privacy password or protocol",
    "UnsupportedSecurityLevel": "security level (this user needs, or lacks, a password)",
}

TIMEOUT = "timeout"  # as in snmp_session, which is imported late
KEYS = ("UnknownUserName", "WrongDigest", "AuthenticationFailure")


@dataclass(frozen=True, slots=True)
class User:
    """Who asks. An empty pass phrase means: without that protection."""

    name: str
    auth: str = ""
    auth_password: str = field(default="", repr=False)
    priv: str = ""
    priv_password: str = field(default="", repr=False)
    context: str = ""

    @classmethod
    def of(cls, address: Address, secrets: Mapping[str, str]) -> Self:
        """The user an address and its secrets name; raises ValueError where a pass phrase is missing."""
        phrases = {}
        for protection in ("auth", "priv"):
            phrase = secrets.get(f"{protection}_password") or secrets.get("password", "")
            wanted = protection in address.options or f"{protection}_password" in secrets
            if wanted and len(phrase) < 8:
                raise ValueError(f"{protection} needs a {protection}_password of at least 8 characters")
            phrases[protection] = phrase if wanted else ""
        if phrases["priv"] and not phrases["auth"]:
            raise ValueError("priv_password needs an auth_password too")
        return cls(
            str(address.option("user")),
            str(address.option("auth")) if phrases["auth"] else "",
            phrases["auth"],
            str(address.option("priv")) if phrases["priv"] else "",
            phrases["priv"],
            str(address.option("context")),
        )


class UserSnmp:
    """An agent of version 3; `traps` is the port of ours it reports to, 0 for none."""

    def __init__(
        self,
        where: tuple[str, int],
        user: User,
        patience: Patience = Patience(),  # noqa: B008  it is frozen
        traps: int = 0,
        clock: Timers | None = None,
    ) -> None:
        self._where, self._user, self._patience = where, user, patience
        self._traps, self._clock = traps, clock
        self._ears: Ears | None = None
        self._session: Session | None = None
        self._notices: Subscription | None = None
        self._signing_in: asyncio.Future[tuple[str, str]] | None = None

    async def open(self, on_bytes: OnBytes, on_lost: OnLost) -> None:
        """Find the agent and sign in; raises Unreachable, or NotAuthorised with the part that was wrong."""
        self.close()
        self._ears = ears = Ears(on_bytes, on_lost)
        loop = asyncio.get_running_loop()
        sessions = await loop.run_in_executor(None, import_module, "drivers.transport.snmp_session")
        clock = self._clock or loop
        self._session = session = sessions.Session(self._user, self._patience, clock, self._lose)
        try:
            await session.open(self._where)
            await self._sign_in(session)
            if self._traps:
                secured = session.trap_door(ears.hear)
                self._notices = await hear_traps(self._traps, self._where[0], ears.hear, secured)
        except OSError as trouble:
            self.close()
            raise Unreachable(losses.of(trouble)) from trouble
        except (Unreachable, NotAuthorised, asyncio.CancelledError):
            self.close()
            raise

    def send(self, data: bytes) -> None:
        """One request; the reply or an error comes to `on_bytes`, or nothing does."""
        if self._session is None or self._ears is None or not self._ears.listening:
            raise Unreachable(losses.NOT_OPEN)
        if self._ears.leaving:
            return
        try:
            request = snmp_text.read_request(data.decode())
        except ValueError:
            asyncio.get_running_loop().call_soon(self._ears.hear, UNREADABLE.encode())
            return
        self._session.ask(request, self._answered)

    def close(self) -> None:
        """Leave the engine; an opening under way ends as Unreachable."""
        if self._ears is not None:
            self._ears.close()
        if self._signing_in is not None and not self._signing_in.done():
            self._signing_in.set_exception(Unreachable(losses.NOT_OPEN))
        self._leave()
        self._session = None

    async def _sign_in(self, session: "Session") -> None:
        """Ask for the up-time: any answer at all proves both keys."""
        text, trouble = await self._try(session)
        if text == TIMEOUT and session.known and self._user.priv:
            # Deciphered with another key a request is rubbish, and agents drop it without a word. Signed
            # only, it is answered, if need be with a refusal.
            text, trouble = await self._try(session, unsealed=True)
            if text != TIMEOUT and trouble not in KEYS:
                raise NotAuthorised(PARTS["DecryptionError"])
        if trouble in PARTS:
            raise NotAuthorised(PARTS[trouble])
        if text.startswith("error authorizationError"):
            raise NotAuthorised(PARTS["UnsupportedSecurityLevel"])
        if trouble or text == TIMEOUT:
            raise Unreachable(losses.TIMED_OUT if text == TIMEOUT else CHANGED)

    async def _try(self, session: "Session", *, unsealed: bool = False) -> tuple[str, str]:
        answer: asyncio.Future[tuple[str, str]] = asyncio.get_running_loop().create_future()
        self._signing_in = answer

        def answered(text: str, trouble: str) -> None:
            if not answer.done():
                answer.set_result((text, trouble))

        session.ask(Request("get", ((UP_TIME, "n", None),)), answered, unsealed=unsealed)
        return await answer

    def _lose(self, loss: Loss) -> None:
        """That ends the signing in, or the connection."""
        if self._signing_in is not None and not self._signing_in.done():
            self._signing_in.set_exception(Unreachable(loss))
        elif self._ears is not None:
            self._ears.lose_soon(loss)
            self._leave()

    def _leave(self) -> None:
        if self._session is not None:
            self._session.close()
        if self._notices is not None:
            self._notices.cancel()
            self._notices = None

    def _answered(self, text: str, trouble: str) -> None:
        """Hear the reply. That the agent refuses what it took before is a loss; connecting again says why."""
        if trouble:
            self._lose(CHANGED)
        elif self._ears is not None and text != TIMEOUT:
            self._ears.hear(text.encode())
