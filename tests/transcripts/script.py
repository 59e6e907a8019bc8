"""Transcripts as text: how a conversation with a device is written down, and read again.

    # What it is about, on the first line
    # source: where it comes from
    driver pjlink              the driver, where the folder does not name it
    options {"a": 1}           what the hall's file would say about it, as JSON
    sized light=3              the places of an axis: how many, or words parted by "|"
    with password=curtain-up   what both sides know before they talk (also what chance will bring)
    session verbose=1          what the device remembers of this line from the start
    device password=other      what only the device knows

    like banner                here stand the lines of banner.part

    model power: off           so it is in the device from now on (nothing is said)
    change power: on           the same, and the device says so unasked
    news preset=5              the device says an unasked line that is about these
    tick 11                    so many seconds have passed for the device
    tell power: on             our side is to bring this about; several are parted by ";"
    ask power; input           our side is to find these out
    do recall preset=3         our side is to do this
    session?                   our side is to say the next line of its session; session? 3 the third
    wake                       our side has heard nothing for the time it asked for
    give up                    no answer came in time

    > %1POWR ?\\r               said to the device;   >> the same, by a controller that is not ours
    < %1POWR=0\\r               said by the device;   << the same, to a controller that is not ours
    <* %1powr=0\\r             said by a device that is not ours;   >* said by us to such a device
    <udp %2POWR=1\\r            heard by our side on another socket
    = power: off               what our side understood it to mean (all of it)
    ! busy                     that it was a refusal; the device refused for this reason
    ! out_of_range preset      the same, of the device alone: and because of what
    ready, barred, noise, restarted, stale *, learns light=2, must close   what else our side understood
    holds power: on            what the device has understood (beside every "tell", which is checked too)
    did recall preset=3        likewise

Bytes are text with the escapes \\r \\n \\0 \\x1b \\\\, or `hex:` and digits, or `osc:` and a message as
python-osc builds it. An indented line continues the one before, after a line feed: SNMP messages have many.
"""

import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pythonosc.osc_message_builder import OscMessageBuilder

from drivers.points import Place, Value, part

HERE = Path(__file__).parent
ESCAPES = {"r": b"\r", "n": b"\n", "0": b"\0", "\\": b"\\"}


@dataclass(frozen=True)
class Step:
    """One line: the word it begins with, and the rest."""

    line: int
    word: str
    rest: str


def steps(path: Path) -> list[Step]:
    """The lines of a transcript, without remarks; continued lines joined by line feeds, parts put in."""
    found: list[Step] = []
    for step in _steps(path):
        found += steps(path.with_name(f"{step.rest}.part")) if step.word == "like" else [step]
    return found


def _steps(path: Path) -> list[Step]:
    found: list[Step] = []
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not text.strip() or text.startswith("#"):
            continue
        if text[0] == " ":
            last = found.pop()
            found.append(Step(last.line, last.word, f"{last.rest}\n{text.strip()}"))
        else:
            word, _, rest = text.partition(" ")
            found.append(Step(number, word, rest))
    return found


def spelled(text: str) -> bytes:
    """The bytes that a transcript shows as `text`."""
    if text.startswith("hex:"):
        return bytes.fromhex(text[4:])
    if text.startswith("osc:"):
        return osc(text[4:].strip())
    return b"".join(_pieces(text))


def _pieces(text: str) -> Iterator[bytes]:
    while text:
        plain, slash, text = text.partition("\\")
        yield plain.encode()
        if slash and text[0] == "x":
            yield bytes((int(text[1:3], 16),))
            text = text[3:]
        elif slash:
            yield ESCAPES[text[0]]
            text = text[1:]


def osc(text: str) -> bytes:
    """One message as python-osc builds it: an address, types after a comma, values; strings in quotes."""
    address, *rest = shlex.split(text)
    message = OscMessageBuilder(address)
    for kind, word in zip(rest[0][1:] if rest else "", rest[1:], strict=True):
        made = {"i": int, "f": float, "s": str, "b": bytes.fromhex}[kind](word)
        message.add_arg(made, kind)
    return bytes(message.build().dgram)


def place(text: str) -> Place:
    """`outlet/4` as a place."""
    key, *index = text.strip().split("/")
    return Place(key, tuple(map(part, index)))


def value(text: str) -> Value:
    """true, 3, -12.5, null and "quoted" as JSON has them; any other text is itself."""
    try:
        made: Value = json.loads(text)
    except ValueError:
        return text
    return made


def facts(text: str) -> dict[Place, Value]:
    """`power: on; lamp/1: true` as places and values."""
    parted = (fact.partition(": ") for fact in text.split("; "))
    return {place(ref): value(what) for ref, _, what in parted}


def words(text: str) -> dict[str, Value]:
    """`preset=3 room=2` as names and values."""
    parted = (word.partition("=") for word in shlex.split(text))
    return {name: value(what) for name, _, what in parted}


def stories() -> list[Path]:
    """Every transcript there is."""
    return sorted(HERE.glob("*/*.txt"))
