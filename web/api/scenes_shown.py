"""Scenes, runs and versions as the API takes and shows them."""

import json
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from drivers.rigfile.kinds import IDENTIFIER
from scenes.trying import Choice
from web.api.points import Scalar
from web.routing import Bilingual, Model, Shown

Id = Annotated[str, Field(pattern=f"^{IDENTIFIER}$")]
Ref = Annotated[str, Field(min_length=3, max_length=200)]


class HandShown(Shown):
    """Who did a step by hand, and when he said so."""

    by: str
    at: str


class StepShown(Shown):
    """A step: a wish (set), a deed (invoke), a wait, or a group; `path` says where in the tree it stands.

    `hand`: a person's word stands for it (state `by_hand`), and nothing proves it.
    """

    path: str
    kind: str
    ref: str | None = None
    device: str | None = None
    action: str | None = None
    to: Scalar | None = None
    state: str | None = None
    reason: Bilingual | None = None
    hand: HandShown | None = None


class ParamShown(Shown):
    """Something to choose: one of `values`, or a number within `range`."""

    id: str
    name: Bilingual
    values: list[dict[str, Any]]
    range: list[float] | None
    default: Scalar
    unit: str


class LastRun(Shown):
    """When it last ran, and how that ended."""

    run: str
    state: str
    at: str


class SceneShown(Shown):
    """A scene. `holds`: the hall stands in it now."""

    id: str
    name: Bilingual
    about: Bilingual | None
    icon: str | None
    params: list[ParamShown]
    risk: str
    steps: list[StepShown]
    usual_s: float | None
    version: str
    last: LastRun | None
    holds: bool


class Scenes(Shown):
    """All of them, in the order of the hall's file."""

    scenes: list[SceneShown]


class AtWork(Shown):
    """Somebody who has just now ordered something at a device that the scene would move."""

    device: str
    who: str


class PreviewShown(Shown):
    """What a run would do now; each step has `now`, `then`, `already`, `blocked`, `seconds`."""

    scene: str
    version: str
    steps: list[StepShown]
    blocked: bool
    seconds: float
    people: list[AtWork]


class PutBack(Shown):
    """A value that was restored, or not."""

    ref: str
    value: Scalar | None
    state: str
    reason: Bilingual | None


class Asked(Shown):
    """A failed step about which a person is to decide."""

    path: str
    reason: Bilingual | None


class RunShown(Shown):
    """A run, step by step. `args` is what was chosen, `asks` are the steps that wait for a decision,
    `by_hand` those that a person may now say to have done by hand (`answer` with the choice `by_hand`).

    `resumed`: when it went on after it was interrupted.
    """

    id: str
    scene: str
    by: str
    via: str
    state: str
    at: str
    ended: str | None
    resumed: str | None
    reason: Bilingual | None
    expected_s: float | None
    steps: list[StepShown]
    put_back: list[PutBack]
    args: dict[str, Scalar]
    asks: list[Asked]
    by_hand: list[str]
    can_undo: bool
    can_resume: bool
    undo_lists: list[str]


class Runs(Shown):
    """The latest runs, by id."""

    runs: dict[str, RunShown]


Args = Annotated[dict[str, Scalar], Field(max_length=32)]


class HowToRun(Model):
    """`replace`: stop the scene that is running and begin this one; `queue`: begin when it has ended; `args`:
    what was chosen.
    """

    replace: bool = False
    queue: bool = False
    args: Args = Field(default_factory=dict)


def _object(text: object) -> object:
    """What a text is in JSON; the text itself where it is none, to be refused like any other value."""
    try:
        return json.loads(text) if isinstance(text, str) else text
    except (ValueError, RecursionError):
        return text


class Choices(Model):
    """What was chosen, as a JSON object in the query: `?args={"language":"en"}`."""

    args: Annotated[Args, BeforeValidator(_object), WithJsonSchema({"type": "string"})] = Field(
        default_factory=dict
    )


class Decision(Model):
    """What follows on a failed step: another try, go on without it, put back what was done, or that a person
    has done it by hand.
    """

    path: str = Field(pattern=r"^\d{1,4}(\.\d{1,4}){0,16}$")
    choice: Choice


class Names(Model):
    """A name in both languages."""

    zh: str = Field(min_length=1, max_length=200)
    en: str = Field(min_length=1, max_length=200)


class Lesson(Model):
    """The points whose values make the scene. `save`: write it beside the hall's file, too."""

    id: Id
    name: Names
    refs: list[Ref] = Field(min_length=1, max_length=500)
    keep: bool = False
    save: bool = False


class ChangeShown(Shown):
    """A point in which the room differs from the scene as it was."""

    ref: str
    was: Scalar | None
    now: Scalar | None


class LearnedShown(Shown):
    """The scene as the room stands; `unknown` are points that nobody can vouch for, left out."""

    scene: SceneShown
    diff: list[ChangeShown]
    unknown: list[str]
    yaml: str


class VersionShown(Shown):
    """A version of a scene, from `at` on."""

    version: str
    at: str
    by: str
    current: bool


class Versions(Shown):
    """The versions of a scene, the newest first."""

    versions: list[VersionShown]


class DifferenceShown(Shown):
    """A version as a file says it, and what the present one says otherwise: by points, and line by line."""

    version: str
    yaml: str
    changes: list[ChangeShown]
    lines: list[str]


class Back(Model):
    """The version that a scene shall have again."""

    version: str = Field(min_length=12, max_length=12)
