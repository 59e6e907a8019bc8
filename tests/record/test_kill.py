"""Killed at any moment, the record keeps every line that it acknowledged, once, and its chain is whole.

The child appends as fast as its disk; the parent reads what it acknowledges and kills it after a random
number of bytes, or the child ends itself at a named point. Killing does not cut the power: that the disk
was asked in time is seen by `strace`, where it is installed.
"""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.record.checker import broken_promises

ROUNDS = 60
CHILD = [sys.executable, "-m", "tests.record.child"]
ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def killed_after(folder: Path, size: int, **env: str) -> bytes:
    """What a child had acknowledged when it was killed: `size` bytes, and what was still in the pipe."""
    child = subprocess.Popen([*CHILD, str(folder)], stdout=subprocess.PIPE, env=environment(**env), bufsize=0)
    assert child.stdout is not None
    told = b""
    while len(told) < size and (piece := child.stdout.read(size - len(told))):
        told += piece
    child.send_signal(signal.SIGKILL)
    told += child.stdout.read()
    child.stdout.close()
    assert child.wait() == -signal.SIGKILL
    return told


def acknowledged(told: bytes) -> Mapping[int, str]:
    """Whole lines only: half a line was never said."""
    whole = told.decode().split("\n")[:-1]
    return {int(seq): subject for seq, _, subject in (line.partition(" ") for line in whole)}


def test_nothing_acknowledged_is_lost_or_doubled_in_sixty_kills(tmp_path: Path) -> None:
    dice = random.Random()
    known: dict[int, str] = {}
    for _ in range(ROUNDS):
        known |= acknowledged(killed_after(tmp_path, dice.randrange(1, 6000)))
        assert broken_promises(tmp_path / "auditorium.db", known, known) == []
    assert len(known) > ROUNDS * 10


def test_the_harness_catches_an_acknowledgement_before_the_commit(tmp_path: Path) -> None:
    dice = random.Random(1)
    found: list[str] = []
    for _ in range(ROUNDS):
        size = dice.randrange(1, 6000)
        known = acknowledged(killed_after(tmp_path, size, AUDITORIUM_PLANT="ack_before_commit"))
        found += broken_promises(tmp_path / "auditorium.db", known, known)
        if found:
            break
    assert any("was acknowledged and is lost" in one for one in found)


@pytest.mark.parametrize("point", ["journal.before_commit", "journal.after_commit"])
@pytest.mark.parametrize("count", [1, 2, 17])
def test_nothing_is_lost_or_doubled_at_the_named_points(tmp_path: Path, point: str, count: int) -> None:
    known: dict[int, str] = {}
    for _ in range(3):
        env = environment(AUDITORIUM_FAILPOINT=f"{point}:{count}")
        child = subprocess.run([*CHILD, str(tmp_path)], stdout=subprocess.PIPE, env=env)
        assert child.returncode == 9
        known |= acknowledged(child.stdout)
        assert broken_promises(tmp_path / "auditorium.db", known, known) == []


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
@pytest.mark.parametrize("plant", ["", "ack_before_commit"])
def test_r3_the_disk_is_asked_before_the_outside_hears(tmp_path: Path, plant: str) -> None:
    """One line at a time: written to the log, synced, and only then acknowledged, in the order of system
    calls.
    """
    log = tmp_path / "calls"
    strace = ["strace", "-f", "-y", "-o", str(log), "-e", "trace=pwrite64,fdatasync,write"]
    env = environment(AUDITORIUM_FAILPOINT="journal.after_commit:200", AUDITORIUM_PLANT=plant)
    subprocess.run([*strace, *CHILD, str(tmp_path), "lockstep"], stdout=subprocess.PIPE, env=env)
    total, early = unsynced(log.read_text(errors="replace"))
    assert total >= 190
    assert (early == 0) == (plant == "")


def unsynced(calls: str) -> tuple[int, int]:
    """How many acknowledgements there were, and how many came before the sync of what they acknowledge."""
    total = early = 0
    synced = False
    for call in calls.splitlines():
        if re.search(r"pwrite64\(\d+<[^>]*-wal>", call):
            synced = False
        elif re.search(r"fdatasync.*= 0$", call):
            synced = True
        elif re.search(r'write\(1<[^>]*>, "\d+ fader', call):
            total, early = total + 1, early + (not synced)
            synced = False
    return total, early
