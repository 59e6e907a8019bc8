"""The two processes of a hall under test: its simulators and its service, each as a person would start them.

Both are ended with the story. What they print is kept, and shown when they end before their time.
"""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds a process has until it says that it is ready, on a machine that is busy with other things."""


class Child:
    """One process, in a group of its own; `said` is all it has printed."""

    def __init__(self, process: asyncio.subprocess.Process, stopped_by_stdin: bool) -> None:
        self._process, self._stdin = process, stopped_by_stdin
        self.said: list[str] = []
        self._read = asyncio.ensure_future(self._listen())
        self._news = asyncio.Condition()

    @classmethod
    async def start(cls, *words: str, env: Mapping[str, str], stdin: bool = False) -> "Child":
        """`python -m` these words, in this environment beside our own."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *words,
            cwd=ROOT,
            env={**os.environ, "LANG": "C.UTF-8", **env},
            stdin=asyncio.subprocess.PIPE if stdin else asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
        return cls(process, stdin)

    async def until(self, word: str) -> str:
        """The first line with `word` in it. Fails with what was said, where there is none."""
        async with asyncio.timeout(PATIENCE), self._news:
            while (found := next((line for line in self.said if word in line), None)) is None:
                assert not self._read.done(), f"it ended:\n{self.text}"
                await self._news.wait()
        return found

    async def _listen(self) -> None:
        assert self._process.stdout
        async for line in self._process.stdout:
            await self._heard(line.decode("utf-8", "replace").rstrip("\n"))
        await self._heard("(ended)")

    async def _heard(self, line: str) -> None:
        async with self._news:
            self.said.append(line)
            self._news.notify_all()

    @property
    def text(self) -> str:
        """All it has printed."""
        return "\n".join(self.said)

    @property
    def code(self) -> int | None:
        """How it ended; None while it runs."""
        return self._process.returncode

    async def stop(self) -> int:
        """Ask it to end, and wait; killed if it does not. Answers its exit code."""
        if self._process.returncode is None:
            if self._stdin and self._process.stdin:
                self._process.stdin.close()
            self.signal(signal.SIGTERM)
        try:
            return await asyncio.wait_for(self._over(), 20)
        except TimeoutError:
            return await self.kill()

    def signal(self, number: int) -> None:
        """Send it a signal, if it still runs."""
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(number)

    async def kill(self) -> int:
        """End it as a power cut would."""
        self.signal(signal.SIGKILL)
        return await self._over()

    async def _over(self) -> int:
        code = await self._process.wait()
        await self._read
        return code


def free_port(kind: int = socket.SOCK_STREAM, host: str = "127.0.0.1", pair: bool = False) -> int:
    """A port that is free now; with `pair` so is the one after it."""
    while True:
        with socket.socket(socket.AF_INET, kind) as first:
            first.bind((host, 0))
            port = int(first.getsockname()[1])
            if not pair or _is_free(port + 1, kind, host):
                return port


def _is_free(port: int, kind: int, host: str) -> bool:
    with socket.socket(socket.AF_INET, kind) as one:
        try:
            one.bind((host, port))
        except (OSError, OverflowError):
            return False
    return True


def own_host() -> str:
    """A loopback address of our own: its ports are free, whoever else runs a demo hall here."""
    for number in range(1, 250):
        host = f"127.{101 + os.getpid() % 100}.{os.getpid() // 100 % 250}.{number}"
        if _is_free(14352, socket.SOCK_STREAM, host):
            return host
    raise OSError("no loopback address is free")
