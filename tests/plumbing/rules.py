"""The house rules that a program can check, one function each: a file in, what is wrong with it out."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.plumbing.source import called, tree

LONGEST_FILE, LONGEST_FUNCTION = 300, 45
MACHINE_PATH = re.compile(r"(?<![\w.<])(?:/(?:work|root|tmp|home|Users)/|[A-Z]:\\Users\\)")
REGISTRY = re.compile(r"pypi\.org|pythonhosted\.|registry\.npmjs|npmmirror\.")
PAUSES = ("time.sleep", "asyncio.sleep", "wait_for_timeout")


def too_long(path: Path) -> Iterator[str]:
    """A file of more than 300 lines holds more than one idea."""
    lines = len(path.read_text(encoding="utf-8").splitlines())
    if lines > LONGEST_FILE:
        yield f"{lines} lines"


def long_functions(path: Path) -> Iterator[str]:
    """A function of more than 45 lines wants to be several."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield f"{node.name} has {lines} lines"


def undocumented(path: Path) -> Iterator[str]:
    """Every module that holds anything says what it is for."""
    module = tree(path)
    if module.body and not ast.get_docstring(module):
        yield "no docstring"


def machine_paths(path: Path) -> Iterator[str]:
    """No file knows where it lies on somebody's machine, nor which registry that machine uses."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if MACHINE_PATH.search(line) or REGISTRY.search(line):
            yield f"line {number}: {line.strip()[:60]}"


def pauses(path: Path) -> Iterator[str]:
    """A test waits for what it waits for, never for a while; `asyncio.sleep(0)` only lets others run."""
    for line, name, call in called(tree(path)):
        nothing = [getattr(arg, "value", None) for arg in call.args] == [0]
        if name.endswith(PAUSES) and not (nothing and name == "asyncio.sleep"):
            yield f"line {line}: {name}"


def broad_excepts(path: Path) -> Iterator[str]:
    """`except Exception`, or broader, that does not raise again."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type) and not _raises_again(node):
            yield f"line {node.lineno}"


def _is_broad(caught: ast.expr | None) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(map(_is_broad, caught.elts))
    return caught is None or (isinstance(caught, ast.Name) and caught.id in {"Exception", "BaseException"})


def _raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None
