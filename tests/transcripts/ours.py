"""Our side of a transcript: it must say what is written after `>`, and understand what comes after `<`."""

from collections.abc import Callable
from pathlib import Path

from drivers.points import Place, Value
from drivers.wire.driver import Driver
from drivers.wire.events import (
    Barred,
    Event,
    No,
    Noise,
    Out,
    Pausing,
    Ready,
    Report,
    Request,
    Restarted,
    Sized,
    Stale,
)
from drivers.wire.sides import ControllerSide
from tests.transcripts import script
from tests.transcripts.script import Step

PLAIN: dict[type, str] = {Ready: "ready", Barred: "barred", Noise: "noise", Restarted: "restarted"}


def said(event: Event) -> str:
    """An event as a transcript writes it, where it has to be written; else nothing."""
    match event:
        case No():
            return f"! {event.reason}"
        case Stale():
            return f"stale {' '.join(event.keys)}"
        case Sized():
            return f"learns {event.axis}={len(event.places)}"
        case Report() | Pausing():
            return ""
    return PLAIN.get(type(event), "")


class Ours:
    """One replay of one transcript."""

    def __init__(self, driver: Driver, credentials: dict[str, str], pieces: bool) -> None:
        self.side = ControllerSide(driver, credentials)
        self.pieces = pieces
        self.out = b""
        self.heard: dict[Place, Value] = {}
        self.marks: list[str] = []
        self.pausing = False
        self.step = Step(0, "", "")
        self.sessions = iter(())
        self.sent = 0
        self.pending: Request | None = None
        self._take(self.side.open())

    def play(self, steps: list[Step]) -> None:
        """Every step, and nothing left over at the end."""
        actions: dict[str, Callable[[str], None]] = {
            ">": self._expect, ">*": self._expect, "<": self._hear, "<*": self._hear, "<udp": self._overhear,
            "tell": self._tell, "ask": self._ask, "do": self._do, "session?": self._session,
            "=": self._understood, "wake": self._wake, "give": self._give_up, "must": self._must_close,
            **dict.fromkeys(("!", "ready", "barred", "noise", "restarted", "stale", "learns"), self._marked),
        }  # fmt: skip
        if not any(step.word in actions for step in steps):
            return  # it is about a controller that is not ours
        for self.step in steps:
            if self.step.word in actions:
                actions[self.step.word](self.step.rest)
        self._quiet()
        assert self.side.pending is None, f"still waits for an answer to {self.side.pending.shown!r}"

    def _where(self) -> str:
        return f"line {self.step.line}"

    def _take(self, out: Out) -> None:
        self.out += out.data
        for event in out.events:
            if isinstance(event, Report):
                self.heard[event.place] = event.value
            self.pausing = self.pausing or isinstance(event, Pausing)
            if mark := said(event):
                self.marks.append(mark)

    def _quiet(self) -> None:
        """Nothing was understood or said that the transcript does not mention."""
        assert not self.heard, f"{self._where()}: before it, our side also understood {self.heard}"
        assert not self.marks, f"{self._where()}: before it, our side also understood {self.marks}"
        assert not self.out, f"{self._where()}: before it, our side also said {self.out!r}"

    def _expect(self, text: str) -> None:
        data = script.spelled(text)
        now, self.out = self.out[: len(data)], self.out[len(data) :]
        assert now == data, f"{self._where()}: our side said {now + self.out!r}, not {data!r}"

    def _hear(self, text: str) -> None:
        self._quiet()
        data = script.spelled(text)
        for piece in [data[at : at + 1] for at in range(len(data))] if self.pieces else [data]:
            self._take(self.side.hear(piece))

    def _overhear(self, text: str) -> None:
        self._quiet()
        self._take(self.side.overhear(script.spelled(text)))

    def _send(self, request: Request) -> None:
        self._quiet()
        self.out += self.side.send(request)

    def _tell(self, text: str) -> None:
        self._send(self.side.tell(script.facts(text)))

    def _ask(self, text: str) -> None:
        self._send(self.side.asks([script.place(ref) for ref in text.split("; ")]))

    def _do(self, text: str) -> None:
        name, _, args = text.partition(" ")
        self._send(self.side.do(name, script.words(args)))

    def _session(self, number: str) -> None:
        self.sent = int(number) - 1 if number else self.sent
        request, _every = self.side.sessions()[self.sent]
        self.sent += 1
        self._send(request)

    def _understood(self, text: str) -> None:
        for place, value in script.facts(text).items():
            assert place in self.heard, f"{self._where()}: {place} was not understood, only {self.heard}"
            heard = self.heard.pop(place)
            agrees = self.side.driver.point(place.key).agrees(value, heard)
            assert agrees, f"{self._where()}: {place} was understood as {heard!r}"

    def _marked(self, rest: str) -> None:
        mark = f"{self.step.word} {rest.split(' ')[0] if self.step.word == '!' else rest}".strip()
        assert mark in self.marks, f"{self._where()}: our side understood {self.marks} and {self.heard}"
        self.marks.remove(mark)

    def _wake(self, _: str) -> None:
        assert self.pausing, f"{self._where()}: our side waits for no silence"
        self.pausing = False
        self._take(self.side.wake())

    def _give_up(self, _: str) -> None:
        self.side.give_up()

    def _must_close(self, _: str) -> None:
        assert self.side.must_close(), f"{self._where()}: our side would go on with this connection"


def play(path: Path, driver: Driver, credentials: dict[str, str], pieces: bool) -> None:
    """Replay our side of the transcript at `path`."""
    Ours(driver, credentials, pieces).play(script.steps(path))
