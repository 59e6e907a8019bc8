"""How a scene is written in a hall's file: the keys of each kind of step, and nothing beside them."""

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from drivers.rigfile.kinds import Duration, Name, Part, Plain, RefText, odd


class StepPart(Part):
    """What every step may have."""

    vital: bool = Field(True, strict=True, description="false: the scene goes on when this fails")
    within: Duration | None = Field(None, description="the time it has; else what is usual")
    retries: int = Field(0, strict=True, ge=0, le=5, description="how often it is tried again")
    on_fail: Literal["undo", "go_on", "ask"] | None = Field(
        None, description="stop and put back, go on (as vital: false says), or ask a person"
    )

    @model_validator(mode="after")
    def _one_word(self) -> Self:
        if not self.vital and self.on_fail not in (None, "go_on"):
            raise odd("care")
        return self

    @property
    def care(self) -> dict[str, Any]:
        """How much the step matters, as the model has it."""
        vital = self.vital if self.on_fail is None else self.on_fail != "go_on"
        return {"vital": vital, "within": self.within, "retries": self.retries, "ask": self.on_fail == "ask"}


class SetPart(StepPart):
    """`{set: main-projector/power, to: "on", within: 90s}`."""

    set: RefText
    to: Plain


class WaitPart(StepPart):
    """`{wait: main-projector/power, to: "on", within: 30s}`."""

    wait: RefText
    to: Plain


class InvokePart(StepPart):
    """`{invoke: matrix/recall, args: {preset: 1}}`; the action may stand by itself: `action: recall`."""

    invoke: str = Field(max_length=100)
    action: str | None = Field(None, max_length=64)
    args: dict[str, Plain] = Field(default_factory=dict)

    @property
    def deed(self) -> tuple[str, str]:
        """The device and the action; an empty action where none is written."""
        device, _, action = self.invoke.partition("/")
        return device, self.action or action


class TogetherPart(StepPart):
    """`{together: [...]}`."""

    together: list[Any]


class InTurnPart(StepPart):
    """`{in_turn: [...]}`."""

    in_turn: list[Any]


PARTS: Mapping[str, type[StepPart]] = {
    "set": SetPart,
    "wait": WaitPart,
    "invoke": InvokePart,
    "together": TogetherPart,
    "in_turn": InTurnPart,
}


class ScenePart(Part):
    """One entry of `scenes:`."""

    name: Name
    about: Name | None = None
    icon: str | None = Field(None, max_length=32)
    holds: bool = Field(True, strict=True, description="false: nobody minds what changes afterwards")
    steps: list[Any] = Field(min_length=1)
