"""Commands in angle brackets, "< SET 1 CHAN_NAME {Lectern} >"; what stands in braces may hold any sign."""

import re
from dataclasses import dataclass

from drivers.wire.framing import Buffer, Frame

FRAME = re.compile(r"<((?>[^<>{}]+|\{[^{}]*\})*)>")
BRACED = re.compile(r"(\{[^{}]*\})")
LONGEST = 4096
"""The most characters of an unfinished frame that are kept."""


@dataclass(frozen=True)
class Angled:
    """Frames from "<" to ">"; blanks outside of braces count as one, and what lies between frames as none."""

    charset: str = "utf-8"

    def wrap(self, text: str, tag: str = "") -> bytes:
        return text.encode(self.charset, "replace")

    def cut(self, buffer: Buffer) -> list[Frame]:
        text = buffer.decode(self.charset, "surrogateescape")
        found = list(FRAME.finditer(text))
        rest = text[found[-1].end() if found else 0 :]
        at = rest.find("<")
        buffer[:] = rest[at:].encode(self.charset, "surrogateescape") if at >= 0 else b""
        if len(buffer) > LONGEST:
            buffer.clear()
        return [Frame(tidy) for match in found if (tidy := self._tidy(match[1]))]

    def _tidy(self, inner: str) -> str:
        """The frame with single blanks; none where there is nothing inside."""
        whole = inner.encode(self.charset, "surrogateescape").decode(self.charset, "replace")
        parts = BRACED.split(whole.replace("\0", "").strip())
        said = "".join(part if part[:1] == "{" else re.sub(r"\s+", " ", part) for part in parts)
        return f"< {said} >" if said else ""
