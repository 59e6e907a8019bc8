"""How Tesira spells tags, numbers and tokens, and what an option like `Level1 1` becomes.

Source: Biamp Tesira Text Protocol, command syntax.
"""

from dataclasses import dataclass

from drivers.mixers.own_controls import placed
from drivers.points import Place, Value


@dataclass(frozen=True)
class Control:
    """One attribute of a block: the point it is, the block's tag, the attribute, its indices, our token."""

    point: str
    tag: str
    attribute: str
    index: str
    token: str

    @property
    def place(self) -> Place:
        """Where its value belongs."""
        return placed(self.point)

    @property
    def key(self) -> str:
        """Its point, without the place."""
        return self.place.key

    def line(self, verb: str) -> str:
        """What is said to it: `Level1 get level 1`."""
        return f"{quoted(self.tag)} {verb} {self.attribute} {self.index}"


def quoted(tag: str) -> str:
    """A tag with spaces stands in quotes."""
    return f'"{tag}"' if " " in tag else tag


def split(said: object, indices: int) -> tuple[str, str]:
    """A tag and its indices out of `Main Mixer 1 2`. ValueError, in both languages, where it is none."""
    words = str(said).rsplit(maxsplit=indices) if isinstance(said, str) else []
    if len(words) != indices + 1 or not all(word.isdigit() and 0 < int(word) < 1000 for word in words[1:]):
        raise ValueError(f"a tag and {indices} number(s): Level1 1|要写标签和 {indices} 个序号：Level1 1")
    if not words[0].isprintable() or '"' in words[0]:
        raise ValueError("a tag has no quotes|标签不能含引号")
    return words[0], " ".join(words[1:])


@dataclass(frozen=True)
class Token:
    """The word a pushed value carries: a device says whatever its client chose, we know our own."""

    own: str

    pattern = '[^" ]{1,64}'

    def read(self, text: str) -> str:
        """Our own; ValueError for a word that is somebody else's."""
        if text != self.own:
            raise ValueError(text)
        return text

    def write(self, value: Value) -> str:
        """The word that was chosen."""
        return value if isinstance(value, str) else self.own

    def samples(self) -> tuple[Value, ...]:
        """Our own."""
        return (self.own,)


@dataclass(frozen=True)
class Chosen(Token):
    """The same, as a client subscribes with it."""

    def write(self, value: Value) -> str:
        """What was chosen; ValueError where nothing was."""
        if not isinstance(value, str):
            raise ValueError("no token was chosen")
        return value

    def read(self, text: str) -> str:
        """Any word."""
        return text
