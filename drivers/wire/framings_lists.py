"""Lines, and lists of lines between BEGIN and END, which are one frame: NUT."""

from dataclasses import dataclass

from drivers.wire.framing import LIMIT, Buffer, Frame


@dataclass(frozen=True)
class Lists:
    """A line closed by a line feed is a frame; what `begins` is one with all up to what `ends`."""

    begins: str = "BEGIN LIST "
    ends: str = "END LIST "

    def wrap(self, text: str, tag: str = "") -> bytes:
        return f"{text}\n".encode()

    def cut(self, buffer: Buffer) -> list[Frame]:
        *lines, rest = buffer.decode("utf-8", "surrogateescape").split("\n")
        buffer[:] = rest.encode("utf-8", "surrogateescape") if len(rest) < LIMIT else b""
        frames: list[Frame] = []
        for line in lines:
            self._line(_clean(line), buffer, frames)
        return frames

    def _line(self, line: str, buffer: Buffer, frames: list[Frame]) -> None:
        """One more line; `buffer.state` holds a list that is still open."""
        if line.startswith(self.begins):
            buffer.state = [line]
        elif buffer.state is None:
            frames += [Frame(line)] if line else []
        elif sum(map(len, buffer.state)) > LIMIT:
            buffer.state = None
        else:
            buffer.state.append(line)
            if line.startswith(self.ends):
                frames.append(Frame("\n".join(buffer.state)))
                buffer.state = None


def _clean(line: str) -> str:
    text = line.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return text.replace("\0", "").strip("\r ")
