"""A load generator as a process of its own: one epoll loop, told what to do through a pipe.

It must cost little and be punctual: no framework, no garbage collector, and a wait that is exact to
microseconds (epoll alone rounds to milliseconds). All moments are `time.monotonic()`, which is the same in
every process of a machine.
"""

import gc
import heapq
import multiprocessing
import os
import select
import time
from collections.abc import Callable
from itertools import count
from multiprocessing.connection import Connection
from typing import Any

now = time.monotonic


class Later:
    """What a command answers that replies when it is done."""


LATER = Later()


class Worker:
    """The loop. A subclass's `do_name(*args)` is what `Remote.name(*args)` calls from the other process."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._epoll = select.epoll()
        self._watched: dict[int, Callable[[], object]] = {}
        self._timers: list[tuple[float, int, Callable[[], object]]] = []
        self._turn = count()
        self.watch(pipe.fileno(), self._command)

    def watch(self, fd: int, readable: Callable[[], object]) -> None:
        """Call `readable` whenever there is something to read."""
        self._watched[fd] = readable
        self._epoll.register(fd, select.EPOLLIN)

    def forget(self, fd: int) -> None:
        """Watch it no more; call it before closing."""
        del self._watched[fd]
        self._epoll.unregister(fd)

    def at(self, moment: float, call: Callable[[], object]) -> None:
        """Call once, at that moment."""
        heapq.heappush(self._timers, (moment, next(self._turn), call))

    def reply(self, value: object) -> None:
        """Answer the command that said LATER."""
        self._pipe.send(value)

    def run(self) -> None:
        """Until the process is ended."""
        gc.disable()
        while True:
            wait = max(0.0, self._timers[0][0] - now()) if self._timers else None
            select.select([self._epoll.fileno()], [], [], wait)
            for fd, _ in self._epoll.poll(0):
                if readable := self._watched.get(fd):
                    readable()
            while self._timers and self._timers[0][0] <= now():
                heapq.heappop(self._timers)[2]()

    def _command(self) -> None:
        try:
            name, args = self._pipe.recv()
        except EOFError:
            os._exit(0)  # the bench is gone
        answer = getattr(self, f"do_{name}")(*args)
        if answer is not LATER:
            self._pipe.send(answer)


class Remote:
    """The handle on a worker: `remote.name(*args)` calls its `do_name` and waits for the answer."""

    def __init__(self, kind: type[Worker], core: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_live, args=(kind, theirs, core), daemon=True)
        self._process.start()
        theirs.close()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*args: object, patience: float = 120.0) -> Any:
            self._pipe.send((name, args))
            if not self._pipe.poll(patience):
                raise TimeoutError(f"{name}: no answer within {patience:g} s")
            return self._pipe.recv()

        return call

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()


def _live(kind: type[Worker], pipe: Connection, core: int) -> None:
    os.sched_setaffinity(0, {core})
    kind(pipe).run()
