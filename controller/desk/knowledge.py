"""What people have learned: articles by kind of device and fault code, and whether they helped (REQ-16).

A fold of the journal. Everybody has one voice an article and ticket; who changes their mind is believed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from controller.record.lines import Line, Sentence

WRITTEN, RETIRED, VOTED = "article.written", "article.retired", "article.voted"
KINDS = (WRITTEN, RETIRED, VOTED)
Voice = tuple[str, int]
"""Who, and on which ticket (0: on none)."""


@dataclass(frozen=True, slots=True)
class Article:
    """Advice by people in both languages. `devices` are driver names, `faults` fault codes; empty: any."""

    id: str
    title: Sentence
    text: Sentence
    devices: tuple[str, ...]
    faults: tuple[str, ...]
    by: str
    at: datetime
    voices: Mapping[Voice, bool] = field(default_factory=dict)

    @property
    def helped(self) -> int:
        """How often it helped."""
        return sum(self.voices.values())

    @property
    def vain(self) -> int:
        """How often it did not."""
        return len(self.voices) - self.helped

    def suits(self, device: str | None, faults: Iterable[str]) -> bool:
        """Whether it is about this kind of device, and one of these fault codes."""
        if not self.devices and not self.faults:
            return False
        about = not self.devices or device in self.devices
        return about and (not self.faults or bool(set(faults) & set(self.faults)))


class Knowledge:
    """All articles that are in use, by id; hears the journal's lines."""

    def __init__(self) -> None:
        self.articles: dict[str, Article] = {}
        self._count = 0

    def hear(self, line: Line) -> None:
        """Take one line in; other kinds, and voices on articles that are gone, change nothing."""
        known = self.articles.get(line.subject)
        if line.kind == WRITTEN:
            self._count += known is None
            self.articles[line.subject] = _written(line, known)
        elif line.kind == RETIRED:
            self.articles.pop(line.subject, None)
        elif line.kind == VOTED and known is not None:
            voice = (line.actor, int(line.data.get("ticket") or 0))
            voices = {**known.voices, voice: bool(line.data["helped"])}
            self.articles[line.subject] = replace(known, voices=voices)

    def next_id(self) -> str:
        """A name that no article ever had."""
        return f"a{self._count + 1}"

    def about(self, device: str | None, faults: Iterable[str]) -> Iterator[Article]:
        """Those that suit, what helped most often first, then what is more to the point."""
        codes = tuple(faults)
        found = [one for one in self.articles.values() if one.suits(device, codes)]
        return iter(sorted(found, key=lambda one: (one.vain - one.helped, -len(one.faults), one.id)))


def code(key: str) -> str:
    """The fault code in a fault's key: `pdu/outlet/1/outlet_lost` is `outlet_lost`."""
    return key.rpartition("/")[2]


def said(
    title: Mapping[str, str], text: Mapping[str, str], devices: Iterable[str], faults: Iterable[str]
) -> dict[str, Any]:
    """What an `article.written` line holds."""
    return {"title": dict(title), "text": dict(text), "devices": list(devices), "faults": list(faults)}


def _written(line: Line, known: Article | None) -> Article:
    data = line.data
    title: Sentence = {"zh": data["title"]["zh"], "en": data["title"]["en"]}
    text: Sentence = {"zh": data["text"]["zh"], "en": data["text"]["en"]}
    voices = {} if known is None else known.voices
    devices, faults = tuple(data["devices"]), tuple(data["faults"])
    return Article(line.subject, title, text, devices, faults, line.actor, line.at, voices)
