"""How single values are spelled on the wire; every spelling reads what it writes.

`read` raises ValueError for a text it does not know, and returns None where the device says that it has no
value ("--", -1). `write` raises ValueError for a value that cannot be said. `pattern` is a regular expression
of linear cost; ".*" means any text. Digits are bounded. `samples` are values to try and to begin a simulator
with.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, runtime_checkable

from drivers.points import Value

ANY = ".*"


@runtime_checkable
class Spelling(Protocol):
    """One value and its text, both ways."""

    @property
    def pattern(self) -> str: ...
    def read(self, text: str) -> Value: ...
    def write(self, value: Value) -> str: ...
    def samples(self) -> tuple[Value, ...]: ...


def alternatives(words: tuple[str, ...]) -> str:
    """A pattern of these words, the longest first, so that none hides another."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def even(words: Iterable[str]) -> int | None:
    """The width of all of these words, or None where it differs."""
    widths = {len(word) for word in words}
    return widths.pop() if len(widths) == 1 else None


def plain(text: str) -> str:
    """`text`, or ValueError where it holds a control character, which could end a line early."""
    if any(ord(char) < 32 or ord(char) == 127 for char in text):
        raise ValueError("a control character cannot be said")
    return text


def number(value: Value) -> int | float:
    """`value` where it is a number; ValueError for anything else, bools included."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{value!r} is no number")
    return value


def between(value: float, low: float | None, high: float | None) -> None:
    """ValueError where `value` is outside of the bounds that are given (nan always is)."""
    if not ((low is None or value >= low) and (high is None or value <= high) and abs(value) < 1e300):
        raise ValueError(f"{value} is out of range")


@dataclass(frozen=True)
class Words:
    """A fixed vocabulary, as the manual's table prints it: {"0": OFF, "1": ON}.

    A value is said by its first word; `heard` are more words understood. `other` is the value of any unlisted
    text. `lossy`: the word says too little to be believed (PJLink's UDP "0" is off or cooling): the place is
    read anew.
    """

    table: Mapping[str, Value]
    heard: Mapping[str, Value] = field(default_factory=dict)
    lossy: bool = False
    other: Value = None

    @cached_property
    def pattern(self) -> str:
        return ANY if self.other is not None else alternatives((*self.table, *self.heard))

    @cached_property
    def size(self) -> int | None:
        """The width of every word, where it is the same."""
        return None if self.other is not None else even((*self.table, *self.heard))

    @cached_property
    def _read(self) -> dict[str, Value]:
        exact = {**self.heard, **self.table}
        return {**{word.casefold(): value for word, value in exact.items()}, **exact}

    @cached_property
    def _write(self) -> dict[tuple[bool, Value], str]:
        return {(isinstance(value, bool), value): word for word, value in reversed([*self.table.items()])}

    def read(self, text: str) -> Value:
        try:
            return self._read[text]
        except KeyError:
            pass
        folded = text.casefold()
        if folded in self._read:
            return self._read[folded]
        if self.other is None:
            raise ValueError(f"{text!r} is not in the table")
        return self.other

    def write(self, value: Value) -> str:
        try:
            return self._write[isinstance(value, bool), value]
        except (KeyError, TypeError):
            raise ValueError(f"{value!r} has no word") from None

    def samples(self) -> tuple[Value, ...]:
        return tuple(value for value in self.table.values() if value is not None)


@dataclass(frozen=True)
class Whole:
    """A whole number, said zero-padded to `width`, heard at any; `first` is what the wire calls our 1.

    `prefix` stands before it ("I4"); one of the letters of `after` may be heard behind it ("3A" is output 3).
    """

    width: int = 1
    first: int = 1
    low: int | None = None
    high: int | None = None
    absent: tuple[str, ...] = ()
    prefix: str = ""
    after: str = ""

    @cached_property
    def pattern(self) -> str:
        digits = (
            re.escape(self.prefix)
            + "[-+]?[0-9]{1,18}"
            + (f"[{re.escape(self.after)}]?" if self.after else "")
        )
        return f"{alternatives(self.absent)}|{digits}" if self.absent else digits

    def read(self, text: str) -> int | None:
        if text in self.absent:
            return None
        if not text.isascii() or len(text) > 20 + len(self.prefix) or "_" in text:
            raise ValueError(text)
        if self.after and text[-1:] in self.after:
            text = text[:-1]
        value = int(text.removeprefix(self.prefix)) + 1 - self.first
        between(value, self.low, self.high)
        return value

    def write(self, value: Value) -> str:
        if value is None and self.absent:
            return self.absent[0]
        whole = number(value)
        if whole != int(whole):
            raise ValueError(f"{value!r} is not whole")
        between(whole, self.low, self.high)
        return f"{self.prefix}{int(whole) - 1 + self.first:0{self.width}d}"

    def samples(self) -> tuple[Value, ...]:
        low = 1 if self.low is None else self.low
        high = low + 1 if self.high is None else self.high
        return (low, high) if low != high else (low,)


@dataclass(frozen=True)
class Real:
    """A decimal number: wire = (value - offset) / scale, said with `places` decimals.

    `low` and `high` bound the value; with `clamp`, what is heard beyond them is the bound itself. `zero` is
    the word for `low` itself ("-inf", "-32768").
    """

    places: int = 2
    scale: float = 1.0
    offset: float = 0.0
    low: float | None = None
    high: float | None = None
    absent: tuple[str, ...] = ()
    zero: str | None = None
    width: int = 1
    clamp: bool = False

    @cached_property
    def pattern(self) -> str:
        words = self.absent + ((self.zero,) if self.zero is not None else ())
        digits = "[-+]?[0-9]{1,18}(?:[.][0-9]{1,18})?"
        return f"{alternatives(words)}|{digits}" if words else digits

    def read(self, text: str) -> float | None:
        if text in self.absent:
            return None
        if text == self.zero and self.low is not None:
            return self.low
        if not text.isascii() or len(text) > 40 or "_" in text:
            raise ValueError(text)
        value = round(float(text) * self.scale + self.offset, 9)
        if self.clamp and self.low is not None and self.high is not None:
            value = min(max(value, self.low), self.high)
        between(value, self.low, self.high)
        return value

    def write(self, value: Value) -> str:
        if value is None and self.absent:
            return self.absent[0]
        real = number(value)
        between(real, self.low, self.high)
        if self.zero is not None and real == self.low:
            return self.zero
        return f"{(real - self.offset) / self.scale:0{self.width}.{self.places}f}"

    def samples(self) -> tuple[Value, ...]:
        low = (0.0 if self.high is None else self.high - 10) if self.low is None else self.low
        high = low + 10 if self.high is None else self.high
        return (self._near((low + high) / 2), low, high)

    def _near(self, value: float) -> float:
        """The nearest value that the wire can say."""
        return round(round((value - self.offset) / self.scale, self.places) * self.scale + self.offset, 9)


@dataclass(frozen=True)
class Text:
    """Free text, at most `longest` characters; never a control character.

    `pad`: said with blanks to this width, heard without them. `quote`: stands between quotes, with backslash
    escapes. `escape`: characters and how they are spelled ({"(": r"\\("}).
    """

    longest: int | None = None
    pad: int = 0
    quote: str = ""
    escape: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def pattern(self) -> str:
        quote = re.escape(self.quote)
        return rf"{quote}(?:[^\\{quote}]|\\.)*{quote}" if quote else ANY

    @cached_property
    def _escapes(self) -> Mapping[str, str]:
        return {**self.escape, "\\": "\\\\", self.quote: "\\" + self.quote} if self.quote else self.escape

    @cached_property
    def _unescape(self) -> "re.Pattern[str]":
        return re.compile(alternatives(tuple(self._escapes.values())))

    def read(self, text: str) -> str:
        if self.quote:
            text = text[len(self.quote) : -len(self.quote)]
        if self._escapes:
            meant = {spelled: char for char, spelled in self._escapes.items()}
            text = self._unescape.sub(lambda match: meant[match[0]], text)
        text = text.rstrip(" ") if self.pad else text
        if self.longest is not None and len(text) > self.longest:
            raise ValueError("longer than it can be")
        return text

    def write(self, value: Value) -> str:
        text = plain(str(value)) if isinstance(value, str | int | float) else None
        if text is None or (self.longest is not None and len(text) > self.longest):
            raise ValueError(f"{value!r} is not a text of at most {self.longest} characters")
        spelled = "".join(self._escapes.get(char, char) for char in text)
        return f"{self.quote}{spelled.ljust(self.pad)}{self.quote}"

    def samples(self) -> tuple[Value, ...]:
        return ("Hall 1"[: self.longest], "B"[: self.longest])


@dataclass(frozen=True)
class Secret(Text):
    """A text that the trace does not show."""

    secret = True


ONE_ZERO = Words({"1": True, "0": False})
ZERO_ONE = Words({"0": True, "1": False})
