"""References and values in a hall's file against the drivers' points: the same answer for every section."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from drivers.points import Point, Ref, Value
from drivers.rigfile.device import Device
from drivers.rigfile.near import nearest
from drivers.vocabulary import LINK
from drivers.wire.driver import Driver
from drivers.wire.sides import ControllerSide
from drivers.wire.talk import Action
from drivers.wire.trouble import NotSupported, OutOfRange

FIELD = re.compile(r"\{([a-z_]+)")
"""A field of a driver's line: in an action's line, whatever is no axis is an argument."""

Trouble = tuple[str, dict[str, object]]
"""A message id of `drivers.rigfile.messages`, and its parameters."""
OF_THE_VALUE = frozenset({"no_value", "only_passing"})
"""The troubles that lie in the value and not in the reference."""


@dataclass(frozen=True)
class Known:
    """The devices of a hall with their drivers; `others` are devices that cannot be checked just now."""

    devices: Mapping[str, Device]
    drivers: Mapping[str, Driver]
    others: frozenset[str] = frozenset()

    def ref(self, text: str, every: bool = False) -> Trouble | None:
        """What is wrong with a reference; `every` allows `*` for an index."""
        try:
            ref = Ref.parse(text)
        except ValueError:
            return "ref", {}
        if ref.device in self.others:
            return None
        if ref.device not in self.drivers:
            return "no_device", {"name": ref.device, "guess": nearest(ref.device, self.drivers)}
        point = self.point(ref)
        if point is None:
            keys = [one.key for one in self.drivers[ref.device].points]
            return "no_point", {"device": ref.device, "name": ref.key, "guess": nearest(ref.key, keys)}
        return self._index(ref, point, every)

    def point(self, ref: Ref) -> Point | None:
        """The point a reference names, whatever its index; None where there is none."""
        if ref.key == LINK.key:
            return LINK
        driver = self.drivers.get(ref.device)
        return next((one for one in driver.points if one.key == ref.key), None) if driver else None

    def places(self, device: str, axis: str) -> Sequence[int | str]:
        """The places of an axis of one device; empty where only the device itself can tell."""
        return self.drivers[device].axes.get(axis, ())

    def _index(self, ref: Ref, point: Point, every: bool) -> Trouble | None:
        if len(ref.index) < len(point.axes):
            firsts = [next(iter(self.places(ref.device, axis)), 1) for axis in point.axes]
            return "needs_index", {"ref": ref, "example": Ref(ref.device, ref.key, tuple(firsts))}
        if len(ref.index) > len(point.axes):
            return "no_index", {"ref": ref}
        for axis, place in zip(point.axes, ref.index, strict=True):
            places = self.places(ref.device, axis)
            if places and place not in places and not (every and place == "*"):
                return "no_index", {"ref": ref}
        return None

    def wish(self, text: str, value: Value, every: bool = False) -> Trouble | None:
        """What is wrong with ordering this value: the reference, or the value."""
        if trouble := self.ref(text, every):
            return trouble
        ref = Ref.parse(text)
        point = self.point(ref)
        if point is None:
            return None
        if not point.settable:
            return "not_settable", {"ref": ref}
        meant = self.meant(ref, value)
        if meant in point.passing:
            able = ", ".join(_said(one) for one in point.values or () if point.allows(one))
            return "only_passing", {"ref": ref, "value": _said(value), "values": able}
        fine = point.allows(meant) and self._among(ref, point, meant)
        return None if fine else self._no_value(ref, point, value, point.allows)

    def value(self, text: str, value: Value) -> Trouble | None:
        """What is wrong with expecting this value: like `wish`, but for points that are only read too."""
        if trouble := self.ref(text, every=True):
            return trouble
        ref = Ref.parse(text)
        point = self.point(ref)
        if point is None:
            return None
        meant = self.meant(ref, value)
        fine = point.knows(meant) and self._among(ref, point, meant)
        return None if fine else self._no_value(ref, point, value, point.knows)

    def _among(self, ref: Ref, point: Point, value: Value) -> bool:
        """Whether a tie's value is a place of the axis it chooses from; 0 is none."""
        places = self.places(ref.device, point.among) if point.among else ()
        return not places or (value in (0, *places) and not isinstance(value, bool))

    def meant(self, ref: Ref, value: Value) -> Value:
        """The value itself, or the place that it is the name of: `camera` for input 2 of a matrix."""
        return meant(self.point(ref), self.devices.get(ref.device), value)

    def _no_value(self, ref: Ref, point: Point, value: Value, fits: Callable[[Value], bool]) -> Trouble:
        names = self.devices[ref.device].places.get(point.among, {}).values() if point.among else ()
        known = [*(_said(one) for one in point.values or () if fits(one)), *(words.en for words in names)]
        guess = nearest(_said(value), known)
        return "no_value", {"ref": ref, "value": _said(value), "guess": guess}

    def action(self, text: str, args: Mapping[str, Value], whole: bool = False) -> Trouble | None:
        """What is wrong with invoking `device/action`; `whole`: all arguments must be there, and in range."""
        device, _, name = text.partition("/")
        if device in self.others:
            return None
        if device not in self.drivers:
            return "no_device", {"name": device, "guess": nearest(device, self.drivers)}
        rows = [row for row in self.drivers[device].talk if isinstance(row, Action)]
        row = next((one for one in rows if one.name == name), None)
        if row is None:
            guess = nearest(name, (one.name for one in rows))
            return "no_action", {"device": device, "name": name, "guess": guess}
        known = {*row.args, *self.drivers[device].axes, *FIELD.findall(repr(row.do))}
        odd = next((one for one in args if one not in known), None)
        if odd is not None:
            return "no_argument", {"name": name, "argument": odd, "guess": nearest(odd, known)}
        try:
            if whole:
                ControllerSide(self.drivers[device]).do(name, args)
        except (OutOfRange, NotSupported):
            return "bad_arguments", {"device": device, "name": name}
        return None

    def jack(self, device: str, jack: str) -> Trouble | None:
        """What is wrong with plugging a cable in here: `output/9` of a matrix with eight outputs."""
        axis, _, place = jack.partition("/")
        places = self.places(device, axis) if device in self.drivers else ()
        if not places or not place or place in map(str, places):
            return None
        return "no_place", {"driver": self.drivers[device].name, "axis": axis, "name": place}


def meant(point: Point | None, device: Device | None, value: Value) -> Value:
    """The value itself, or the place of the device that it is the name of."""
    if point is None or device is None or not point.among or not isinstance(value, str):
        return value
    for place, words in device.places.get(point.among, {}).items():
        if value.casefold() in (words.zh.casefold(), words.en.casefold()):
            return place
    return value


def _said(value: object) -> str:
    """A value as the file writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def numeric(point: Point) -> bool:
    """Whether a limit makes sense for a point."""
    return point.values is None and (point.range is not None or bool(point.unit))


def walk(steps: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Every mapping in a tree of steps, with its path; the checks of scenes need no more of their grammar."""
    if isinstance(steps, dict):
        yield path, steps
    items = steps.items() if isinstance(steps, dict) else enumerate(steps) if isinstance(steps, list) else ()
    for key, inner in items:
        yield from walk(inner, (*path, key))
