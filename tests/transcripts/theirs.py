"""The device's side of a transcript: hearing what is after `>`, it must say what is written after `<`."""

from collections.abc import Callable
from itertools import takewhile

from drivers.errors import Reason, Refused
from drivers.points import Index, Place, Value
from drivers.wire.driver import Driver
from drivers.wire.events import Did, Heard, Told, Unknown
from drivers.wire.sides import DeviceSide
from drivers.wire.talk import Notice
from tests.transcripts import script
from tests.transcripts.script import Step


class Theirs:
    """One replay of one transcript."""

    def __init__(self, driver: Driver, credentials: dict[str, str], session: dict[str, Value]) -> None:
        self.driver = driver
        self.side = DeviceSide(driver, credentials)
        self.side.session.update(session)
        self.model: dict[Place, Value] = {}
        self.out = b""
        self.choices: set[bytes] = set()
        self.did: list[tuple[str, dict[str, Value]]] = []
        self.refuses: Reason | None = None
        self.about = ""
        self.step = Step(0, "", "")
        self.wished: dict[Place, Value] = {}
        self.wanted: tuple[str, dict[str, Value]] | None = None

    def play(self, steps: list[Step]) -> None:
        """Every step, and nothing left over at the end."""
        actions: dict[str, Callable[[str], None]] = {
            "model": self._model, "change": self._change, "news": self._news, "tick": self._tick,
            "<": self._expect, "<<": self._expect, "tell": self._tell, "do": self._do,
            "holds": self._holds, "did": self._has_done,
        }  # fmt: skip
        if not any(step.word in {">", ">>", "change", "news"} for step in steps):
            return  # it is about a device that is not ours
        begun = False
        for at, self.step in enumerate(steps):
            word, rest = self.step.word, self.step.rest
            if not begun and word not in {"driver", "options", "sized", "with", "device", "session", "model"}:
                begun = True
                self.out += self.side.open(self._look)
            if word in {">", ">>"}:
                self._hear(rest, *_refusal(steps[at + 1 :]))
            elif word in actions:
                actions[word](rest)
        self._quiet()

    def _where(self) -> str:
        return f"line {self.step.line}"

    def _look(self, key: str, index: Index = ()) -> Value:
        if self.refuses is not None:
            raise Refused(self.refuses)
        return self.model[Place(key, index)]

    def _quiet(self) -> None:
        assert not self.out, f"{self._where()}: before it, the device also said {self.out!r}"

    def _hear(self, text: str, refuses: Reason | None, about: str) -> None:
        self._quiet()
        self.refuses, self.about = refuses, about
        said, heard = self.side.hear(script.spelled(text), self._look)
        self.out += said
        for event in heard:
            self._obey(event)
        if refuses is None and self.step.word == ">":
            self._check_wishes()
        self.refuses, self.wished, self.wanted = None, {}, None

    def _obey(self, event: Heard) -> None:
        if isinstance(event, Unknown):
            self.out += self.side.refuse(event, event.reason, event.about)
            return
        if self.refuses is not None:
            self.out += self.side.refuse(event, self.refuses, self.about)
            return
        changed: list[Place] = []
        if isinstance(event, Told):
            changed = [place for place, value in event.orders.items() if self.model.get(place) != value]
            self.model.update(event.orders)
        if isinstance(event, Did):
            self.did.append((event.name, dict(event.args)))
        self.out += self.side.answer(event, self._look)
        self.out += self.side.announce(changed, self._look, mine=True)

    def _check_wishes(self) -> None:
        for place, wish in self.wished.items():
            held = self.model.get(place)
            agrees = self.driver.point(place.key).agrees(wish, held)
            assert agrees, f"{self._where()}: told {place} {wish!r}, the device has understood {held!r}"
        if self.wanted is not None:
            assert self.did[-1:] == [self.wanted], f"{self._where()}: the device did {self.did[-1:]}"

    def _model(self, text: str) -> None:
        self.model.update(script.facts(text))

    def _change(self, text: str) -> None:
        self._quiet()
        self._model(text)
        self.out += self.side.announce(list(script.facts(text)), self._look, mine=False)

    def _news(self, text: str) -> None:
        """Whichever of the driver's notices can be said with these words."""
        self._quiet()
        fields = script.words(text)
        rows = [row for row in self.driver.talk if isinstance(row, Notice)]
        self.choices = {self.side.notify(row, self._look, fields) for row in rows}

    def _tick(self, text: str) -> None:
        self.side.tick(float(text))

    def _expect(self, text: str) -> None:
        data = script.spelled(text)
        if not self.out and data in self.choices:
            self.choices.clear()
            return
        now, self.out = self.out[: len(data)], self.out[len(data) :]
        assert now == data, f"{self._where()}: the device said {now + self.out!r}, not {data!r}"

    def _tell(self, text: str) -> None:
        self.wished = script.facts(text)

    def _do(self, text: str) -> None:
        name, _, args = text.partition(" ")
        self.wanted = (name, script.words(args))

    def _holds(self, text: str) -> None:
        for place, value in script.facts(text).items():
            held = self.model.get(place)
            agrees = self.driver.point(place.key).agrees(value, held)
            assert agrees, f"{self._where()}: the device holds {place} as {held!r}"

    def _has_done(self, text: str) -> None:
        name, _, args = text.partition(" ")
        assert self.did[-1:] == [(name, script.words(args))], f"{self._where()}: did {self.did[-1:]}"


def _refusal(later: list[Step]) -> tuple[Reason | None, str]:
    """The reason written before the next thing said to the device, and what it is about."""
    near = takewhile(lambda step: step.word not in {">", ">>", "tell", "ask", "do"}, later)
    rest = next((step.rest for step in near if step.word == "!"), "")
    reason, _, about = rest.partition(" ")
    return Reason(reason) if reason else None, about
