"""Which promises to the customer have a test that names them (acceptance check 7), and which have none yet.

A test names a promise in its own name (`test_req_41_...`, `test_req41_...`), or its docstring or that of its
module says REQ 41. `python -m tests.plumbing.requirements` prints the list; with `--missing` only what has no
test, and it then ends with 1 where one of those is a promise that this edition says it keeps.
"""

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"_req_?(\d{2})(?!\d)((?:_(?:and_|to_)?\d{2}(?!\d))*)")
SAID = re.compile(r"REQ[- ](\d{2})(?!\d)((?:(?:, | and |/| to )(?:REQ[- ])?\d{2}(?!\d))*)")
PAIR = re.compile(r"\d{2}")

PROMISES: Mapping[int, str] = {
    **{1: "acceptance record", 2: "software warranty", 3: "trial window", 4: "makers' warranty"},
    **{5: "cover at the ticket", 6: "dispositions", 7: "charges", 8: "entitlements", 9: "whole life"},
    **{10: "channels", 11: "automatic tickets", 12: "contact directory", 13: "call-back in ten minutes"},
    **{14: "questions", 15: "contact sheet", 16: "knowledge", 17: "the intake is watched"},
    **{20: "classes", 21: "at once", 22: "emergency team", 23: "on site in six hours"},
    **{24: "leaving after a test", 25: "72 hours and a plan", 26: "work-arounds", 27: "experts"},
    **{28: "outside office hours", 29: "repair plan", 30: "parts on the ticket", 31: "spare stock"},
    **{32: "restore as a class 4 ticket", 40: "remote help from a ticket", 41: "grants"},
    **{42: "the hall dials out", 43: "sessions on record", 44: "free of charge", 45: "refused consent"},
    **{46: "break-glass", 50: "the customer's report", 51: "answers and notes apart", 52: "search"},
    **{53: "hand-over", 54: "36 months kept", 55: "roles", 56: "health check", 57: "findings are cured"},
    **{58: "health report", 60: "contact plan", 61: "inspections", 62: "quality tracking"},
    **{63: "satisfaction call", 64: "indicators", 65: "complaints", 66: "nothing unrecorded"},
    **{70: "project phases", 71: "change requests", 72: "service points", 73: "training"},
    **{74: "release record", 75: "a hall's package", 80: "monthly report", 81: "availability"},
    **{82: "hand-over report", 83: "health report's form", 84: "remote report", 85: "satisfaction report"},
    **{86: "asset report", 87: "alarm report"},
}
"""All numbers, each in a few words."""

KEPT = frozenset(
    {10, 11, 12, 13, 14, 15, 16, 17, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30}
    | {50, 51, 52, 53, 54, 55, 63, 80, 81, 82, 85, 87}
)
"""What this edition says it keeps: each must have a test. The others are still to come."""


def named(folder: Path = ROOT / "tests") -> dict[int, list[str]]:
    """The tests of each promise, as `file::name`."""
    found: dict[int, list[str]] = {}
    for path in sorted(folder.rglob("test_*.py")):
        for number, name in _names(path):
            found.setdefault(number, []).append(f"{path.relative_to(folder.parent)}::{name}")
    return found


def _names(path: Path) -> Iterator[tuple[int, str]]:
    module = ast.parse(path.read_text(encoding="utf-8"))
    whole = set(_numbers(SAID, ast.get_docstring(module) or ""))
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            said = set(_numbers(SAID, ast.get_docstring(node) or ""))
            mine = set(_numbers(NAMED, node.name)) | said
            yield from ((number, node.name) for number in sorted(mine or whole))


def _numbers(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    for match in pattern.finditer(text):
        yield from map(int, PAIR.findall(match[0]))


def report(found: Mapping[int, list[str]], only_missing: bool = False) -> Iterator[str]:
    """A line for each promise."""
    for number, about in PROMISES.items():
        tests = found.get(number, [])
        if tests and only_missing:
            continue
        how = f"{len(tests)} tests, first {tests[0]}" if tests else "NO TEST"
        standing = "" if number in KEPT else "  (still to come)"
        yield f"REQ-{number:02} {about}: {how}{standing}"


if __name__ == "__main__":
    all_tests = named()
    print("\n".join(report(all_tests, "--missing" in sys.argv)))
    sys.exit(int(bool(KEPT - all_tests.keys())))
