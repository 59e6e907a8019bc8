"""The cuts that most protocols need: lines, commands that carry their own end, datagrams."""

from dataclasses import dataclass

from drivers.wire.framing import LIMIT, Buffer, Frame


@dataclass(frozen=True)
class Ends:
    """Frames closed by `end`; `also` are other ends understood; `prompts` are frames that need no end
    ("Password:").

    `charset` is latin-1 or utf-8. Empty frames and the bytes of `drop` are skipped.
    """

    end: str = "\r\n"
    also: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    drop: str = "\r\n"
    charset: str = "latin-1"
    limit: int = LIMIT

    def wrap(self, text: str, tag: str = "") -> bytes:
        return (text + self.end).encode(self.charset, "replace")

    def cut(self, buffer: Buffer) -> list[Frame]:
        raise NotImplementedError


@dataclass(frozen=True)
class Pattern:
    """Frames that carry their own end, told by a linear pattern: "1*2!", "<...>"; `drop` characters in
    between.

    No frame may be a proper beginning of a longer one. `end` is said after each frame. An unfinished frame
    longer than `partial` characters is noise. `alike` are characters read as others: {"W": "\\x1b", "|":
    "\\r"}.
    """

    regex: str
    drop: str = "\r\n"
    end: str = ""
    partial: int = 256
    charset: str = "latin-1"

    def wrap(self, text: str, tag: str = "") -> bytes:
        return (text + self.end).encode(self.charset, "replace")

    def cut(self, buffer: Buffer) -> list[Frame]:
        raise NotImplementedError


@dataclass(frozen=True)
class Datagram:
    """One whole message each time (the SNMP transport's text): what is in the buffer is the frame."""

    charset: str = "utf-8"

    def wrap(self, text: str, tag: str = "") -> bytes:
        return text.encode(self.charset, "replace")

    def cut(self, buffer: Buffer) -> list[Frame]:
        raise NotImplementedError
