"""OSC packets as text: "/ch/01/mix/fader ,f 0.7500"; a bundle is its messages.

Shown: an address alone is a question; integers and floats as numbers (floats with `places` decimals), strings
in double quotes with backslash escapes, blobs as hex digits, the types T, F, N and I by their tag alone.
"""

import logging
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pythonosc.osc_bundle import ParseError as BundleError
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message import ParseError as MessageError
from pythonosc.osc_message_builder import BuildError, OscMessageBuilder
from pythonosc.osc_packet import OscPacket
from pythonosc.osc_packet import ParseError as PacketError

from drivers.wire.framing import LIMIT, Buffer, Frame

WORDS = re.compile(r'"((?:[^"\\]|\\.)*)"|([^ ]+)', re.DOTALL)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
MALFORMED = (
    MessageError, PacketError, BundleError, ValueError, TypeError, IndexError, OverflowError, RecursionError,
    struct.error,
)  # fmt: skip
BUNDLE = b"#bundle\0" + (1).to_bytes(8, "big")
"""Its time is "at once"."""
NUMBERS: dict[str, Callable[[str], Any]] = {"i": int, "h": int, "f": float, "d": float}

logging.getLogger("root.pythonosc").setLevel(logging.ERROR)


@dataclass(frozen=True)
class Osc:
    """One packet a datagram."""

    places: int = 4

    def wrap(self, text: str, tag: str = "") -> bytes:
        """The packet `text` shows; b"" for a text that shows none."""
        address, _, rest = text.partition(" ")
        types, _, values = rest.partition(" ")
        message = OscMessageBuilder(address)
        words = WORDS.finditer(values)
        try:
            for kind in types[1:]:
                message.add_arg(*_argument(kind, words))
            return bytes(message.build().dgram)
        except (StopIteration, ValueError, BuildError):
            return b""

    def together(self, packets: list[bytes]) -> bytes:
        """Several packets in one datagram: a bundle."""
        if len(packets) < 2:
            return b"".join(packets)
        return BUNDLE + b"".join(len(packet).to_bytes(4, "big") + packet for packet in packets)

    def cut(self, buffer: Buffer) -> list[Frame]:
        """The messages of the datagram in `buffer`."""
        data = bytes(buffer[:LIMIT])
        buffer.clear()
        return list(_remembered(data, self.places) if len(data) <= 256 else _frames(data, self.places))


def _frames(data: bytes, places: int) -> tuple[Frame, ...]:
    """The messages of one datagram."""
    if not data:
        return ()
    try:
        messages = (
            [OscMessage(data)] if data[:1] != b"#" else [timed.message for timed in OscPacket(data).messages]
        )
        return tuple(Frame(_shown(message, places).replace("\0", "")) for message in messages)
    except MALFORMED:
        return (Frame(f"? {data[:64].hex(' ')}"),)


_remembered = lru_cache(4096)(_frames)


def _shown(message: OscMessage, places: int) -> str:
    types = _types(message.dgram)
    if not types:
        return message.address
    kinds = [kind for kind in types if kind not in "TFNI"]
    values = [value for kind, value in zip(types, message.params, strict=True) if kind not in "TFNI"]
    return " ".join(
        [message.address, f",{types}", *(_value(k, v, places) for k, v in zip(kinds, values, strict=True))]
    )


def _value(kind: str, value: Any, places: int) -> str:
    match kind:
        case "f" | "d":
            return f"{value:.{places}f}"
        case "i" | "h":
            return str(value)
        case "s":
            return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
        case "b":
            return bytes(value).hex().upper()
    return str(value).replace(" ", "_")


def _types(data: bytes) -> str:
    """The type tags of a message, as they stand behind its address."""
    start = (data.index(0) // 4 + 1) * 4
    return data[start + 1 : data.index(0, start)].decode() if start < len(data) else ""


def _argument(kind: str, words: Any) -> tuple[Any, str]:
    if kind in "TFNI":
        return {"T": True, "F": False}.get(kind), kind
    word = next(words)
    if kind == "s":
        return (ESCAPED.sub(r"\1", word[1]) if word[1] is not None else word[2]), kind
    if kind == "b":
        return bytes.fromhex(word[0]), kind
    return NUMBERS[kind](word[0]) if kind in NUMBERS else word[0], kind
