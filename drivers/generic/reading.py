"""The options of a generic device, read key by key; mistakes are kept, with its place, in two languages."""

import re
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from drivers.points import Value
from drivers.wire.options import OptionError, Path

SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
TIME = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?)\s*(ms|s|m|h)?")
NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")


class Part:
    """A mapping of the options; what was found wrong so far is shared by all parts."""

    def __init__(self, value: Any, path: Path, wrong: list[OptionError], known: Collection[str] = ()) -> None:
        """`known` are the keys it may have; none named, any."""
        self.path, self.wrong = path, wrong
        self.value: Mapping[Any, Any] = value if isinstance(value, Mapping) else {}
        if not isinstance(value, Mapping):
            self.complain((), "names and values are wanted here", "此处应为 名称: 值")
        for key in self.value if known else ():
            if key not in known:
                self.complain((key,), *_unknown(str(key), known))

    def complain(self, path: Path, en: str, zh: str) -> None:
        """Keep what is wrong at `path` below this part."""
        self.wrong.append(OptionError((*self.path, *path), en, zh))

    def part(self, key: str, known: Collection[str] = ()) -> "Part":
        """The mapping at `key`; an empty one where there is none."""
        found = self.value.get(key)
        return Part({} if found is None else found, (*self.path, key), self.wrong, known)

    def names(self) -> Iterator[tuple[str, Any]]:
        """What is defined here, by name; names that are none are complained of."""
        for key, value in self.value.items():
            if isinstance(key, str) and NAME.fullmatch(key):
                yield key, value
            else:
                self.complain(
                    (key,),
                    f"{key} is no name: small letters, digits and _",
                    f"{key} 不能作名称：只用小写字母、数字、_",
                )

    def list(self, key: str) -> list[Any]:
        """The list at `key`; one thing alone is a list of one."""
        found = self.value.get(key)
        return [] if found is None else found if isinstance(found, list) else [found]

    def text(self, key: str, otherwise: str = "") -> str:
        """A text; a plain number counts as one."""
        found = self.value.get(key)
        if found is None:
            return otherwise
        if isinstance(found, str) or type(found) in (int, float):
            return str(found)
        self.complain((key,), f"{key} is a text", f"{key} 应为文字")
        return otherwise

    def flag(self, key: str) -> bool:
        """True or false; false where it is not given."""
        found = self.value.get(key, False)
        if not isinstance(found, bool):
            self.complain((key,), f"{key} is true or false", f"{key} 应为 true 或 false")
        return found is True

    def whole(self, key: str, low: int, high: int) -> int | None:
        """A whole number within bounds, where it is given."""
        found = self.value.get(key)
        if found is None or (type(found) is int and low <= found <= high):
            return found
        self.complain(
            (key,), f"{key} is a whole number from {low} to {high}", f"{key} 应为 {low} 到 {high} 的整数"
        )
        return None

    def number(self, key: str) -> float | None:
        """A number, where it is given."""
        found = self.value.get(key)
        if found is None or type(found) in (int, float):
            return found
        self.complain((key,), f"{key} is a number", f"{key} 应为数字")
        return None

    def seconds(self, key: str, otherwise: float = 0.0) -> float:
        """A time: 2s, 200ms, 1m, or seconds as a number."""
        found = self.value.get(key)
        if found is None:
            return otherwise
        time = None if isinstance(found, bool) else TIME.fullmatch(str(found))
        if time is not None:
            return float(time[1]) * SECONDS[time[2] or "s"]
        self.complain((key,), f"{key} is a time such as 2s or 200ms", f"{key} 应为时间，例如 2s 或 200ms")
        return otherwise

    def choice(self, key: str, words: Collection[str], otherwise: str) -> str:
        """One of these words."""
        found = self.value.get(key, otherwise)
        if found in words:
            return str(found)
        said = ", ".join(words)
        self.complain((key,), f"{key} is one of {said}", f"{key} 应为 {said} 之一")
        return otherwise


def plain(value: Any) -> bool:
    """Whether it is a value a point can have."""
    return isinstance(value, bool | int | float) or (isinstance(value, str) and value != "")


def meant(key: Any) -> Value:
    """A key of a mapping as the value it stands for: `true` is no word here."""
    return {"true": True, "false": False}.get(key, key) if isinstance(key, str) else key


def hex_words(text: str) -> str:
    """Bytes written FF01, FF 01 or 0xFF 0x01 as the language has them, FF 01; "" for a text that is none."""
    words = text.replace("0x", " ").replace("0X", " ")
    try:
        return bytes.fromhex(words if len(words.strip()) != 1 else f"0{words.strip()}").hex(" ").upper()
    except ValueError:
        return ""


def nearest(word: str, known: Collection[str]) -> str:
    """The one that was probably meant, or nothing."""
    return next(iter(get_close_matches(word, known, 1)), "")


def _unknown(key: str, known: Collection[str]) -> tuple[str, str]:
    if near := nearest(key, known):
        return f"there is no {key} here; did you mean {near}?", f"此处没有 {key}；是否想写 {near}？"
    said = ", ".join(known)
    return f"there is no {key} here; there are {said}", f"此处没有 {key}；可用的有 {said}"
