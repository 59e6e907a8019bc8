"""One record, lived on by one life after the other, and everything that outlives them."""

from collections.abc import Sequence
from pathlib import Path

from tests.kill.lives.far import read
from tests.kill.lives.judge import wrong
from tests.kill.lives.outside import DIED, ENDED, Nursery, Outside


class World:
    """`live` a life; each is judged when it is over."""

    def __init__(self, folder: Path, nursery: Nursery, outside: Outside, plant: str = "") -> None:
        self._folder, self._nursery, self._outside, self._plant = folder, nursery, outside, plant
        self._lives = 0

    def dies_at(self, point: str, count: int = 1, parts: Sequence[str] = ()) -> list[str]:
        """A life that ends at a point, within these parts of the work; what is wrong then. That it never came
        there is wrong, too.
        """
        if (code := self._live(point=point, count=count, parts=parts)) != DIED:
            return [f"{point} was never reached ({code}):\n{self._words()}"]
        return wrong(self._folder, self._outside)

    def may_die_at(self, point: str, count: int) -> list[str]:
        """The same, where a life may do all its work without coming to that point so often."""
        if (code := self._live(point=point, count=count)) not in (DIED, ENDED):
            return [f"it failed at {point} {count} ({code}):\n{self._words()}"]
        return wrong(self._folder, self._outside)

    def is_killed(self, after: float) -> list[str]:
        """A life that is killed after so many seconds, unless its work is done before."""
        if (code := self._live(after=after)) not in (-9, ENDED):
            return [f"it failed ({code}):\n{self._words()}"]
        return wrong(self._folder, self._outside)

    def lives_on(self) -> list[str]:
        """A life that does all its work; what is wrong then."""
        if (code := self._live()) != ENDED:
            return [f"it did not live on ({code}):\n{self._words()}"]
        return wrong(self._folder, self._outside, done=True)

    def _live(self, **how: object) -> int:
        self._lives += 1
        self._nursery.begin(
            folder=str(self._folder),
            outside=self._outside.url,
            number=self._lives,
            plant=self._plant,
            **how,
        )
        return self._nursery.end()

    def passed(self) -> dict[str, int]:
        """How often the last life that ended by itself came to each point."""
        times: dict[str, int] = read(self._folder / "passed")[-1]["times"]
        return times

    def _words(self) -> str:
        return (self._folder / "words").read_text(encoding="utf-8")[-3000:]
