"""The repeated part of a line: how it is taken apart and put together."""

from collections.abc import Iterator
from dataclasses import dataclass

from drivers.points import Value
from drivers.wire.template import Template, Written
from drivers.wire.trouble import TableError

Fields = dict[str, Value]


@dataclass(frozen=True, eq=False)
class Repeat:
    """Items that follow one another, `sep` in between; `along` is the axis they are counted on, or none."""

    items: tuple[Template, ...]
    sep: str
    along: str
    pieces: int

    @classmethod
    def of(cls, items: tuple[Template, ...], sep: str, along: str, where: str) -> "Repeat":
        """Checked: all items take the same number of pieces; without `sep` their text tells them apart."""
        counts = (
            {sum(each.count(sep) for each in item.literals if each) + 1 for item in items} if sep else {1}
        )
        if len(counts) != 1:
            raise TableError(f"{where}: the items do not take the same number of pieces")
        return cls(items, sep, along, counts.pop())

    def texts(self, body: str) -> list[str] | None:
        """The text of each item, or None where `body` is not made of items."""
        if not self.sep:
            return self._scanned(body)
        if self.sep == "\n":
            texts = [text.strip("\r").lstrip(" \t") for text in body.split("\n")]
        else:
            texts = body.split() if self.sep.isspace() else body.split(self.sep)
        while texts and not texts[-1]:
            texts.pop()
        if self.pieces == 1:
            return texts
        whole = range(0, len(texts) - self.pieces + 1, self.pieces)
        return (
            [self.sep.join(texts[at : at + self.pieces]) for at in whole]
            if len(texts) % self.pieces == 0
            else None
        )

    def _scanned(self, body: str) -> list[str] | None:
        """Items without a separator: of fixed width, else whatever matches at each place."""
        width = self.items[0].size if len(self.items) == 1 else None
        if width:
            body = "".join(body.split())
            return [body[at : at + width] for at in range(0, len(body), width)]
        texts, at = [], 0
        while at < len(body):
            match = next((found for item in self.items if (found := item.regex.match(body, at))), None)
            if match is None or match.end() == at:
                return None
            texts.append(match[0])
            at = match.end()
        return texts

    def read(self, body: str) -> Iterator[Fields | None] | None:
        """The fields of each item in turn, None for one that is not understood."""
        texts = self.texts(body)
        return None if not texts else map(self._one, texts)

    def join(self, items: list[Written]) -> str:
        """The text of all items."""
        return self.sep.join(item.text for item in items)

    def _one(self, text: str) -> Fields | None:
        for item in self.items:
            if (fields := item.read(text)) is not None:
                return fields
        return None
