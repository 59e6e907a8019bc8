"""The rules of tests/conftest.py, each seen to bite."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import GUARD

ROOT = Path(__file__).parents[2]
SUITE = """
import pytest, socket

def test_plain(): pass

@pytest.mark.slow
def test_long(): pass

@pytest.mark.browser
def test_page(): pass

@pytest.mark.browser
def test_other_page(): pass
"""
REACHES_OUT = """
import contextlib, socket

def test_swallows_the_refusal():
    with contextlib.suppress(OSError), socket.socket() as sock:
        sock.connect(("192.0.2.1", 80))
"""


def run(folder: Path, text: str, *args: str, **environment: str) -> tuple[int, str]:
    """Run `text` as a suite of its own under our rules; the exit code and what it printed."""
    (folder / "test_suite.py").write_text(text)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.conftest",
        "-c",
        "pyproject.toml",
        "--rootdir",
        folder,
    ]
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", folder, *args],
        cwd=ROOT,
        env={"PATH": "", "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_without_a_browser_one_line_says_so(tmp_path: Path) -> None:
    code, said = run(tmp_path, SUITE, AUDITORIUM_CHROMIUM="no-such-browser")
    assert code == 0
    assert said.count("Chromium") == 1
    assert "2 browser tests left out" in said
    assert "1 passed, 3 deselected" in said


def test_in_ci_a_missing_browser_is_a_failure(tmp_path: Path) -> None:
    code, said = run(tmp_path, SUITE, AUDITORIUM_CHROMIUM="no-such-browser", CI="true")
    assert code == pytest.ExitCode.USAGE_ERROR
    assert "apt-get install chromium" in said


def test_with_a_browser_its_tests_run(tmp_path: Path) -> None:
    assert "3 passed, 1 deselected" in run(tmp_path, SUITE, AUDITORIUM_CHROMIUM=sys.executable)[1]


def test_slow_suites_run_on_request(tmp_path: Path) -> None:
    assert "1 passed, 3 deselected" in run(tmp_path, SUITE, "-m", "slow")[1]


def test_who_reaches_beyond_loopback_fails_even_if_the_refusal_is_swallowed(tmp_path: Path) -> None:
    code, said = run(tmp_path, REACHES_OUT)
    assert code == pytest.ExitCode.TESTS_FAILED
    assert "reached beyond loopback: 192.0.2.1" in said


def test_every_door_is_watched_and_loopback_is_open() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as sock:
        sock.sendto(b"hello", ("127.0.0.1", 9))
        with pytest.raises(OSError, match="loopback only"):
            sock.sendto(b"hello", ("192.0.2.7", 9))
        with pytest.raises(OSError, match="loopback only"):
            sock.sendmsg([b"hello"], [], 0, ("192.0.2.8", 9))
    with pytest.raises(OSError, match="loopback only"):
        socket.create_connection(("192.0.2.9", 9))
    with pytest.raises(OSError, match="loopback only"):
        socket.getaddrinfo("example.org", 80)
    with pytest.raises(OSError, match="loopback only"):
        socket.getaddrinfo("nowhere.invalid", 80)
    assert socket.getaddrinfo("localhost", 80)
    assert GUARD.seen == ["192.0.2.7", "192.0.2.8", "192.0.2.9", "example.org"]
    GUARD.seen.clear()
