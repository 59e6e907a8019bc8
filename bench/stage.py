"""What is measured, on its stage: the service (or the floor) alone on one core, the load on the other.

The service is the real one: `auditorium serve` on a hall's file that is made here, with a token for tablets.
"""

import asyncio
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.matrices import Matrices
from bench.tablets import Tablets
from bench.worker import Remote

SERVICE, LOAD = 0, 1
"""Cores."""
QUIET = 1.5
"""Seconds until whatever a start still has to do is done."""
_TICK = os.sysconf("SC_CLK_TCK")
_ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-m", "web", "serve"]


class Stage:
    """Matrices and tablets, and one service at a time. `name`: "floor" or "ours"."""

    def __init__(
        self, name: str, matrices: int, plain: bool = False, poll: str = "", scenes: str = "", each: str = ""
    ) -> None:
        self.name, self.count = name, matrices
        os.sched_setaffinity(0, {LOAD})
        self._folder = tempfile.TemporaryDirectory(prefix="bench-")
        self.matrices, self.tablets = Remote(Matrices, LOAD), Remote(Tablets, LOAD)
        self.ports: list[int] = self.matrices.listen(matrices, plain)
        self.port, self.process = 0, None
        self.tokens = [""]
        self._file = self._write(poll, scenes, each)

    process: subprocess.Popen[bytes] | None

    def __enter__(self) -> "Stage":
        if self.name == "ours":
            self.tokens = asyncio.run(_tokens(str(self.data)))
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self.matrices.end()
        self.tablets.end()
        self._folder.cleanup()

    @property
    def data(self) -> Path:
        """Where the record is."""
        return Path(self._folder.name, "data")

    # ------------------------------------------------------------ the service

    def start(self, verify: bool = False) -> float:
        """Start the process; the moment at which it was."""
        self.port = _free_port()
        moment = time.monotonic()
        with Path(self._folder.name, "log").open("ab") as log:
            self.process = subprocess.Popen(
                self._command(verify), preexec_fn=_alone, stdout=log, stderr=log, cwd=_ROOT
            )
        return moment

    def stop(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None

    def open(self, tablets: int = 1) -> float:
        """Open tablets; when the last had its snapshot."""
        moment: float = self.tablets.open(self.port, self.tokens, tablets)
        return moment

    def settle(self, patience: float = 90.0) -> None:
        """Wait until every device was asked once, and whatever belongs to a start is over."""
        end = time.monotonic() + patience
        while not (self.matrices.connected() == self.count and self._ready()):
            if time.monotonic() > end:
                raise TimeoutError(f"{self.name} did not get ready: {self.log()}")
            time.sleep(0.1)
        time.sleep(QUIET)

    def log(self) -> str:
        """What the service printed."""
        return Path(self._folder.name, "log").read_text(errors="replace")[-2000:]

    def cpu(self) -> float:
        """Core-seconds used so far, in user and kernel."""
        assert self.process is not None
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICK

    def memory(self) -> float:
        """Resident MiB."""
        assert self.process is not None
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024

    # ------------------------------------------------------------

    def _command(self, verify: bool) -> Sequence[str]:
        if self.name == "floor":
            devices = [f"m{number}:{port}" for number, port in enumerate(self.ports)]
            return [sys.executable, "-m", "bench.floor", str(self.port), str(int(verify)), *devices]
        return [*COMMAND, str(self._file), "--data", str(self.data), "--listen", f"127.0.0.1:{self.port}"]

    def _ready(self) -> bool:
        if self.name == "floor":
            return b"serving" in Path(self._folder.name, "log").read_bytes()
        try:
            with socket.create_connection(("127.0.0.1", self.port)) as sock:
                sock.sendall(b"GET /readyz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
                return b" 200 " in sock.recv(64)
        except OSError:
            return False

    def _write(self, poll: str, scenes: str, each: str) -> Path:
        lines = ["version: 1", "hall: {id: bench, name: Bench, timezone: UTC}", "devices:"]
        for number, port in enumerate(self.ports):
            more = (f", poll: {poll}" if poll else "") + (f", {each}" if each else "")
            lines.append(f"  m{number}: {{driver: extron_sis, address: tcp://127.0.0.1:{port}{more}}}")
        path = Path(self._folder.name, "hall.yaml")
        path.write_text("\n".join([*lines, scenes, ""]))
        return path


async def _tokens(data: str) -> list[str]:
    """Two accounts, for one may not hold fifty tablets."""
    from controller.clock import SystemClock
    from controller.record.journal import Journal
    from controller.record.people import People

    clock = SystemClock()
    journal = Journal(data, clock)
    await journal.open()
    await journal.ready()
    try:
        people = People(journal, clock)
        return [await people.add_token(name, "operator") for name in ("bench-1", "bench-2")]
    finally:
        await journal.close()


def _alone() -> None:
    os.sched_setaffinity(0, {SERVICE})
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return int(sock.getsockname()[1])
