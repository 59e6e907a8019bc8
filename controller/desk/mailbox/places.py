"""Where mail waits for the desk: a folder of an IMAP server, or a Maildir that a mail server fills.

Both libraries block, so each look is a trip of its own to another thread.
"""

import asyncio
import imaplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from controller.desk.mailbox.poller import Trouble

T = TypeVar("T")
SECONDS = 20.0
MOST = 50
"""So many mails in one look."""


@dataclass(frozen=True, slots=True)
class Maildir:
    """A folder with `new` and `cur` in it: what is filed moves from the one to the other."""

    path: Path

    async def fetch(self) -> list[tuple[str, bytes]]:
        """What stands in `new`, the oldest first."""
        return await _away(self._fetch)

    async def done(self, names: list[str]) -> None:
        """Seen."""
        await _away(lambda: self._done(names))

    def _fetch(self) -> list[tuple[str, bytes]]:
        files = sorted(one for one in (self.path / "new").iterdir() if one.is_file())
        return [(one.name, one.read_bytes()) for one in files[:MOST]]

    def _done(self, names: list[str]) -> None:
        (self.path / "cur").mkdir(exist_ok=True)
        for name in names:
            with suppress(FileNotFoundError):
                (self.path / "new" / name).rename(self.path / "cur" / f"{name}:2,S")


@dataclass(frozen=True, slots=True)
class Imap:
    """A folder of an IMAP server: what is filed is marked as seen, and left there."""

    host: str
    port: int = 993
    security: str = "tls"
    user: str = ""
    password: str = field(default="", repr=False)
    folder: str = "INBOX"

    async def fetch(self) -> list[tuple[str, bytes]]:
        """What nobody has seen."""
        return await _away(lambda: self._with(_unseen))

    async def done(self, names: list[str]) -> None:
        """Seen."""
        await _away(lambda: self._with(lambda server: _seen(server, names)))

    def _with(self, work: Callable[[imaplib.IMAP4], T]) -> T:
        server = self._connected()
        try:
            server.login(self.user, self.password)
            _well(server.select(_quoted(self.folder)))
            return work(server)
        finally:
            with suppress(OSError, imaplib.IMAP4.error):
                server.logout()

    def _connected(self) -> imaplib.IMAP4:
        context = ssl.create_default_context()
        if self.security == "tls":
            return imaplib.IMAP4_SSL(self.host, self.port, ssl_context=context, timeout=SECONDS)
        server = imaplib.IMAP4(self.host, self.port, timeout=SECONDS)
        if self.security == "starttls":
            server.starttls(context)
        return server


def _unseen(server: imaplib.IMAP4) -> list[tuple[str, bytes]]:
    (found,) = _well(server.uid("SEARCH", "UNSEEN"))
    mails: list[tuple[str, bytes]] = []
    for uid in (found or b"").split()[:MOST]:
        parts = _well(server.uid("FETCH", uid.decode(), "(BODY.PEEK[])"))
        mails += [(uid.decode(), part[1]) for part in parts if isinstance(part, tuple)]
    return mails


def _seen(server: imaplib.IMAP4, names: list[str]) -> None:
    _well(server.uid("STORE", ",".join(names), "+FLAGS.SILENT", r"(\Seen)"))


def _well(answer: tuple[str, list[T]]) -> list[T]:
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(f"{status} {data!r}"[:200])
    return data


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


async def _away(work: Callable[[], T]) -> T:
    try:
        return await asyncio.to_thread(work)
    except (OSError, imaplib.IMAP4.error, socket.gaierror) as error:
        raise Trouble(f"{type(error).__name__}: {error}"[:200]) from error
