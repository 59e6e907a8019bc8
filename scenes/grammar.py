"""How a scene is written in a hall's file: the keys of each kind of step, and nothing beside them."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from drivers.rigfile.kinds import Duration, Identifier, Name, Part, Plain, RefText, odd, some_scalar
from scenes.choices import Chosen, Param


class StepPart(Part):
    """What every step may have."""

    vital: bool = Field(True, strict=True, description="false: the scene goes on when this fails")
    within: Duration | None = Field(None, gt=0, description="the time it has; else what is usual")
    retries: int = Field(0, strict=True, ge=0, le=5, description="how often it is tried again")
    on_fail: Literal["undo", "go_on", "ask"] | None = Field(
        None, description="stop and put back, go on (as vital: false says), or ask a person"
    )

    @model_validator(mode="after")
    def _one_word(self) -> Self:
        said = self.vital if "vital" in self.model_fields_set else None
        if (said is False and self.on_fail not in (None, "go_on")) or (said and self.on_fail == "go_on"):
            raise odd("care")
        return self

    @property
    def care(self) -> dict[str, Any]:
        """How much the step matters, as the model has it."""
        vital = self.vital if self.on_fail is None else self.on_fail != "go_on"
        return {"vital": vital, "within": self.within, "retries": self.retries, "ask": self.on_fail == "ask"}


def _given(said: Any) -> Any:
    if not isinstance(said, Mapping):
        return some_scalar(said)
    by = {str(choice): some_scalar(value) for choice, value in said.items() if choice != "param"}
    if not isinstance(said.get("param"), str):
        raise odd("chosen")
    return Chosen(said["param"], by)


Given = Annotated[
    Any,
    BeforeValidator(_given),
    WithJsonSchema(
        {
            "oneOf": [
                {"type": ["boolean", "number", "string", "null"]},
                {"type": "object", "required": ["param"], "properties": {"param": {"type": "string"}}},
            ]
        }
    ),
]
"""A value, or one that depends on what is chosen: `{param: language, zh: 1, en: 2}`."""


class SetPart(StepPart):
    """`{set: main-projector/power, to: "on", within: 90s}`."""

    set: RefText
    to: Given


class WaitPart(StepPart):
    """`{wait: main-projector/power, to: "on", within: 30s}`."""

    wait: RefText
    to: Given


class InvokePart(StepPart):
    """`{invoke: matrix/recall, args: {preset: 1}}`; the action may stand by itself: `action: recall`."""

    invoke: str = Field(max_length=100)
    action: str | None = Field(None, max_length=64)
    args: dict[str, Given] = Field(default_factory=dict)

    @property
    def deed(self) -> tuple[str, str]:
        """The device and the action; an empty action where none is written."""
        device, _, action = self.invoke.partition("/")
        return device, self.action or action


class TogetherPart(StepPart):
    """`{together: [...]}`."""

    together: list[Any] = Field(min_length=1)


class InTurnPart(StepPart):
    """`{in_turn: [...]}`."""

    in_turn: list[Any] = Field(min_length=1)


class CallPart(StepPart):
    """`{scene: house-lights, args: {level: 30}}`: what another scene does."""

    scene: Identifier
    args: dict[str, Given] = Field(default_factory=dict)


class ShowPart(StepPart):
    """`{show: Lectern, on: main-projector}`: the ties on the way, and the input at its end."""

    show: Given
    on: Given
    carries: Literal["video", "audio", "all"] = "video"


class ParamPart(Part):
    """One entry of `params:`: choices by id with their names, or a range of numbers."""

    name: Name
    values: dict[str, Name] = Field(default_factory=dict)
    range: tuple[float, float] | None = None
    unit: str = Field("", max_length=8)
    default: Plain

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if bool(self.values) == (self.range is not None):
            raise odd("param_kind")
        if not self.param("").allows(self.default):
            raise odd("param_default")
        return self

    def param(self, id: str) -> Param:
        """The parameter, as the model has it."""
        values = {each: {"zh": name.zh, "en": name.en} for each, name in self.values.items()}
        name = {"zh": self.name.zh, "en": self.name.en}
        return Param(id, name, self.default, values, self.range, self.unit)


PARTS: Mapping[str, type[StepPart]] = {
    "set": SetPart,
    "wait": WaitPart,
    "invoke": InvokePart,
    "together": TogetherPart,
    "in_turn": InTurnPart,
    "scene": CallPart,
    "show": ShowPart,
}


class ScenePart(Part):
    """One entry of `scenes:`."""

    name: Name
    about: Name | None = None
    icon: str | None = Field(None, max_length=32)
    holds: bool = Field(True, strict=True, description="false: nobody minds what changes afterwards")
    reasserts: bool = Field(False, strict=True, description="true: what is changed from outside is put back")
    params: dict[Identifier, ParamPart] = Field(default_factory=dict)
    steps: list[Any] = Field(min_length=1)
