"""How the values of a generic device are written: words, numbers, texts, or bytes."""

from collections.abc import Iterable, Iterator
from typing import Any

from drivers.generic.reading import Part, hex_words, meant, plain
from drivers.points import Value
from drivers.wire.options import Path
from drivers.wire.spelling import Real, Spelling, Text, Whole, Words
from drivers.wire.spelling_more import Hex

KEYS = ("values", "range", "digits", "decimals", "scale", "offset", "first", "bytes", "little", "text")
WIDEST = 4
"""So many bytes a number in hex has at most."""


def spelling(part: Part, hexed: bool) -> Spelling | None:
    """As the keys of this part say; None where they say nothing of it."""
    given = part.value.get("values")
    if isinstance(given, dict):
        return words(part, given, hexed)
    if "bytes" in part.value or hexed:
        return _bytes(part, hexed)
    if isinstance(given, list):
        return None
    if "text" in part.value:
        return Text(longest=part.whole("text", 1, 1000))
    return _number(part)


def listed(part: Part) -> tuple[Value, ...] | None:
    """The values it may have, where they are listed."""
    given = part.value.get("values")
    if given is None:
        return None
    if not isinstance(given, dict | list) or not given:
        part.complain(("values",), "values is a list, or value: text", "values 应为列表，或 值: 写法")
        return None
    values = [meant(value) for value in given]
    for number, value in enumerate(values):
        if not plain(value) or value in values[:number]:
            where: Path = ("values", str(value)) if isinstance(given, dict) else ("values", number)
            part.complain(where, f"{value} is no value, or stands there twice", f"{value} 不是值，或重复了")
    return tuple(value for value in dict.fromkeys(map(_hashable, values)) if plain(value))


def bounds(part: Part) -> tuple[float, float] | None:
    """The range, where one is given."""
    given = part.value.get("range")
    if given is None:
        return None
    if isinstance(given, list) and len(given) == 2 and all(type(one) in (int, float) for one in given):
        low, high = given
        if low < high:
            return (low, high)
    part.complain(("range",), "range is [lowest, highest]", "range 应写成 [最小, 最大]")
    return None


def words(part: Part, given: dict[Any, Any], hexed: bool) -> Words:
    """`{up: UP, down: [DOWN, "DN"]}`: a value and its text; of several the first is said, all are heard."""
    table: dict[str, Value] = {}
    heard: dict[str, Value] = {}
    for key, texts in given.items():
        said, *more = [*_texts(part, key, texts, hexed), ""]
        for text, kept in ((said, table), *((one, heard) for one in more if one)):
            if text in table or text in heard:
                part.complain(
                    ("values", key), f"{text} already means something else", f"{text} 已表示另一个值"
                )
            kept[text] = meant(key)
    if hexed and "" not in table and len({len(text) for text in (*table, *heard)}) > 1:
        part.complain(("values",), "all values need equally many bytes", "各值的字节数应相同")
    return Words(table, heard)


def _texts(part: Part, key: Any, texts: Any, hexed: bool) -> Iterator[str]:
    for each in texts if isinstance(texts, list) and texts else [texts]:
        number = isinstance(each, int | float) and not isinstance(each, bool)
        text = each if isinstance(each, str) else str(each) if number and not hexed else ""
        if hexed:
            text = hex_words(text)
        if text:
            yield text
        else:
            kind, kind_zh = (
                ('hex bytes in quotes, "0A"', '带引号的十六进制字节，如 "0A"')
                if hexed
                else ("text in quotes", "带引号的文字")
            )
            part.complain(("values", key), f"{key} needs its {kind}", f"{key} 需要{kind_zh}")


def _bytes(part: Part, hexed: bool) -> Spelling | None:
    size = part.whole("bytes", 1, WIDEST)
    if not hexed:
        part.complain(
            ("bytes",), "bytes is for frames: hex; write digits", "bytes 只用于 frames: hex；请写 digits"
        )
        return None
    if size is None:
        if "bytes" not in part.value:
            part.complain((), "give its values in hex, or bytes: 1", "请写出各值的十六进制，或写 bytes: 1")
        return None
    return Hex(size, part.flag("little"), part.number("scale") or 1)


def _number(part: Part) -> Spelling | None:
    """A number with these digits; None where nothing is said of them and its range is enough."""
    if not any(key in part.value for key in ("digits", "decimals", "scale", "offset", "first")):
        return None
    low, high = bounds(part) or (None, None)
    width = part.whole("digits", 1, 18) or 1
    places, scale, offset = part.whole("decimals", 0, 9), part.number("scale"), part.number("offset")
    if places is None and scale is None and offset is None:
        first = part.whole("first", 0, 1000)
        return Whole(width, 1 if first is None else first, _whole(low), _whole(high))
    return Real(places or 0, scale or 1.0, offset or 0.0, low, high, width=width)


def _whole(bound: float | None) -> int | None:
    return None if bound is None else int(bound)


def _hashable(value: Any) -> Any:
    return value if plain(value) else None


def places(part: Part, key: str, hexed: bool) -> tuple[tuple[int | str, ...], Spelling | None]:
    """The places of an axis, and how they are written: `8`, `[left, right]`, or `{count: 8, digits: 2}`."""
    given = part.value.get(key)
    if type(given) is int and 0 < given <= 1024:
        return _counted(given), _hex_numbers(given, 1, 1) if hexed else None
    if isinstance(given, list) and given and all(isinstance(one, str) and one for one in given):
        if hexed:
            part.complain((key,), "write the bytes of each: {left: 01}", "请写出每一个的字节：{left: 01}")
        return tuple(given), None
    if not isinstance(given, dict):
        part.complain((key,), f"{key} is a number, or a list of names", f"{key} 应为数量或名称列表")
        return (1,), None
    return _described(Part(given, (*part.path, key), part.wrong), hexed)


def _described(part: Part, hexed: bool) -> tuple[tuple[int | str, ...], Spelling | None]:
    if "count" not in part.value:
        table = words(Part({"values": part.value}, part.path, part.wrong), dict(part.value), hexed)
        return tuple(_place(key) for key in part.value), table
    own = Part(part.value, part.path, part.wrong, ("count", "digits", "first", "bytes"))
    count, first = own.whole("count", 1, 1024) or 1, own.whole("first", 0, 1000)
    start = 1 if first is None else first
    if hexed:
        return _counted(count), _hex_numbers(count, start, own.whole("bytes", 1, WIDEST) or 1)
    return _counted(count), Whole(own.whole("digits", 1, 18) or 1, start)


def _place(key: Any) -> int | str:
    return key if type(key) is int else str(key)


def _counted(count: int) -> tuple[int | str, ...]:
    return tuple(range(1, count + 1))


def _hex_numbers(count: int, first: int, size: int) -> Words:
    numbers = range(first, first + count)
    return Words({_number_in_hex(n, size): place for place, n in enumerate(numbers, 1)})


def _number_in_hex(number: int, size: int) -> str:
    return (number % (1 << 8 * size)).to_bytes(size, "big").hex(" ").upper()


def texts_of(said: Any) -> Iterable[str]:
    """The texts a spelling may produce, where they are known."""
    return (*said.table, *said.heard) if isinstance(said, Words) else ()
