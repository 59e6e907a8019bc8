"""JSON-RPC messages: one object each, closed by a byte or by its own last brace; `id` is the exchange's
number.
"""

import json
from dataclasses import dataclass
from typing import Any

from drivers.wire.framing import LIMIT, Buffer, Frame

QUOTE, BACKSLASH, OPEN, CLOSE = b'"'[0], b"\\"[0], b"{["[:2], b"}]"[:2]
BEGINS = b'{"jsonrpc"'


@dataclass(frozen=True)
class JsonRpc:
    """JSON-RPC 2.0; the frame is the message without `jsonrpc` and `id`, the tag is the `id` as JSON.

    `end`: the byte behind each message; "" where a message ends with its own brace. What answers a message
    without `id` is not said; what is no JSON is answered with the id null.
    """

    end: str = "\0"

    def turn(self, number: int) -> str:
        """An id is a number."""
        return str(number)

    def wrap(self, text: str, tag: str = "") -> bytes:
        try:
            body = json.loads(text)
        except ValueError:
            return b""
        message: dict[str, Any] = {"jsonrpc": "2.0", **body}
        if tag:
            message["id"] = json.loads(tag)
        elif ("result" in body or "error" in body) and "id" not in body:
            return b""  # the request had no id: nobody waits for an answer
        return (json.dumps(message, ensure_ascii=False) + self.end).encode("utf-8", "replace")

    def cut(self, buffer: Buffer) -> list[Frame]:
        texts = self._ended(buffer) if self.end else balanced(buffer)
        if len(buffer) > LIMIT:
            buffer.clear()
            buffer.searched, buffer.state = 0, None
        return [_frame(text) for text in texts if text.strip()]

    def _ended(self, buffer: Buffer) -> list[str]:
        end = self.end.encode()
        last = buffer.rfind(end, buffer.searched)
        if last < 0:
            buffer.searched = max(0, len(buffer) - len(end) + 1)
            return []
        whole = bytes(buffer[:last]).split(end)
        del buffer[: last + len(end)]
        buffer.searched = 0
        return [text.decode("utf-8", "replace") for text in whole]


def _frame(text: str) -> Frame:
    """The message without what every message has."""
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return Frame(text.strip(), "null")
    if not isinstance(message, dict):
        return Frame(text.strip())
    message.pop("jsonrpc", None)
    tag = message.pop("id", None)
    return Frame(json.dumps(message, ensure_ascii=False), "" if tag is None else json.dumps(tag))


def balanced(buffer: Buffer) -> list[str]:
    """Whole objects, told by their braces outside of strings; each byte is looked at once.

    A message that was cut off never ends; the raw beginning of the next one, which stands in no string and
    in no message, ends it.
    """
    depth, quoted, escaped = buffer.state or (0, False, False)
    texts, start, looked = [], 0, buffer.searched
    for at in range(looked, len(buffer)):
        byte = buffer[at]
        if escaped:
            escaped = False
        elif quoted:
            escaped, quoted = byte == BACKSLASH, byte != QUOTE
        elif byte == QUOTE:
            quoted = depth > 0
        elif byte == OPEN[0] or (byte == OPEN[1] and depth):
            start = at if depth == 0 else start
            depth += 1
        elif byte in CLOSE and depth:
            depth -= 1
            if depth == 0:
                texts.append(bytes(buffer[start : at + 1]).decode("utf-8", "replace"))
                start = at + 1
    fresh = buffer.find(BEGINS, max(start + 1, looked - len(BEGINS))) if depth else -1
    if fresh > 0:
        del buffer[:fresh]
        buffer.searched, buffer.state = 0, None
        return texts + balanced(buffer)
    if depth == 0:
        start = len(buffer)
    del buffer[:start]
    buffer.searched, buffer.state = len(buffer), (depth, quoted, escaped)
    return texts
