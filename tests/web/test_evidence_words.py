"""Whatever proves a fault is shown in words: each key has a name in both languages, or stays inside."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "web" / "ui" / "src" / "views" / "fault.ts"
RULES = sorted((ROOT / "controller" / "hall").glob("*.py"))


def keys(source: str) -> Iterator[str]:
    """The keys of every dict that is called evidence, or added to one."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Assign(targets=[ast.Name(id="evidence")], value=value):
                yield from _of(value)
            case ast.AugAssign(target=ast.Name(id="evidence"), value=value):
                yield from _of(value)
            case ast.AnnAssign(target=ast.Name(id="evidence"), value=ast.expr() as value):
                yield from _of(value)
            case _:
                pass


def _of(value: ast.expr) -> Iterator[str]:
    for node in ast.walk(value):
        if isinstance(node, ast.Dict):
            yield from (str(key.value) for key in node.keys if isinstance(key, ast.Constant))


def inside() -> set[str]:
    """What the page leaves out."""
    found = re.search(r"INSIDE = new Set\(\[(.*?)\]\)", PAGE.read_text(encoding="utf-8"))
    assert found
    return set(re.findall(r'"(\w+)"', found[1]))


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_every_piece_of_evidence_has_its_words(lang: str) -> None:
    words = json.loads((ROOT / "web" / "locale" / f"{lang}.json").read_text(encoding="utf-8"))
    told = {key for path in RULES for key in keys(path.read_text(encoding="utf-8"))} - inside()
    assert {"wanted", "why", "devices", "above"} <= told
    assert (
        sorted(key for key in told if f"ui.evidence.{key}" not in words and f"point.{key}" not in words) == []
    )


def test_a_new_piece_would_be_seen() -> None:
    """The ear of the test above."""
    assert list(keys("evidence = {'a': 1}\nevidence |= {'b': 2} if x else {}")) == ["a", "b"]
