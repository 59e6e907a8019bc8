"""Which sentences a frame could be: found by its first characters, else by its last, never by trying all."""

from collections.abc import Iterable
from itertools import chain

from drivers.wire.sentences import Sentence

Rank = tuple[int, Sentence]


class Dispatch:
    """Sentences keyed by the literal they begin with, else by the one they end with; the rest are always
    tried.
    """

    def __init__(self, sentences: Iterable[Sentence], fold: bool = False) -> None:
        self.fold = fold
        self._heads: dict[str, list[Rank]] = {}
        self._tails: dict[str, list[Rank]] = {}
        self._rest: list[Rank] = []
        for rank in enumerate(dict.fromkeys(sentences)):
            self._add(rank)
        self._head_sizes = sorted({len(key) for key in self._heads}, reverse=True)
        self._tail_sizes = sorted({len(key) for key in self._tails}, reverse=True)

    def _add(self, rank: Rank) -> None:
        sentence = rank[1]
        if sentence.begins:
            self._heads.setdefault(self._key(sentence.begins), []).append(rank)
        elif sentence.ends:
            self._tails.setdefault(self._key(sentence.ends), []).append(rank)
        else:
            self._rest.append(rank)

    def _key(self, text: str) -> str:
        return text.upper() if self.fold else text

    def find(self, frame: str) -> list[Sentence]:
        """The sentences that `frame` could be, in the order they were given."""
        key = self._key(frame)
        found = list(self._rest)
        for size in self._head_sizes:
            found += self._heads.get(key[:size], ())
        for size in self._tail_sizes:
            found += self._tails.get(key[-size:], ())
        if len(found) > 1:
            found.sort(key=lambda rank: rank[0])
        return [sentence for _, sentence in found]

    def near(self, frame: str) -> list[Sentence]:
        """The sentences that begin and end like `frame`, though it may be none of them."""
        key = self._key(frame)
        heads = (self._heads.get(key[:size], ()) for size in self._head_sizes)
        tails = (self._tails.get(key[-size:], ()) for size in self._tail_sizes)
        for ranks in chain(heads, tails):
            if found := [sentence for _, sentence in ranks if key.endswith(self._key(sentence.ends))]:
                return found
        return []
