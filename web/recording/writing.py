"""The text of a transcript, in the form of `tests/transcripts`."""

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from drivers.points import Place, Value
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framing_osc import MALFORMED, Osc
from web.recording.retelling import Paragraph, Step

NAMED = {10: "\\n", 13: "\\r", 0: "\\0", 92: "\\\\"}
WIDEST = 100
"""Facts are put on one line up to so many characters."""


def transcript(
    driver: Driver, above: Sequence[str], held: Mapping[Place, Value], paragraphs: Sequence[Paragraph]
) -> str:
    """The whole file: what stands above, what the device holds at first, and what was said."""
    lines = [*above, *facts("model", held), ""]
    for paragraph in paragraphs:
        lines += facts("model", paragraph.before)
        if paragraph.kind == "news" and not paragraph.ours:
            lines += _change(paragraph)
        lines += [line for step in paragraph.steps for line in _lines(step, driver.framing, paragraph.ours)]
    return "\n".join(lines) + "\n"


def _change(paragraph: Paragraph) -> Iterator[str]:
    """All of it on one line: what changed together is told together."""
    yield "change " + "; ".join(_fact(place, value) for place, value in paragraph.facts.items())


def _lines(step: Step, framing: Framing, ours: bool) -> Iterator[str]:
    match step.word:
        case ">" | "<":
            yield f"{step.word}{'*' if ours else ''} {spelled(step.rest, framing)}"
        case "<<":
            yield from [] if ours else [f"<< {spelled(step.rest, framing)}"]
        case "=":
            yield from facts("=", step.rest)
        case "ask":
            yield "ask " + "; ".join(map(_ref, step.rest))
        case _:
            yield f"{step.word} {step.rest}".strip()


# ---------------------------------------------------------------- values


def facts(word: str, told: Mapping[Place, Value]) -> Iterator[str]:
    """`= power: on; lamp/1: true`, on as many lines as it takes."""
    line = ""
    for place, value in told.items():
        fact = _fact(place, value)
        if line and len(line) + len(fact) > WIDEST:
            yield line
            line = ""
        line = f"{line}; {fact}" if line else f"{word} {fact}"
    if line:
        yield line


def _fact(place: Place, value: Value) -> str:
    return f"{_ref(place)}: {written(value)}"


def _ref(place: Place) -> str:
    return "/".join(map(str, (place.key, *place.index)))


def written(value: Value) -> str:
    """A value as JSON has it, a plain text as it is."""
    if not isinstance(value, str):
        return json.dumps(value)
    plain = (
        value.isprintable() and value == value.strip() and value and ";" not in value and not _is_json(value)
    )
    return str(value) if plain else json.dumps(str(value)).replace(";", "\\u003b")


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


# ---------------------------------------------------------------- bytes


def spelled(data: bytes, framing: Framing) -> str:
    """Bytes as a transcript shows them: OSC as a message, text with escapes, anything else in hex."""
    if isinstance(framing.hears, Osc):
        return _osc(data) or f"hex:{data.hex(' ')}"
    odd = sum(byte < 32 and byte not in NAMED for byte in data) + sum(byte > 126 for byte in data)
    if odd * 8 > len(data) and not _is_text(data):
        return f"hex:{data.hex(' ')}"
    lines = data.split(b"\n")
    if len(lines) > 1 and all(line and line == line.strip() for line in lines):
        return "\n      ".join(map(_escaped, lines))
    return _escaped(data)


def _is_text(data: bytes) -> bool:
    try:
        return all(sign.isprintable() or sign in "\r\n\0" for sign in data.decode())
    except UnicodeDecodeError:
        return False


def _escaped(data: bytes) -> str:
    if _is_text(data):
        text = "".join(NAMED.get(ord(sign), sign) for sign in data.decode())
    else:
        text = "".join(
            NAMED.get(byte) or (chr(byte) if 31 < byte < 127 else f"\\x{byte:02x}") for byte in data
        )
    if text.endswith(" "):  # what trims the ends of lines must not change it
        text = text[:-1] + "\\x20"
    return f"\\x{ord(text[0]):02x}{text[1:]}" if text.startswith(("hex:", "osc:")) else text


def _osc(data: bytes) -> str:
    """The one message in a packet; nothing where those words would not make the same packet."""
    try:
        message = OscMessage(data)
        types = data[data.index(b",") :].split(b"\0", 1)[0].decode() if b"," in data else ""
        words = [_argument(one) for one in message.params]
        text = " ".join([shlex.quote(message.address), *([types, *words] if words else [])])
        return f"osc:{text}" if _rebuilt(message.address, types[1:], message.params) == data else ""
    except MALFORMED:
        return ""


def _argument(one: Any) -> str:
    return one.hex() if isinstance(one, bytes) else shlex.quote(str(one))


def _rebuilt(address: str, types: str, values: Sequence[Any]) -> bytes:
    """The packet of a message with these arguments; types without a value are not written down."""
    if any(kind not in "ifsb" for kind in types) or len(types) != len(values):
        return b""
    message = OscMessageBuilder(address)
    for kind, value in zip(types, values, strict=True):
        message.add_arg(value, kind)
    return bytes(message.build().dgram)
