"""Only controller/clock.py reads the time or waits; everything else on these floors is handed a clock."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plumbing.source import ROOT, called, files, tree

READS = {
    *("time.time", "time.time_ns", "time.monotonic", "time.monotonic_ns", "time.perf_counter", "time.sleep"),
    *("time.localtime", "time.gmtime", "datetime.datetime.now", "datetime.datetime.utcnow"),
    *("datetime.datetime.today", "datetime.date.today", "asyncio.sleep"),
    *("asyncio.get_running_loop.time", "asyncio.get_event_loop.time"),
    *("asyncio.get_running_loop.call_later", "asyncio.get_running_loop.call_at"),
    *("loop.time", "loop.call_later", "loop.call_at", "self._loop.time", "self._loop.call_later"),
}
FLOORS = ("controller", "scenes")
ALLOWED = {ROOT / "controller/clock.py"}


def readings(path: Path) -> Iterator[str]:
    """Where a file reads the time or waits; `asyncio.sleep(0)` only lets others run."""
    for line, name, call in called(tree(path)):
        if name in READS and not (name == "asyncio.sleep" and _is_zero(call.args)):
            yield f"{path.name}:{line}: {name}"


def _is_zero(args: list[object]) -> bool:  # the parsed arguments of a call
    return [getattr(arg, "value", None) for arg in args] == [0]


def test_nothing_but_the_clock_reads_the_time() -> None:
    watched = {*files(".py", under=FLOORS), ROOT / "drivers/link.py", ROOT / "drivers/patience.py"} - ALLOWED
    assert [found for path in sorted(watched) for found in readings(path)] == []


@pytest.mark.parametrize(
    "line",
    [
        "import time; time.time()",
        "import time as t; t.monotonic()",
        "from time import monotonic; monotonic()",
        "from time import monotonic as tick; tick()",
        "from datetime import UTC, datetime; datetime.now(UTC)",
        "import datetime as dt; dt.datetime.utcnow()",
        "from datetime import date; date.today()",
        "import asyncio\nasync def f(): await asyncio.sleep(1)",
        "from asyncio import sleep\nasync def f(): await sleep(0.1)",
        "import asyncio; asyncio.get_running_loop().time()",
        "import asyncio; asyncio.get_running_loop().call_later(1, print)",
        "def f(loop): loop.call_later(1, print)",
    ],
)
def test_every_way_to_read_it_is_seen(tmp_path: Path, line: str) -> None:
    (tmp_path / "planted.py").write_text(line)
    assert len(list(readings(tmp_path / "planted.py"))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "import asyncio\nasync def f(): await asyncio.sleep(0)",
        "def f(clock): clock.call_later(1, print)",
        "from datetime import datetime; datetime.fromisoformat('2026-01-01')",
        "class A:\n    def f(self): return self._clock.now()",
    ],
)
def test_what_is_lawful_is_let_be(tmp_path: Path, line: str) -> None:
    (tmp_path / "planted.py").write_text(line)
    assert list(readings(tmp_path / "planted.py")) == []
