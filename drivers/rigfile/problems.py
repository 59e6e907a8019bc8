"""What is wrong with a hall's file, and exactly where: one problem is one line a person can act on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from drivers.rigfile.messages import sentence

Path = tuple[str | int, ...]


class Spot(NamedTuple):
    """A place in a file; lines and columns count from 1, as editors show them."""

    file: str
    line: int
    col: int


@dataclass(frozen=True)
class Problem:
    """One thing wrong: where it stands, what it is (a message id) and the words the sentence needs."""

    spot: Spot
    path: Path
    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, lang: str) -> str:
        """What is wrong and what to write instead, in `zh` or `en`."""
        return sentence(self.code, self.params, lang)

    def line(self, lang: str) -> str:
        """`file:line:col: path: message`, the form editors and scripts know how to follow."""
        where = ".".join(map(str, self.path))
        return ": ".join(filter(None, (":".join(map(str, self.spot)), where, self.sentence(lang))))


class RigFileError(Exception):
    """The file cannot be used; carries every problem found, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems sorted by file and position, each said once."""
        unique = {(problem.spot, problem.path, problem.code): problem for problem in problems}
        self.problems = tuple(sorted(unique.values(), key=lambda problem: (problem.spot, problem.code)))
        super().__init__("\n".join(problem.line("en") for problem in self.problems))
