"""What holds for every test: loopback only, slow suites on request, browser tests where a browser is.

`-m slow` runs the long harnesses; without it they are left out. Browser tests need Chromium: it is looked for
at `AUDITORIUM_CHROMIUM`, then on the PATH. Where there is none they are left out with one line at the end of
the report, except in CI, which must have one.
"""

import os
from collections.abc import Iterator

import pytest

from tests.browser_here import find_chromium
from tests.loopback import Guard
from tests.own_network import leave_for_own

GUARD = Guard()
LEFT_OUT = pytest.StashKey[int]()


def pytest_configure(config: pytest.Config) -> None:
    """Close the machine's network to this process; one of several has a network of its own where it may."""
    config.stash[LEFT_OUT] = 0
    if hasattr(config, "workerinput"):
        leave_for_own()
    GUARD.stand()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what was not asked for, and what cannot run here."""
    chosen = config.getoption("markexpr") or ""
    out = [] if "slow" in chosen else [item for item in items if item.get_closest_marker("slow")]
    unable = _without_a_browser(items)
    config.stash[LEFT_OUT] = len(unable)
    gone = {id(item) for item in (*out, *unable)}
    config.hook.pytest_deselected(items=[item for item in items if id(item) in gone])
    items[:] = [item for item in items if id(item) not in gone]


def _without_a_browser(items: list[pytest.Item]) -> list[pytest.Item]:
    wanting = [item for item in items if item.get_closest_marker("browser")]
    if not wanting or find_chromium():
        return []
    if os.environ.get("CI"):
        raise pytest.UsageError("CI runs the browser tests and has no Chromium: apt-get install chromium")
    return wanting


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say in one line that browser tests were left out."""
    if number := config.stash.get(LEFT_OUT, 0):
        terminalreporter.line(
            f"{number} browser tests left out: no Chromium; install it, or name it in AUDITORIUM_CHROMIUM",
            yellow=True,
        )


@pytest.fixture(autouse=True)
def loopback_only() -> Iterator[None]:
    """Fail a test that reached for the network, even where the code under test swallowed the refusal."""
    GUARD.seen.clear()
    yield
    if GUARD.seen:
        pytest.fail(f"reached beyond loopback: {', '.join(GUARD.seen)}")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser, for tests marked `browser`."""
    path = find_chromium()
    assert path, "a test that uses this fixture is marked `browser`"
    return path
