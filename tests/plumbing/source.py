"""The project's own files, as the tests of this folder look at them; it works without git."""

import ast
import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("drivers", "controller", "scenes", "web", "simulators")
HERE = (*PRODUCT, "tests", "bench", "docs", ".ci")
# What others wrote or a build made: installed modules, the built page, caches.
NOT_OURS = {"node_modules", "static", "__pycache__", "dist", ".test", "mutants"}


def files(*endings: str, under: tuple[str, ...] = HERE, root: Path = ROOT) -> Iterator[Path]:
    """Our files with one of these endings (or all), below `under` and, for all folders, in the root."""
    for folder in under:
        for place, folders, names in os.walk(root / folder):
            folders[:] = [name for name in folders if name not in NOT_OURS]
            yield from (Path(place, name) for name in names if _ours(name, endings))
    if under == HERE:
        yield from (path for path in root.iterdir() if path.is_file() and _ours(path.name, endings))


def _ours(name: str, endings: tuple[str, ...]) -> bool:
    return name.endswith(endings) if endings else not name.startswith(".coverage")


def tree(path: Path) -> ast.Module:
    """A Python file, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def dotted(node: ast.expr) -> str:
    """`a.b.c` for that expression; a call counts as what it calls; anything else is a `?`."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            return f"{dotted(value)}.{attr}"
        case ast.Call(func=func):
            return dotted(func)
    return "?"


def called(module: ast.Module) -> Iterator[tuple[int, str, ast.Call]]:
    """Every call: its line, and its full name: after `from time import time`, `time()` is `time.time`."""
    names = dict(_imported(module))
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            first, dot, rest = dotted(node.func).partition(".")
            yield node.lineno, names.get(first, first) + dot + rest, node


def _imported(module: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(module):
        match node:
            case ast.Import(names=aliases):
                yield from ((alias.asname, alias.name) for alias in aliases if alias.asname)
            case ast.ImportFrom(module=str(source), names=aliases):
                yield from ((alias.asname or alias.name, f"{source}.{alias.name}") for alias in aliases)
