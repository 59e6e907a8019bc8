"""Make a scene from the room as it stands, and show how it differs from the one there was."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path as File
from typing import Any

from controller.hall.hall import Hall
from drivers.points import Ref, Value, same
from scenes.model import Scene, Set, Step, Together, as_data, wished

PLAIN: dict[str, Any] = {"params": (), "choose": None, "written": ""}
"""What a scene made from the room has not: nothing is to be chosen in it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One point in which the room differs from the scene: None where the one or the other says nothing of
    it.
    """

    ref: Ref
    was: Value
    now: Value


@dataclass(frozen=True, slots=True)
class Learned:
    """A scene as the room stands. `unknown` are points that nobody can vouch for now: they are left out.

    `diff` is against the scene of the same name, if there is one.
    """

    scene: Scene
    diff: tuple[Change, ...]
    unknown: tuple[Ref, ...]

    @property
    def text(self) -> str:
        """The scene as a file of `scenes/`, ready to be read by people."""
        return text_of(written(self.scene))

    def save(self, folder: File) -> File:
        """Write it beside the hall's file, whole or not at all. Raises OSError."""
        folder.mkdir(parents=True, exist_ok=True)
        path, draft = folder / f"{self.scene.id}.yaml", folder / f".{self.scene.id}.yaml.new"
        draft.write_text(self.text, encoding="utf-8")
        draft.replace(path)
        return path


def learn(
    hall: Hall, id: str, name: Mapping[str, str], refs: Iterable[Ref], before: Scene | None = None
) -> Learned:
    """The scene `id`: every one of `refs` as it is now, all at once.

    What only passes (warming) is taken as what was wished. KeyError for a point that is none, ValueError for
    one that cannot be set.
    """
    steps: list[Step] = []
    unknown: list[Ref] = []
    for ref in dict.fromkeys(refs):
        value = _standing(hall, ref)
        if value is None:
            unknown.append(ref)
        else:
            steps.append(Set(ref, value))
    tree: tuple[Step, ...] = (Together(tuple(steps)),) if steps else ()
    scene = replace(before, name=name, steps=tree, **PLAIN) if before else Scene(id, name, tree)
    scene = replace(scene, said=written(scene))
    return Learned(scene, tuple(differences(before, scene)), tuple(unknown))


def _standing(hall: Hall, ref: Ref) -> Value:
    point = hall.point(ref)
    if not point.settable:
        raise ValueError(f"{ref} can be read but not set")
    now = hall.state.get(ref)
    if now.quality not in ("live", "assumed"):
        return None
    value = now.desired if now.reported in point.passing else now.reported
    if not point.allows(value):
        return None
    return str(value) if isinstance(value, str) else value  # a plain word, whatever enumeration it is from


def differences(before: Scene | None, scene: Scene) -> Iterable[Change]:
    """The points that `scene` wishes otherwise than `before` did."""
    old = wished(before.steps) if before else {}
    new = wished(scene.steps)
    for ref in dict.fromkeys((*old, *new)):
        was, now = (wish[ref].value if ref in wish else None for wish in (old, new))
        if not same(was, now):
            yield Change(ref, was, now)


def text_of(said: Mapping[str, Any]) -> str:
    """What a file of `scenes/` says, ready to be read by people."""
    from ruamel.yaml import YAML

    out = io.StringIO()
    yaml = YAML()
    yaml.default_flow_style = None
    yaml.allow_unicode, yaml.width = True, 100
    yaml.dump(dict(said), out)
    return out.getvalue()


def written(scene: Scene) -> dict[str, Any]:
    """A scene as a hall's file says it."""
    said: dict[str, Any] = {"name": dict(scene.name)}
    said |= {"about": dict(scene.about)} if scene.about else {}
    said |= {"icon": scene.icon} if scene.icon else {}
    said |= {} if scene.holds else {"holds": False}
    said |= {"reasserts": True} if scene.reasserts else {}
    return said | {"steps": [_spelled(as_data(step)) for step in scene.steps]}


def _spelled(data: dict[str, Any]) -> dict[str, Any]:
    """Seconds as a hall's file writes them."""
    for key in ("together", "in_turn"):
        if key in data:
            data = data | {key: [_spelled(one) for one in data[key]]}
    return data | {"within": f"{data['within']:g}s"} if "within" in data else data
