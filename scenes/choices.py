"""What may be chosen when a scene is run: which language, how loud; and values that depend on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from controller.hall.sentences import Sentence
from drivers.points import Value
from drivers.rigfile.near import nearest

Names = Mapping[str, str]
Args = Mapping[str, Value]


@dataclass(frozen=True)
class Param:
    """One thing to choose. `values` are the choices with their names, or it is a number within `range`.

    `default` is what a run takes that says nothing; names are {"zh", "en"}.
    """

    id: str
    name: Names
    default: Value
    values: Mapping[str, Names] = field(default_factory=dict)
    range: tuple[float, float] | None = None
    unit: str = ""

    def allows(self, value: Value) -> bool:
        """Whether this may be chosen."""
        if self.range is None:
            return isinstance(value, str) and value in self.values
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return number and self.range[0] <= value <= self.range[1]  # type: ignore[operator]

    def trouble(self, value: Value) -> tuple[str, dict[str, Any]] | None:
        """Why a file may not choose this: a message id, and its parameters."""
        if self.allows(value):
            return None
        if self.range is not None:
            low, high = (f"{one:g}" for one in self.range)
            return "out_of_choice", {"param": self.id, "name": value, "low": low, "high": high}
        guess = nearest(str(value), self.values)
        return "unknown_choice", {"param": self.id, "name": value, "guess": guess}

    def shown(self) -> dict[str, Any]:
        """The parameter as the API shows it."""
        values = [{"id": id, "name": dict(name)} for id, name in self.values.items()]
        bounds = None if self.range is None else [*self.range]
        said = {"id": self.id, "name": dict(self.name), "values": values, "range": bounds}
        return said | {"default": self.default, "unit": self.unit}


@dataclass(frozen=True)
class Chosen:
    """A value that depends on what was chosen: the choice itself, or what stands `by` it."""

    param: str
    by: Mapping[str, Value] = field(default_factory=dict)

    def value(self, args: Args) -> Value:
        """The value; KeyError where nothing of that name is to be chosen, or nothing stands by the choice."""
        choice = args[self.param]
        return self.by[str(choice)] if self.by else choice


class BadChoice(ValueError):
    """Something was chosen that cannot be; `why` is a sentence."""

    def __init__(self, why: Sentence) -> None:
        """Keep the sentence."""
        super().__init__(why.id)
        self.why = why


def complete(params: Mapping[str, Param], args: Args) -> dict[str, Value]:
    """What was chosen, and the default of all else. Raises BadChoice."""
    for id, value in args.items():
        if id not in params:
            raise BadChoice(Sentence("scene.nothing_to_choose", name=id))
        if not params[id].allows(value):
            raise BadChoice(Sentence("scene.no_such_choice", name=dict(params[id].name), value=str(value)))
    return {id: args.get(id, param.default) for id, param in params.items()}
