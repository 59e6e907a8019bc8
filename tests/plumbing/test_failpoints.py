"""The list of places where a test may kill the process is the code's own: every name in it is passed
somewhere, and every place that the code passes is in it.
"""

import ast
from collections.abc import Iterator

from controller.record.failpoints import POINTS
from tests.plumbing.source import PRODUCT, called, files
from tests.plumbing.source import tree as parsed

ENOUGH = 25


def passed() -> Iterator[str]:
    """The name in every call of `hit` in the product; a call that chooses between two has both."""
    for path in files(".py", under=PRODUCT):
        for line, full, node in called(parsed(path)):
            if full.endswith("failpoints.hit"):
                inside = ast.walk(node.args[0])
                names = [
                    str(one.value) for one in inside if isinstance(one, ast.Constant) and one.value != "next"
                ]
                assert names, f"{path}:{line}: the point is not named here"
                yield from names


def test_every_point_is_passed_in_the_code_and_every_one_that_is_passed_is_listed() -> None:
    assert set(passed()) == set(POINTS)
    assert len(POINTS) >= ENOUGH


def test_every_point_says_what_has_happened_and_what_has_not() -> None:
    for name, said in POINTS.items():
        assert name.count(".") == 1
        assert ";" in said, f"{name}: what has happened; what has not"
    assert len(set(POINTS.values())) == len(POINTS)
