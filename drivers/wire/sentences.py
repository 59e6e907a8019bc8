"""What a row needs of its lines, whatever kind of sentence they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from drivers.points import Place, Value
from drivers.wire.forms import Bound, Reading, Saying
from drivers.wire.sizes import Sizes
from drivers.wire.talk import Look, Row, When
from drivers.wire.template import Template


class Sentence(Protocol):
    """What a row needs of its sentence. A Line's are `Form`s; Json and Objects have their own.

    `keys` are the points it tells, `axes` the axes it spells, `names` all of its fields, `shared` the fields
    of its head that an answer must have in common with its request; `complete`: it tells its index by itself;
    `bare`: it says nothing of what it is about; `begins` and `ends` are its first and last literals.
    """

    keys: frozenset[str]
    axes: frozenset[str]
    names: frozenset[str]
    shared: tuple[str, ...]
    complete: bool
    bare: bool
    begins: str
    ends: str

    def read(self, frame: str, sizes: Sizes, bound: Bound = ...) -> Reading | None: ...
    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None: ...
    def order(self, wishes: Mapping[Place, Value], bound: Bound, sizes: Sizes) -> Saying | None: ...


@dataclass(frozen=True, eq=False)
class Spoken:
    """A bound line: the form we say, all forms we hear, and the session words under which it is said."""

    said: Sentence
    forms: tuple[Sentence, ...]
    when: When = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class BoundRow:
    """A row with its lines bound: what is said to the device, and what may come back."""

    row: Row
    says: Spoken | None
    replies: tuple[Spoken, ...] = ()
    echo: bool = False
    of: Template | None = None

    @property
    def said(self) -> Any:
        """The sentence we say."""
        assert self.says is not None  # noqa: S101
        return self.says.said
