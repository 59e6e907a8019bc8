"""Every version that a scene ever had: noted in the journal when it is first seen, shown against another, and
brought back.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from controller.hall.rig import Journal as Writes
from controller.record.failpoints import hit
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


class Versions:
    """The versions of all scenes of a hall, oldest first."""

    def __init__(self, journal: Writes) -> None:
        self._journal = journal
        self._known: dict[str, list[Version]] = {}

    def recall(self, lines: Iterable[Line]) -> None:
        """What the journal says (`VERSION` lines)."""
        for line in lines:
            self._keep(line.subject, Version(line.data["version"], line.at, line.actor, line.data["said"]))

    def note(self, scenes: Iterable[Scene], at: datetime, by: str = "system") -> None:
        """These are the scenes now: what is new among them is a version from now on."""
        for scene in scenes:
            known = self._known.get(scene.id, [])
            if scene.said is not None and (not known or known[-1].version != scene.version):
                data = {"version": scene.version, "said": dict(scene.said)}
                self._journal.append(VERSION, scene.id, data, by)
                hit("scene.version")
                self._keep(scene.id, Version(scene.version, at, by, scene.said))

    def of(self, scene: str) -> Iterator[Version]:
        """The versions of a scene, the newest first."""
        return reversed(self._known.get(scene, []))

    def find(self, scene: str, version: str) -> Version:
        """One of them. Raises NoSuchVersion."""
        for one in self.of(scene):
            if one.version == version:
                return one
        raise NoSuchVersion(version)

    def _keep(self, scene: str, version: Version) -> None:
        known = self._known.setdefault(scene, [])
        known.append(version)
        del known[:-KEPT]


def difference(old: Scene, new: Scene) -> Difference:
    """What `new` says otherwise than `old`."""
    was, now = (text_of(one.said or {}).splitlines() for one in (old, new))
    lines = difflib.unified_diff(was, now, old.version, new.version, lineterm="")
    return Difference(tuple(differences(old, new)), tuple(lines))
