"""How the messages of a generic device are parted: lines with an end, datagrams, or bytes of known shapes."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from drivers.generic.reading import Part, hex_words
from drivers.wire.fields import Field, parse
from drivers.wire.framing import Framing
from drivers.wire.framings import Ends
from drivers.wire.framings_binary import sum8, xor8
from drivers.wire.framings_shapes import Packets, Shape, Shapes
from drivers.wire.trouble import TableError

KEYS = ("frames", "end", "charset", "datagrams", "echoes", "checksum")
NAMED = {"CR": "\r", "LF": "\n", "CRLF": "\r\n", "\\r": "\r", "\\n": "\n", "\\r\\n": "\r\n"}
BREAKS = ("\r\n", "\r", "\n")
SEALS: Mapping[str, Callable[[bytes], int] | None] = {"none": None, "sum": sum8, "xor": xor8}
Width = Callable[[Field], "Shape"]
"""What the bytes of a field may be."""


def hexed(options: Mapping[str, Any]) -> bool:
    """Whether the lines are written as hex bytes."""
    return options.get("frames") == "hex"


def text_framing(part: Part) -> Framing:
    """Lines with an end, or a datagram each."""
    end = NAMED.get(part.text("end"), part.text("end"))
    charset = part.choice("charset", ("utf-8", "latin-1"), "utf-8")
    if part.value.get("checksum") is not None:
        part.complain(("checksum",), "a checksum needs frames: hex", "校验只用于 frames: hex")
    if part.flag("datagrams"):
        return Framing.both(Packets(end, charset))
    if not end and part.value.get("end") in (None, ""):
        part.complain(
            ("end",) if "end" in part.value else (),
            "say how a line ends, end: CR for instance, or datagrams: true",
            "请写明每行如何结束，例如 end: CR；若按数据报收发则写 datagrams: true",
        )
    also = tuple(one for one in BREAKS if one != end) if end in BREAKS else ()
    return Framing.both(Ends(end or "\r", also=also, charset=charset), echo=part.flag("echoes"))


def hex_framing(part: Part, says: Iterable[str], hears: Iterable[str], width: Width) -> Framing:
    """Bytes told by the shapes of the lines we say, and of those we hear."""
    end = b""
    try:
        end = bytes.fromhex(part.text("end"))
    except ValueError:
        part.complain(("end",), 'end is hex here, "0D" for instance', '此处 end 为十六进制，例如 "0D"')
    seal = SEALS[part.choice("checksum", tuple(SEALS), "none")]
    ours, theirs = ({shape(text, width) for text in texts} for texts in (says, hears))
    for one, other in (*_begun(ours), *_begun(theirs)):
        part.complain(
            (),
            f"{one} is how {other} begins, so nobody could tell when it is over; give end, or more bytes",
            f"{one} 是 {other} 的开头，无法判断何时结束；请写 end 或更多字节",
        )
    return Framing(says=Shapes(_sorted(ours), seal, end), hears=Shapes(_sorted(theirs), seal, end))


def shape(text: str, width: Width) -> Shape:
    """What each byte of a hex line may be."""
    found: list[frozenset[int] | None] = []
    for each in parse(text):
        if isinstance(each, Field):
            found += width(each)
        else:
            found += [frozenset({byte}) for byte in bytes.fromhex(each)]
    return tuple(found)


def hex_line(text: str) -> str:
    """A line of hex bytes as the language writes it: "ff0 1{relay}" is wrong, "FF 01 {relay}" right.

    Raises TableError where a literal is no whole bytes.
    """
    words: list[str] = []
    for each in parse(text):
        if isinstance(each, Field):
            words.append(_written(each))
            continue
        made = hex_words(each)
        if each.strip() and not made:
            raise TableError(f"{each.strip()!r} is no hex bytes; write FF 01")
        words += made.split()
    return " ".join(words)


def _written(field: Field) -> str:
    if field.kind == "any":
        return f"{{_:{field.said}}}"
    spelled = f":{field.spelled}" if field.spelled else ""
    return "{" + "+".join(field.names) + spelled + "}"


def bytes_of(values: Iterable[str]) -> Shape:
    """What the bytes of words of one width may be."""
    words = [bytes.fromhex(word) for word in values]
    return tuple(frozenset(column) for column in zip(*words, strict=True))


def _begun(shapes: Iterable[Shape]) -> Iterable[tuple[str, str]]:
    """Pairs of which the first may be the beginning of the second."""
    known = sorted(shapes, key=len)
    for number, one in enumerate(known):
        for other in known[number + 1 :]:
            if len(one) < len(other) and all(map(_meet, one, other)):
                yield _shown(one), _shown(other)


def _meet(one: frozenset[int] | None, other: frozenset[int] | None) -> bool:
    return one is None or other is None or bool(one & other)


def _shown(shape: Shape) -> str:
    return " ".join(f"{min(one):02X}" if one and len(one) == 1 else "??" for one in shape)


def _sorted(shapes: Iterable[Shape]) -> tuple[Shape, ...]:
    return tuple(sorted(shapes, key=_shown))
