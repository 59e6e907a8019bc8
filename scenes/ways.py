"""A source on a sink: the ties through every switcher on the way, and the input at which the sink then looks.

One cable between two switchers carries one source: what an earlier step of the same scene led through it is
not cut off by a later one while there is another way.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from controller.hall.refs import Known
from controller.hall.signal import OUTPUT, Path, Tie
from controller.hall.topology import End
from controller.hall.venue import Venue
from drivers.points import Ref
from drivers.rigfile.kinds import Words
from scenes.model import Set, Together

TIES = {"video": ("video_tie",), "audio": ("audio_tie",), "all": ("video_tie", "audio_tie")}


class Ways:
    """The ways of one scene, as it is worked out."""

    def __init__(self, venue: Venue, known: Known) -> None:
        self._venue, self._known = venue, known
        self._carried: dict[End, str] = {}

    def show(self, source: str, sink: str, carries: str, care: Mapping[str, Any]) -> Together | None:
        """The steps that show `source` on `sink`, as one group that tells the way; None where there is
        none."""
        taken = [end for end, carried in self._carried.items() if carried != source.casefold()]
        path = self._venue.signals.path(source, sink, carries, taken)
        if path is None:
            return None
        for tie in path.ties[:-1]:
            self._carried[End(tie.device, f"{OUTPUT}{tie.output}")] = source.casefold()
        steps = (*(step for tie in path.ties for step in self._ties(tie, carries)), *self._looks(path))
        return Together(steps, title=self._told(source, sink, path), **care)

    def names(self) -> list[str]:
        """Everything that may be shown, or shown on."""
        named = [words for device in self._venue.devices.values() for words in _jacks(device.places)]
        return [*self._venue.devices, *(word for words in named for word in (words.en, words.zh))]

    def _ties(self, tie: Tie, carries: str) -> Iterator[Set]:
        for key in TIES[carries]:
            if self._known.drivers[tie.device].has(key):
                yield Set(Ref(tie.device, key, (tie.output,)), tie.input)

    def _looks(self, path: Path) -> Iterator[Set]:
        driver = self._known.drivers.get(path.sink.device)
        if driver is not None and path.sink.jack and driver.has("input"):
            yield Set(Ref(path.sink.device, "input"), path.sink.jack)

    def _told(self, source: str, sink: str, path: Path) -> dict[str, str]:
        return {lang: self._sentence(source, sink, path, lang) for lang in ("zh", "en")}

    def _sentence(self, source: str, sink: str, path: Path, lang: str) -> str:
        way = [f"{self._name(tie.device, lang)} {tie.input}→{tie.output}" for tie in path.ties]
        said = f"{self._name(source, lang)} → {self._name(sink, lang)}"
        if not way:
            return said
        return f"{said}（{'，'.join(way)}）" if lang == "zh" else f"{said} ({', '.join(way)})"

    def _name(self, text: str, lang: str) -> str:
        """A device's name, or what an input or output is called, in one language."""
        things: dict[str, Any] = {**self._venue.nodes, **self._venue.devices}
        words = things[text].name if text in things else self._named(text)
        return words.spoken(lang) if words else text

    def _named(self, text: str) -> Words | None:
        for device in self._venue.devices.values():
            for words in _jacks(device.places):
                if text.casefold() in (words.zh.casefold(), words.en.casefold()):
                    return words
        return None


def _jacks(places: Mapping[str, Mapping[Any, Words]]) -> list[Words]:
    return [words for axis in ("input", "output") for words in places.get(axis, {}).values()]
