"""What is not kept when memory is full of lines that the disk does not take.

Orders and scene steps come by the hundred; past the bound they are counted instead of kept, and one line
stands for a run of them, so that the numbers of the journal still have no unexplained gap. Everything else
is kept at any length.
"""

from collections.abc import Iterator

from controller.record import failpoints
from controller.record.items import Outcome, Said
from controller.record.lines import SKIPPED, Appended, NotKept

_BULK = ("order.", "scene.")


class Overflow:
    """Decides line by line; `limit` is how many lines may wait."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._first: Said | None = None
        self._last: Said | None = None

    def admit(self, said: Said, backlog: int) -> Iterator[Said]:
        """What is to be put before the writer now that `said` came and so many lines wait."""
        if backlog > self._limit and said.line.kind.startswith(_BULK):
            self._skip(said)
            return
        yield from self.flush()
        yield said

    def flush(self) -> Iterator[Said]:
        """The line that stands for those skipped until now, if there are any."""
        if self._first is None or self._last is None:
            return
        first, last = self._first.line, self._last.line
        failpoints.hit("journal.skipped")
        count = last.seq - first.seq + 1
        self._first = self._last = None
        future = last.committed.get_loop().create_future()
        data = {"count": count, "from": first.seq}
        yield Said(Appended(last.seq, last.at, SKIPPED, "journal", "system", data, future), None)

    def _skip(self, said: Said) -> None:
        self._first = self._first or said
        self._last = said
        Outcome(said, error=NotKept("memory is full while the disk is in trouble")).settle()
