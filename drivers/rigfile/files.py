"""The files of one hall: the main one, `conf.d/*.yaml` and `scenes/*.yaml` beside it, and the environment."""

from collections.abc import Iterator, Mapping
from pathlib import Path as File
from typing import Any

from drivers.rigfile import environment
from drivers.rigfile.compose import compose
from drivers.rigfile.document import Document
from drivers.rigfile.problems import Path, Problem, RigFileError, Spot


def gather(path: File, environ: Mapping[str, str]) -> Document:
    """All files of the hall at `path` as one document; every position names the file it came from.

    A file in `conf.d` adds to the sections of the main one, a file in `scenes` is one scene named like the
    file. Raises RigFileError.
    """
    whole = _Whole(_one(path, environ))
    for extra in sorted((path.parent / "conf.d").glob("*.yaml")):
        whole.add(_one(extra, environ))
    for extra in sorted((path.parent / "scenes").glob("*.yaml")):
        whole.put(("scenes", extra.stem), _one(extra, environ, sections=False))
    for name, where, value in environment.settings(environ):
        whole.override(where, value, Spot(f"${name}", 1, 1))
    return whole.document()


def _one(path: File, environ: Mapping[str, str], sections: bool = True) -> Document:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RigFileError([_unread(path, "no_file", reason=error.strerror or "?")]) from None
    except UnicodeDecodeError:
        raise RigFileError([_unread(path, "not_utf8")]) from None
    document = compose(text, str(path), lambda said: environment.fill(said, environ))
    if not isinstance(document.value, dict):
        raise RigFileError([document.problem(code="not_a_mapping")])
    return document


def _unread(path: File, code: str, **params: object) -> Problem:
    return Problem(Spot(str(path), 1, 1), (), code, params)


class _Whole:
    """The document as it grows, one file after the other."""

    def __init__(self, main: Document) -> None:
        self.main, self.value = main, main.value
        self.keys, self.values = dict(main.keys), dict(main.values)
        self.problems: list[Problem] = []

    def add(self, part: Document) -> None:
        for section, content in part.value.items():
            match self.value.get(section), content:
                case dict() as here, dict() as more:
                    for name in more:
                        self.put((section, name), part.under(section, name))
                case list() as here, list() as more:
                    start = len(here)
                    for number in range(len(more)):
                        self.put((section, start + number), part.under(section, number))
                case _:
                    self.put((section,), part.under(section))

    def put(self, path: Path, part: Document) -> None:
        """Hang `part` in at `path`, positions and all."""
        holder = self.holder(path)
        if isinstance(holder, dict) and path[-1] in holder:
            self.problems.append(Problem(part.key_spot(), path, "duplicate", {"name": path[-1]}))
            return
        if isinstance(holder, list):
            holder.append(part.value)
        else:
            holder[path[-1]] = part.value
        for mine, theirs in ((self.keys, part.keys), (self.values, part.values)):
            mine.update(_moved(theirs, part.base, path))

    def override(self, path: Path, value: Any, spot: Spot) -> None:
        """Set one value from the environment; it can name a setting, never an item of a list."""
        holder = self.holder(path)
        if not isinstance(holder, dict):
            self.problems.append(Problem(spot, path, "no_override"))
            return
        holder[path[-1]] = value
        self.keys[path] = self.values[path] = spot

    def holder(self, path: Path) -> Any:
        """What stands around `path`; sections that are not there yet are made."""
        inside = self.value
        for step in path[:-1]:
            if not isinstance(inside, dict):
                return None
            if not isinstance(inside.get(step), dict | list):
                inside[step] = {}
            inside = inside[step]
        return inside

    def document(self) -> Document:
        if self.problems:
            raise RigFileError(self.problems)
        return Document(self.main.file, self.value, self.keys, self.values)


def _moved(spots: Mapping[Path, Spot], base: Path, to: Path) -> Iterator[tuple[Path, Spot]]:
    return ((to + path[len(base) :], spot) for path, spot in spots.items() if path[: len(base)] == base)
