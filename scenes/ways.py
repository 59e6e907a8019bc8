"""A source on a sink: the ties through every switcher on the way, and the input at which the sink then looks.

One cable between two switchers carries one picture and one sound: what an earlier step of the same scene led
through it is not cut off by a later one. No way leads through a switcher that cannot tie what is carried.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from controller.hall.refs import Known, Trouble
from controller.hall.signal import OUTPUT, SIGNALS, Path, Tie
from controller.hall.topology import End
from controller.hall.venue import Venue
from controller.record.failpoints import planted
from drivers.points import Ref
from drivers.rigfile.kinds import Words
from drivers.rigfile.near import nearest
from scenes.model import Set, Together

TIES = {"video": ("video_tie",), "audio": ("audio_tie",), "all": ("video_tie", "audio_tie")}
"""The first is needed; where there is no tie for the sound alone, it goes with the picture."""


class Ways:
    """The ways of one scene, as it is worked out."""

    def __init__(self, venue: Venue, known: Known) -> None:
        self._venue, self._known = venue, known
        self._carried: dict[tuple[End, str], str] = {}

    def show(self, source: str, sink: str, carries: str, care: Mapping[str, Any]) -> Together | None:
        """The steps that show `source` on `sink`, as one group that tells the way; None where there is
        none."""
        taken = [one for one, carried in self._carried.items() if carried != source.casefold()]
        path = self._venue.signals.path(source, sink, carries, taken, self._switching(carries))
        if path is None:
            return None
        for tie in path.ties[:-1]:
            for one in self._along(tie.device, carries):
                self._carried[End(tie.device, f"{OUTPUT}{tie.output}"), one] = source.casefold()
        looks = tuple(self._looks(path))
        steps = (*(step for tie in path.ties for step in self._ties(tie, carries)), *looks)
        return Together(steps, title=self._told(source, sink, path, looks), **care)

    def lost(self, source: str, sink: str, carries: str) -> Trouble:
        """Why there is no way."""
        signals = self._venue.signals
        said: dict[str, object] = {"source": source, "sink": sink}
        if signals.path(source, sink, carries, (), self._switching(carries)) is not None:
            return "way_taken", said
        if (path := signals.path(source, sink, carries)) is not None:
            switches = self._switching(carries)
            device = next(tie.device for tie in path.ties if not switches(tie.device))
            return "way_unswitched", said | {"device": device, "carries": carries}
        names = self.names()
        guess = next((nearest(one, names) for one in (source, sink) if one not in names), "")
        return "no_way", said | {"guess": guess}

    def names(self) -> list[str]:
        """Everything that may be shown, or shown on."""
        words = [word for one in self._spoken() for word in (one.en, one.zh)]
        return [*self._venue.devices, *self._venue.nodes, *words]

    def _switching(self, carries: str) -> Callable[[str], bool]:
        """Which devices can tie what is carried."""
        if planted("ways_skip_who_cannot_switch"):
            return self._known.drivers.__contains__
        drivers, needed = self._known.drivers, TIES[carries][0]
        return lambda device: device in drivers and drivers[device].has(needed)

    def _along(self, device: str, carries: str) -> tuple[str, ...]:
        """What a tie for this takes the cable behind the switcher for."""
        alone = self._known.drivers[device].has("audio_tie")
        return SIGNALS[carries] if alone else SIGNALS["all"]

    def _ties(self, tie: Tie, carries: str) -> Iterator[Set]:
        for key in TIES[carries]:
            if self._known.drivers[tie.device].has(key):
                yield Set(Ref(tie.device, key, (tie.output,)), tie.input)

    def _looks(self, path: Path) -> Iterator[Set]:
        for end in path.ends:
            driver = self._known.drivers.get(end.device)
            if driver is not None and end.jack and driver.has("input"):
                yield Set(Ref(end.device, "input"), end.jack)

    def _told(self, source: str, sink: str, path: Path, looks: tuple[Set, ...]) -> dict[str, str]:
        return {lang: self._sentence(source, sink, path, looks, lang) for lang in ("zh", "en")}

    def _sentence(self, source: str, sink: str, path: Path, looks: tuple[Set, ...], lang: str) -> str:
        way = [f"{self._name(tie.device, lang)} {tie.input}→{tie.output}" for tie in path.ties]
        way += [f"{self._name(look.ref.device, lang)} {look.value}" for look in looks]
        said = f"{self._name(source, lang)} → {self._name(sink, lang)}"
        if not way:
            return said
        return f"{said}（{'，'.join(way)}）" if lang == "zh" else f"{said} ({', '.join(way)})"

    def _name(self, text: str, lang: str) -> str:
        """A device's name, or what an input or output is called, in one language."""
        things: dict[str, Any] = {**self._venue.nodes, **self._venue.devices}
        words = things[text].name if text in things else self._named(text)
        return words.spoken(lang) if words else text

    def _spoken(self) -> list[Words]:
        """What inputs, outputs, devices and nodes are called."""
        devices, nodes = self._venue.devices.values(), self._venue.nodes.values()
        jacks = [words for device in devices for words in _jacks(device.places)]
        names = [*(device.name for device in devices), *(node.name for node in nodes)]
        return jacks + [name for name in names if name]

    def _named(self, text: str) -> Words | None:
        fits = (
            words for words in self._spoken() if text.casefold() in (words.zh.casefold(), words.en.casefold())
        )
        return next(fits, None)


def _jacks(places: Mapping[str, Mapping[Any, Words]]) -> list[Words]:
    return [words for axis in ("input", "output") for words in places.get(axis, {}).values()]
