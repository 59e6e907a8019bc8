"""Every version that a scene ever had: noted in the journal when it is first seen, shown against another, and
brought back.

A version that was brought back, or learned and kept, is in force over what the hall's file says, also after a
restart, until the file itself says something else.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from controller.hall.rig import Appended
from controller.hall.rig import Journal as Writes
from controller.record.failpoints import hit
from scenes.canonical import canonical
from scenes.learn import Change, differences, text_of
from scenes.model import Scene
from scenes.record import Line

VERSION = "scene.version"
KEPT = 100
"""Versions of one scene that are remembered; older ones stay in the journal."""


class NoSuchVersion(LookupError):
    """The scene never had it, or too long ago."""


@dataclass(frozen=True)
class Version:
    """How a scene was written from `at` on; `said` is what its file said, `by` who changed it."""

    version: str
    at: datetime
    by: str
    said: Mapping[str, Any]

    @property
    def text(self) -> str:
        """The scene as a file of `scenes/` says it."""
        return text_of(self.said)


@dataclass(frozen=True)
class Difference:
    """What one version says otherwise than another: point by point, and line by line."""

    changes: tuple[Change, ...]
    lines: tuple[str, ...]


class Kept(NamedTuple):
    """What is in force while the hall's file is at version `over` (None: it does not know the scene)."""

    over: str | None
    said: Mapping[str, Any]


class Versions:
    """The versions of all scenes of a hall, oldest first."""

    def __init__(self, journal: Writes) -> None:
        self._journal = journal
        self._known: dict[str, list[Version]] = {}
        self._kept: dict[str, Kept] = {}

    def recall(self, lines: Iterable[Line]) -> None:
        """What the journal says (`VERSION` lines)."""
        for line in lines:
            said = canonical(line.data["said"])
            self._add(line.subject, Version(line.data["version"], line.at, line.actor, said))
            if "over" in line.data:
                self._kept[line.subject] = Kept(line.data["over"], said)
            else:
                self._kept.pop(line.subject, None)

    def note(self, scenes: Iterable[Scene], at: datetime, by: str = "system") -> None:
        """These are the scenes now: what is new among them is a version from now on."""
        for scene in scenes:
            known = self._known.get(scene.id, [])
            if scene.said is not None and (not known or known[-1].version != scene.version):
                said = canonical(scene.said)
                data = {"version": scene.version, "said": said}
                self._journal.append(VERSION, scene.id, data, by)
                hit("scene.version")
                self._add(scene.id, Version(scene.version, at, by, said))
                self._kept.pop(scene.id, None)

    def keep(self, scene: Scene, over: str | None, at: datetime, by: str) -> Appended:
        """From now on this one is in force, while the hall's file is at version `over`."""
        said = canonical(scene.said or {})
        line = self._journal.append(
            VERSION, scene.id, {"version": scene.version, "said": said, "over": over}, by
        )
        self._add(scene.id, Version(scene.version, at, by, said))
        self._kept[scene.id] = Kept(over, said)
        return line

    def in_force(self, filed: Mapping[str, Scene]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The scenes that are not as the hall's file says, and what they say instead."""
        for id, kept in self._kept.items():
            if kept.over == (filed[id].version if id in filed else None):
                yield id, kept.said

    def of(self, scene: str) -> Iterator[Version]:
        """The versions of a scene, the newest first."""
        return reversed(self._known.get(scene, []))

    def find(self, scene: str, version: str) -> Version:
        """One of them. Raises NoSuchVersion."""
        for one in self.of(scene):
            if one.version == version:
                return one
        raise NoSuchVersion(version)

    def _add(self, scene: str, version: Version) -> None:
        known = self._known.setdefault(scene, [])
        known.append(version)
        del known[:-KEPT]


def difference(old: Scene, new: Scene) -> Difference:
    """What `new` says otherwise than `old`."""
    was, now = (text_of(canonical(one.said or {})).splitlines() for one in (old, new))
    lines = difflib.unified_diff(was, now, old.version, new.version, lineterm="")
    return Difference(tuple(differences(old, new)), tuple(lines))
