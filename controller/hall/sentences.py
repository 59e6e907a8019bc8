"""A sentence for people as the core says it: a message id and parameters; the words are in the catalogue.

The core never holds text in a language. `web.words` turns a `Sentence` into {"zh", "en"}; a parameter may be
a name in both languages ({"zh", "en"}), another `Sentence` (a value's word), or a plain number or word.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Self


class Sentence(str):
    """The id of a message (`guard.hot_outlet`), with the parameters its text needs."""

    __slots__ = ("params",)
    params: Mapping[str, object]

    def __new__(cls, id: str, **params: object) -> Self:
        self = super().__new__(cls, id)
        self.params = MappingProxyType(params)
        return self

    @property
    def id(self) -> str:
        """The key in the catalogue."""
        return str(self)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Sentence):
            return str(self) == str(other) and dict(self.params) == dict(other.params)
        return str(self) == other

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return str.__hash__(self)

    def __repr__(self) -> str:
        return f"Sentence({str(self)!r}, {', '.join(f'{k}={v!r}' for k, v in self.params.items())})"


def spoken_value(key: str, value: object) -> object:
    """The word for a point's value, as people know it (power warming: 预热中); a number is itself."""
    if isinstance(value, bool) or value is None:
        return Sentence(f"value.{key}.{str(value).lower()}")
    return Sentence(f"value.{key}.{value}") if isinstance(value, str) else value


def spoken_part(id: str) -> Sentence:
    """The word for a part of a device (fan: 风扇); its number where it has no name."""
    if id in ("", "other"):
        return Sentence("part.some")
    return Sentence("part.number", n=id) if id.isdecimal() else Sentence(f"part.{id}")


def numbered(seconds: float) -> int:
    """Seconds as a person counts them: whole, rounded up."""
    return -int(-seconds // 1)


def exactly(seconds: float) -> int | float:
    """Seconds as somebody wrote them: 0.8, and 5 without a point."""
    return int(seconds) if seconds == int(seconds) else round(seconds, 2)
