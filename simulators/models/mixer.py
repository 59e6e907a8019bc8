"""A mixing console: faders in its own steps, groups over channels, scenes, levels that follow the faders."""

import math
import re
from collections.abc import Iterator, Mapping
from random import Random
from typing import ClassVar

from drivers.errors import Reason, Refused
from drivers.points import Place, Point, Value
from simulators.models.base import Model
from simulators.models.tapers import decibels, taper, travel
from simulators.models.traits import Kind, Traits

KEPT = ("fader", "mute", "pan", "send", "send_mute", "mute_group", "trim", "dca_fader", "dca_mute")
FADERS = ("fader", "send", "dca_fader")
MAINS = ("main", "mono")
SCENE = re.compile("([A-Z]?)([0-9]{1,4})((?:[.][0-9]+)?)")
"""A20, 1.00, 5: perhaps a bank, a number, perhaps what follows a point."""
BEAT = 0.1
"""Seconds between two looks at the meters."""

__all__ = ["Mixer", "decibels", "travel"]


class Mixer(Model):
    """Channels, groups and scenes."""

    knows_traits: ClassVar[Mapping[str, Kind]] = {
        "scenes": Kind.TABLE,
        "dcas": Kind.TABLE,
        "mute_groups": Kind.TABLE,
        "draws": Kind.NUMBER,
        "noise": Kind.WHOLE,
    }

    def __init__(
        self, points: tuple[Point, ...], values: Mapping[Place, Value], traits: Traits | None = None
    ) -> None:
        """Begin as given; scenes seeded by `scenes: {1: {fader/1: -10}}` can be recalled.

        `dcas: {1: [1, 2]}` and `mute_groups: {1: [1, 2]}` say which channels are in which group.
        """
        super().__init__(points, values, traits)
        self._scenes: dict[str, dict[Place, Value]] = {}
        self._random = Random(self.traits.whole("noise", 1))  # noqa: S311 - a sound, not a secret
        self._time, self._beat = 0.0, 0.0
        self._phases: dict[int | str, float] = {}
        self._bottoms = {
            key: p.range[0] if p.range else -90.0 for key in FADERS if (p := self.points.get(key))
        }
        self._channels = [
            n for n in (place.index[0] for place in self.places_of("fader")) if isinstance(n, int)
        ]
        for number, kept in self.traits.table("scenes").items():
            self._scenes[str(number)] = {_place(ref): value for ref, value in dict(kept).items()}
        self._join("dca_mask", "dcas")
        self._join("mute_mask", "mute_groups")

    def _join(self, mask: str, trait: str) -> None:
        """The groups that the file says, where the console has words for them."""
        for number, members in self.traits.table(trait).items():
            for place in (Place(mask, (member,)) for member in members):
                if place in self.values:
                    self.values[place] = int(self.values[place] or 0) | 1 << int(number) - 1

    # ------------------------------------------------------------ what it is told

    def put(self, place: Place, value: Value) -> None:
        """Make it so; a fader stands on one of its steps."""
        if place.key in self._bottoms and isinstance(value, int | float):
            value = taper(self._bottoms[place.key])(float(value))
        before = self.values.get(place)
        super().put(place, value)
        if place.key in KEPT and value != before and self._stands():
            super().put(Place("scene_modified"), True)

    def _stands(self) -> bool:
        """Whether there is a scene that could be modified."""
        scene = self.values.get(Place("console_scene" if self.has("console_scene") else "scene"))
        return bool(scene) and self.has("scene_modified")

    def act(self, name: str, args: Mapping[str, Value], sets: Mapping[str, Value]) -> None:
        """Store and recall scenes; a scene never stored recalls nothing, and fails to load."""
        slot = str(next(iter(args.values()), ""))
        if name == "load" and slot not in self._scenes:
            raise Refused(Reason.FAILED)
        if name in ("recall", "load"):
            self._recall(slot)
        elif name in ("recall_next", "recall_previous"):
            self._step(1 if name == "recall_next" else -1)
        elif name in ("save", "store"):
            self._scenes[slot] = {place: value for place, value in self.values.items() if place.key in KEPT}
        elif name == "toggle_mute":
            place = Place("mute", tuple(args.values()))  # type: ignore[arg-type]
            self.put(place, not self.values[place])
        elif name in ("increment", "decrement") and isinstance(amount := args.get("amount"), int | float):
            place = Place("fader", (args["channel"],))  # type: ignore[arg-type]
            self.put(place, float(self.values[place] or 0) + (amount if name == "increment" else -amount))
        super().act(name, args, sets)

    def _step(self, by: int) -> None:
        """Recall the scene beside the one that stands, where scenes are counted and there is one."""
        place = Place("console_scene" if self.has("console_scene") else "scene")
        match = SCENE.fullmatch(str(self.values.get(place)))
        if match is None:
            return
        number = int(match[2]) + by
        low, high = self.points[place.key].range or (0, 99 if match[1] else 9999)
        if low <= number <= high:
            slot = f"{match[1]}{number:0{len(match[2])}d}{match[3]}"
            self._recall(slot)
            self.put(place, number if isinstance(self.values[place], int) else slot)
            self.put(Place("scene_modified"), False)

    def _recall(self, slot: str) -> None:
        for place, value in self._scenes.get(slot, {}).items():
            self.put(place, value)
        if slot in self._scenes and self.has("console_scene"):
            self.put(Place("console_scene"), int(slot))

    # ------------------------------------------------------------ what sounds

    def pass_time(self, seconds: float) -> None:
        """Let the music go on."""
        self._time += seconds
        self._beat += seconds
        if self._beat >= BEAT:
            self._beat = 0.0
            self.read_meters()

    def read_meters(self) -> None:
        """What the meters show now; they are no news, and are told only to those who ask for them."""
        for place in self.places_of("meter"):
            level = self.after_fader(place.index[0])
            self.values[place] = round(20 * math.log10(level), 1) if level > 1e-5 else -100.0

    def level(self, channel: int | str) -> float:
        """What arrives at a channel before its fader just now, 0 to 1 full scale: a slow, seeded music."""
        if channel in MAINS:
            return min(1.0, math.sqrt(sum(self.after_fader(n) ** 2 for n in self._channels)))
        phase = self._phase(channel)
        swing = 0.5 + 0.35 * math.sin(self._time * 1.7 + phase) + 0.1 * math.sin(self._time * 7.3 + 3 * phase)
        return max(0.0, 0.25 * swing + 0.01 * self._random.random())

    def _phase(self, channel: int | str) -> float:
        if channel not in self._phases:
            self._phases[channel] = Random(str(channel)).random() * math.tau  # noqa: S311 - a sound
        return self._phases[channel]

    def after_fader(self, channel: int | str) -> float:
        """What the channel sends on, 0 to 1 full scale: nothing while it, or a group it is in, is muted."""
        place = Place("fader", (channel,))
        if place not in self.values or self.muted(channel):
            return 0.0
        gains = [float(self.values[place] or 0.0), *self._group_gains(channel)]
        silent = any(gain <= self._bottoms.get("fader", -90.0) for gain in gains)
        return 0.0 if silent else self.level(channel) * 10 ** (sum(gains) / 20)

    def muted(self, channel: int | str) -> bool:
        """Whether nothing of this channel is heard: its own switch, a mute group's, or a control group's."""
        return bool(
            self.values.get(Place("mute", (channel,)))
            or any(self._engaged(n) for n in self._groups("mute_mask", channel))
            or any(self.values.get(Place("dca_mute", (n,))) for n in self._groups("dca_mask", channel))
        )

    def _engaged(self, group: int) -> bool:
        """Whether a mute group is engaged: by its own switch, or as a bit of all."""
        bits = self.values.get(Place("mute_groups"))
        if isinstance(bits, int):
            return bool(bits >> group - 1 & 1)
        return bool(self.values.get(Place("mute_group", (group,))))

    def _group_gains(self, channel: int | str) -> Iterator[float]:
        for number in self._groups("dca_mask", channel):
            level = self.values.get(Place("dca_fader", (number,)))
            if isinstance(level, int | float):
                yield float(level)

    def _groups(self, mask: str, channel: int | str) -> Iterator[int]:
        """The numbers of the groups of one kind that the channel is in."""
        bits = self.values.get(Place(mask, (channel,)))
        if isinstance(bits, int):
            yield from (at + 1 for at in range(bits.bit_length()) if bits >> at & 1)
            return
        trait = {"dca_mask": "dcas", "mute_mask": "mute_groups"}[mask]
        yield from (int(n) for n, members in self.traits.table(trait).items() if channel in members)


def _place(text: str) -> Place:
    key, *index = text.split("/")
    return Place(key, tuple(int(part) if part.isdecimal() else part for part in index))
