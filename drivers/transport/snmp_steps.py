"""What takes several SNMP messages, and is one question and one answer to those above.

walk OID     every object below it, by GETBULK (GETNEXT in version 1); agents that go in circles are left
get ...      in halves where the agent says that its answer would be too big, and from then on in such
"""

from collections.abc import Generator

from drivers.transport import OnBytes, OnLost, Transport
from drivers.wire.varbinds import numbers, parsed

ROWS = 20
"""How many objects of a column are asked for at once: more may time out on a small card."""
MOST = 2000
"""No column has more rows than this."""
Steps = Generator[str, str, str]
"""Messages to send; it is sent each answer, and returns the one answer to all of them."""


class Stepping:
    """The transport `inner`, with questions that take several messages."""

    def __init__(self, inner: Transport) -> None:
        self._inner = inner
        self._steps: Steps | None = None
        self._most = MOST

    async def open(self, on_bytes: OnBytes, on_lost: OnLost) -> None:
        """As the transport within."""
        self._steps, self._on_bytes = None, on_bytes
        await self._inner.open(self._hear, on_lost)

    def send(self, data: bytes) -> None:
        """One question; what an earlier one still waits for comes too late."""
        self._steps = None
        kind, _, rest = data.decode(errors="replace").partition(" ")
        if kind == "walk":
            self._begin(_walk(rest.strip()))
        elif kind == "get":
            self._begin(self._get(rest.split()))
        else:
            self._inner.send(data)

    def close(self) -> None:
        """As the transport within."""
        self._steps = None
        self._inner.close()

    def _begin(self, steps: Steps) -> None:
        first = next(steps)
        self._inner.send(first.encode())
        self._steps = steps

    def _hear(self, data: bytes) -> None:
        if self._steps is None or data.startswith(b"trap "):
            self._on_bytes(data)
            return
        try:
            following = self._steps.send(data.decode())
        except StopIteration as over:
            self._steps = None
            self._on_bytes(over.value.encode())
            return
        self._inner.send(following.encode())

    def _get(self, oids: list[str]) -> Steps:
        heard: list[str] = []
        while oids or not heard:
            part = oids[: self._most]
            answer = yield "get " + " ".join(part)
            if answer.startswith("error tooBig") and len(part) > 1:
                self._most = (len(part) + 1) // 2
            elif answer.startswith("error "):
                return answer
            else:
                heard.append(answer)
                oids = oids[len(part) :]
        return "\n".join(heard)


def _walk(root: str) -> Steps:
    heard: list[str] = []
    top = numbers(root)
    at, last = root, top
    while top is not None and len(heard) < MOST:
        answer = yield f"bulk {ROWS} {at}"
        rows = parsed(answer)
        if answer.startswith("error ") or rows is None:
            break
        for line, (oid, letter, _) in zip(answer.split("\n"), rows, strict=True):
            key = numbers(oid)
            if letter == "!" or key is None or key[: len(top)] != top or key <= (last or ()):
                return "\n".join([f"walk {root}", *heard])
            heard.append(line)
            at, last = oid, key
    if top is None:
        yield f"bulk 1 {root}"
    return "\n".join([f"walk {root}", *heard])
