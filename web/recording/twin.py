"""The driver's own device, told what the real one was told: what it says word for word, both sides replay."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from drivers.errors import Reason, Refused
from drivers.points import Index, Place, Value, same
from drivers.wire.device import DeviceSide
from drivers.wire.driver import Driver
from drivers.wire.events import Unknown
from drivers.wire.framing import Buffer
from web.recording.retelling import Paragraph, facts_of

CHANCES = ("challenge", "challenge2")
"""What device sides call the numbers that chance brings them."""
MISSING = object()


def first_facts(paragraphs: Sequence[Paragraph]) -> dict[Place, Value]:
    """What the device held before anything was said: the first value of everything."""
    found: dict[Place, Value] = {}
    for place, value in facts_of(paragraphs):
        found.setdefault(place, value)
    return found


def compare(
    driver: Driver, credentials: Mapping[str, str], paragraphs: Sequence[Paragraph]
) -> dict[str, str]:
    """Mark as `ours` every paragraph that the driver's device would say otherwise.

    The answer is what the device alone has to know (its challenge). An opening that differs marks them all.
    """
    known = first_facts(paragraphs)
    for chance in _chances(driver, credentials, paragraphs):
        if _fails(driver, {**credentials, **chance}, paragraphs[:1], known) is None:
            break
    else:
        for one in paragraphs:
            one.ours = True
        return {}
    while (at := _fails(driver, {**credentials, **chance}, paragraphs, known)) is not None:
        paragraphs[at].ours = True
    return chance


def _chances(
    driver: Driver, credentials: Mapping[str, str], paragraphs: Sequence[Paragraph]
) -> Iterator[dict[str, str]]:
    """Guesses at what chance had brought the device: words of its greeting."""
    yield {}
    if driver.welcome is None or not credentials:
        return
    said = b"".join(step.rest for step in paragraphs[0].steps if step.word == "<")
    cut = driver.framing.hears.cut(Buffer(said))
    words = list(dict.fromkeys(word for frame in cut for word in frame.text.split() if len(word) > 3))[:8]
    yield from ({CHANCES[0]: word} for word in words)
    yield from (dict(zip(CHANCES, pair, strict=True)) for pair in product(words, repeat=2))


def _fails(
    driver: Driver,
    credentials: Mapping[str, str],
    paragraphs: Sequence[Paragraph],
    known: Mapping[Place, Value],
) -> int | None:
    """The first paragraph that the device would say otherwise; those marked `ours` it does not hear of."""
    twin = Twin(driver, credentials, known)
    for at, paragraph in enumerate(paragraphs):
        if not paragraph.ours and not twin.plays(paragraph):
            return at
    return None


def first_words(driver: Driver, credentials: Mapping[str, str], known: Mapping[Place, Value]) -> bytes:
    """What the driver's device says to whoever connects, before it hears anything."""
    return Twin(driver, credentials, known).out


class Twin:
    """One device side with what it holds, as the replayer of transcripts has it."""

    def __init__(self, driver: Driver, credentials: Mapping[str, str], known: Mapping[Place, Value]) -> None:
        self.side = DeviceSide(driver, credentials)
        self.model = dict(known)
        self._refuses: Reason | None = None
        self.out = self.side.open(self._look)

    def plays(self, paragraph: Paragraph) -> bool:
        """Whether it says what is written there, and nothing else."""
        self._prepare(paragraph)
        self._refuses = Reason(paragraph.refusal) if paragraph.refusal else None
        fits = all(self._step(step.word, step.rest) for step in paragraph.steps)
        self._refuses = None
        return fits and not self.out

    def _prepare(self, paragraph: Paragraph) -> None:
        """Hold what it is to tell; of news, let it be news."""
        new = {place: value for place, value in paragraph.facts.items() if self._other(place, value)}
        self.model.update(new)
        if paragraph.kind == "news":
            self.out += self.side.announce(list(paragraph.facts), self._look, mine=False)
        else:
            paragraph.before = new

    def _other(self, place: Place, value: Value) -> bool:
        held = self.model.get(place, MISSING)
        return held is MISSING or not same(held, value)  # type: ignore[arg-type]

    def _step(self, word: str, data: bytes) -> bool:
        if word == ">":
            return not self.out and self._heard(data)
        if word in ("<", "<<"):
            now, self.out = self.out[: len(data)], self.out[len(data) :]
            return now == data
        return word != "give up"

    def _heard(self, data: bytes) -> bool:
        said, events = self.side.hear(data, self._look)
        self.out += said
        for event in events:
            if isinstance(event, Unknown):
                self.out += self.side.refuse(event, event.reason, event.about)
            elif self._refuses is not None:
                self.out += self.side.refuse(event, self._refuses)
            else:
                self.out += self.side.answer(event, self._look) + self.side.announce(
                    [], self._look, mine=True
                )
        return True

    def _look(self, key: str, index: Index = ()) -> Value:
        if self._refuses is not None:
            raise Refused(self._refuses)
        return self.model[Place(key, index)]
