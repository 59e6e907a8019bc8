"""A mixing console: faders in its own steps, scenes that recall, levels that follow the faders."""

import math
from collections.abc import Mapping
from random import Random
from typing import ClassVar

from drivers.errors import Reason, Refused
from drivers.points import Place, Point, Value
from simulators.models.base import Model
from simulators.models.traits import Kind, Traits

STEPS = 1023
SILENCE = -90.0
BENDS = ((0.5, 40.0, -30.0), (0.25, 80.0, -50.0), (0.0625, 160.0, -70.0), (0.0, 480.0, -90.0))
KEPT = ("fader", "mute", "pan", "send", "send_mute", "mute_group", "trim", "dca_fader", "dca_mute")
FADERS = ("fader", "send", "dca_fader")


def travel(decibels: float) -> float:
    """Where the fader stands, 0 to 1, for so many decibels."""
    for start, slope, offset in BENDS:
        if decibels >= slope * start + offset:
            return min(1.0, (decibels - offset) / slope)
    return 0.0


def decibels(position: float) -> float:
    """What a fader standing there lets through; the bottom is silence."""
    for start, slope, offset in BENDS:
        if position >= start:
            return slope * position + offset
    return SILENCE


class Mixer(Model):
    """Channels, groups and scenes."""

    knows_traits: ClassVar[Mapping[str, Kind]] = {
        "scenes": Kind.TABLE,
        "draws": Kind.NUMBER,
        "noise": Kind.WHOLE,
    }

    def __init__(
        self, points: tuple[Point, ...], values: Mapping[Place, Value], traits: Traits | None = None
    ) -> None:
        """Begin as given; scenes seeded by `scenes: {1: {fader/1: -10}}` can be recalled."""
        super().__init__(points, values, traits)
        self._scenes: dict[str, dict[Place, Value]] = {}
        self._random = Random(self.traits.whole("noise", 1))  # noqa: S311 - a sound, not a secret
        self._time = 0.0
        self._channels = [
            n for n in (place.index[0] for place in self.places_of("fader")) if isinstance(n, int)
        ]
        for number, kept in self.traits.table("scenes").items():
            self._scenes[str(number)] = {_place(ref): value for ref, value in dict(kept).items()}

    def move(self, place: Place, value: Value) -> None:
        """Move a control to the nearest of its steps."""
        self.put(place, value)

    def put(self, place: Place, value: Value) -> None:
        """Make it so; a fader stands on one of 1,024 steps."""
        if place.key in FADERS and isinstance(value, int | float):
            value = round(decibels(round(travel(float(value)) * STEPS) / STEPS), 4)
        super().put(place, value)

    def act(self, name: str, args: Mapping[str, Value], sets: Mapping[str, Value]) -> None:
        """Store and recall scenes; a scene never stored recalls nothing, and fails to load."""
        slot = str(next(iter(args.values()), ""))
        if name == "load" and slot not in self._scenes:
            raise Refused(Reason.FAILED)
        if name in ("recall", "load"):
            self._recall(slot)
        elif name in ("save", "store"):
            self._scenes[slot] = {place: value for place, value in self.values.items() if place.key in KEPT}
        super().act(name, args, sets)

    def _recall(self, slot: str) -> None:
        for place, value in self._scenes.get(slot, {}).items():
            self.put(place, value)
        if slot in self._scenes and self.has("console_scene"):
            self.put(Place("console_scene"), int(slot))

    def pass_time(self, seconds: float) -> None:
        """Let the music go on."""
        self._time += seconds

    def level(self, channel: int | str) -> float:
        """What arrives at a channel before its fader just now, 0 to 1 full scale: a slow, seeded music."""
        if channel in ("main", "mono"):
            return min(1.0, math.sqrt(sum(self.after_fader(n) ** 2 for n in self._channels)))
        phase = Random(str(channel)).random() * math.tau  # noqa: S311 - a sound, not a secret
        swing = 0.5 + 0.35 * math.sin(self._time * 1.7 + phase) + 0.1 * math.sin(self._time * 7.3 + 3 * phase)
        return max(0.0, 0.25 * swing + 0.01 * self._random.random())

    def after_fader(self, channel: int | str) -> float:
        """What the channel sends on, 0 to 1 full scale: nothing while muted."""
        place = Place("fader", (channel,))
        if place not in self.values or self.values.get(Place("mute", (channel,))):
            return 0.0
        fader = float(self.values[place] or 0.0)
        return 0.0 if fader <= SILENCE else self.level(channel) * 10 ** (fader / 20)


def _place(text: str) -> Place:
    key, *index = text.split("/")
    return Place(key, tuple(int(part) if part.isdecimal() else part for part in index))
