"""A small IMAP server (RFC 3501): log-in, one folder, search for what is unseen, fetch, mark, and no more."""

import asyncio
import re
from dataclasses import dataclass, field


@dataclass
class Kept:
    """A mail in the folder."""

    raw: bytes
    seen: bool = False


@dataclass
class Server:
    """`people` are passwords by name; `fetched` counts what was read."""

    people: dict[str, str]
    mails: list[Kept] = field(default_factory=list)
    fetched: int = 0

    def put(self, raw: bytes) -> None:
        self.mails.append(Kept(raw))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK here\r\n")
        inside = False
        while line := await reader.readline():
            tag, _, rest = line.decode().strip().partition(" ")
            verb = rest.upper()
            if verb.startswith("LOGIN"):
                name, password = re.findall(r'"?([^\s"]+)"?', rest)[1:3]
                inside = self.people.get(name) == password
                answer = f"{tag} OK in" if inside else f"{tag} NO LOGIN failed"
            elif verb.startswith(("CAPABILITY", "LOGOUT")):
                writer.write(b"* CAPABILITY IMAP4rev1\r\n" if verb[0] == "C" else b"* BYE\r\n")
                answer = f"{tag} OK done"
            elif not inside:
                answer = f"{tag} NO first log in"
            else:
                answer = f"{tag} {self.work(rest, writer)}"
            writer.write(answer.encode() + b"\r\n")
            await writer.drain()
            if verb.startswith("LOGOUT"):
                break
        writer.close()

    def work(self, rest: str, writer: asyncio.StreamWriter) -> str:
        if rest.upper().startswith("SELECT"):
            writer.write(f"* {len(self.mails)} EXISTS\r\n".encode())
            return "OK [READ-WRITE] selected"
        _, verb, told = (*rest.split(" ", 2), "")[:3]
        if verb.upper() == "SEARCH":
            unseen = [str(n) for n, mail in enumerate(self.mails, 101) if not mail.seen]
            writer.write(f"* SEARCH {' '.join(unseen)}".rstrip().encode() + b"\r\n")
        elif verb.upper() == "FETCH":
            uid = int(told.split(" ")[0])
            raw, self.fetched = self.mails[uid - 101].raw, self.fetched + 1
            writer.write(
                f"* {uid - 100} FETCH (UID {uid} BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n"
            )
        elif verb.upper() == "STORE":
            for uid in told.split(" ")[0].split(","):
                self.mails[int(uid) - 101].seen = True
        return "OK done"
