"""A matrix switcher: ties carry signal presence, presets keep what was stored in them."""

from collections.abc import Mapping
from typing import ClassVar

from drivers.errors import Reason, Refused
from drivers.points import Place, Point, Value
from drivers.vocabulary import LockState
from simulators.models.base import Model
from simulators.models.locks import BREAK, Locks
from simulators.models.traits import Kind, Traits

TIES = ("video_tie", "audio_tie")
KEPT = (*TIES, "output_mute", "video_mute", "audio_mute")
STORE = ("save", "store")
SHOWN = ("video_tie", "output_mute", "input_mute", "signal")
"""What decides whether an output sends a picture."""
ARRIVES = ("signal", "connected", "embedded_audio")
"""What comes with a source at an input, and goes with it."""
DETECTED = 7
"""The digit for a source, in a device that tells it by a digit of its own."""


class Matrix(Model):
    """Crosspoints, mutes, presets, and who has a signal."""

    knows_traits: ClassVar[Mapping[str, Kind]] = {
        "presets": Kind.TABLE,
        "present": Kind.WORDS,
        "draws": Kind.NUMBER,
        "locks_by": Kind.TEXT,
        "locked": Kind.TEXT,
    }

    def __init__(
        self, points: tuple[Point, ...], values: Mapping[Place, Value], traits: Traits | None = None
    ) -> None:
        """As given; `presets: {1: {video_tie/1: 3}}` can be recalled, `present: [1, 3]` have a source.

        `locks_by: connection`: two connections from one address are two owners of locks. `locked: refuse`: an
        order against an owned lock is refused, not passed over in silence.
        """
        super().__init__(points, values, traits)
        self._locks = Locks(self.points, self.traits.text("locks_by", "address") == "connection")
        self._arriving: dict[int | str, bool] = {}
        self._left: dict[Place, Value] = {}  # what a zone showed before it was switched off
        self._presets: dict[str, dict[Place, Value]] = {}
        for number, ties in self.traits.table("presets").items():
            self._presets[str(number)] = {_place(ref): value for ref, value in dict(ties).items()}
        for place in self.places_of("preset_name"):
            if not self.points["preset_name"].settable:  # a name is there, if only to do nothing
                self._presets.setdefault(str(place.index[0]), {})
        if (present := self.traits.words("present", ("*",))) != ("*",):
            for place in (place for key in ARRIVES for place in self.places_of(key)):
                self.values[place] = str(place.index[0]) in present
        self._show()

    def obey_from(self, who: str, orders: Mapping[Place, Value]) -> None:
        """Do as told, but for what is locked against this client."""
        heeded = {place: value for place, value in orders.items() if self._open_to(who, place)}
        self.obey(heeded)
        for place in heeded:
            if self._locks.owned(place.key):
                self._locks.hold(who, place, self.values[place])

    def _open_to(self, who: str, place: Place) -> bool:
        """Whether no lock is in the way; Refused where the device says so, False where it is silent."""
        locks = [place] if self._locks.owned(place.key) else [*self._locks.of(place)]
        shut = [lock for lock in locks if lock in self.values]
        shut = [lock for lock in shut if self._locks.against(who, lock, self.values[lock])]
        if shut and (not self._locks.owned(shut[0].key) or self.traits.text("locked") == "refuse"):
            raise Refused(Reason.NOT_AUTHORISED, "lock")
        return not shut

    def seen_from(self, who: str, place: Place, value: Value) -> Value:
        """A lock is ours or theirs; everything else is the same to all."""
        return self._locks.seen(who, place, value) if self._locks.owned(place.key) else value

    def permit(self, place: Place, value: Value) -> None:
        """Only inputs that exist can be tied; 0 and "nothing" untie."""
        inputs = {signal.index[0] for signal in self.places_of("signal")}
        if place.key in TIES and inputs and value not in inputs and value not in (0, None):
            raise Refused(Reason.OUT_OF_RANGE, place.key)

    def act(self, name: str, args: Mapping[str, Value], sets: Mapping[str, Value]) -> None:
        """Store and recall presets; reset unties everything."""
        head, _, kind = name.partition("_")
        if head in (*STORE, "recall"):
            self._preset(head, f"{kind or 'preset'} {'/'.join(str(value) for value in args.values())}", args)
        elif head == "reset":
            for key in TIES:
                self.put_all(key, 0)
        elif name == "zone_on":
            self._restore(Place("video_tie", tuple(args.values())))  # type: ignore[arg-type]
        elif name.startswith(BREAK):
            lock = Place("lock" + name.removeprefix(BREAK), tuple(args.values()))  # type: ignore[arg-type]
            self._locks.hold("", lock, LockState.FREE)
            self.put(lock, LockState.FREE)
        super().act(name, args, sets)

    def sends(self, port: str) -> bool:
        """Whether the input tied to this output has a signal, and the output is not muted."""
        kind, _, number = port.partition("/")
        output = _part(number)
        if kind != "output" or Place("video_tie", (output,)) not in self.values:
            return False
        tied = self.values[Place("video_tie", (output,))]
        muted = any(self.values.get(Place(key, (output,))) for key in ("output_mute", "video_mute"))
        if muted or not isinstance(tied, int | str) or not tied:
            return False
        if self.values.get(Place("input_mute", (tied,))):
            return False
        return bool(self.values.get(Place("signal", (tied,)), self._arriving.get(tied, True)))

    def receives(self, port: str, present: bool) -> None:
        """A source plugged in or gone at an input."""
        kind, _, number = port.partition("/")
        place = Place("signal", (_part(number),))
        if kind == "input":
            self._arriving[_part(number)] = present
            for key in ARRIVES:
                if place._replace(key=key) in self.values:
                    self.put(place._replace(key=key), present)
            if place._replace(key="detect_in") in self.values:
                self.put(place._replace(key="detect_in"), DETECTED if present else 0)
            self._show()

    def put(self, place: Place, value: Value) -> None:
        """Make it so; what outputs say of their own signal follows."""
        if value == 0 and place.key in TIES:
            self._left[place] = self.values[place]
        super().put(place, value)
        if place.key in SHOWN:
            self._show()

    def _restore(self, zone: Place) -> None:
        """A zone switched on shows what it showed."""
        if self.values[zone] == 0:
            self.put(zone, self._left.get(zone) or 1)

    def _show(self) -> None:
        for key in ("signal_out", "embedded_out"):
            for place in self.places_of(key):
                super().put(place, self.sends(f"output/{place.index[0]}"))

    def _preset(self, verb: str, name: str, args: Mapping[str, Value]) -> None:
        name = name.removeprefix("preset ")
        if verb in STORE:
            self._presets[name] = {place: value for place, value in self.values.items() if place.key in KEPT}
            return
        if name not in self._presets:
            raise Refused(Reason.OUT_OF_RANGE, next(iter(args), ""))
        for place, value in self._presets[name].items():
            self.put(place, value)


def _part(text: str) -> int | str:
    return int(text) if text.isdecimal() else text


def _place(text: str) -> Place:
    key, *index = text.split("/")
    return Place(key, tuple(map(_part, index)))
