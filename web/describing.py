"""A device described for pages and programs: what it has, from which every control can be made."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from controller.hall.device import Device
from controller.hall.hall import Hall
from controller.hall.linkinfo import LinkInfo
from controller.hall.topology import Kind
from drivers.points import Point, Ref, Value
from drivers.rigfile.kinds import Words as Named
from drivers.vocabulary import LINK
from drivers.wire.driver import Driver
from drivers.wire.spelling import Text, Words
from drivers.wire.spelling_more import Wide
from drivers.wire.talk import Action
from web.arguments import arguments
from web.jsons import stamp
from web.words import say, titled, words

IDENTITY = ("maker", "model", "serial", "firmware")
MOST = 48
"""So many words at most are offered where the device has not said which of them it has."""
Names: TypeAlias = Mapping[str, Mapping[int | str, Named]]
Look: TypeAlias = Callable[[str], Value]


def device(hall: Hall, one: Device) -> dict[str, Any]:
    """The whole description."""
    entry, driver = hall.venue.devices.get(one.id), one.driver
    names = entry.places if entry is not None else {}

    def look(key: str) -> Value:
        return hall.state.get(Ref(one.id, key)).reported

    return {
        "id": one.id,
        "name": words(one.title),
        "driver": driver.name,
        "title": titled(f"driver.{driver.name}", driver.title),
        "area": entry.area if entry is not None else None,
        "address": one.spec.address,
        "enabled": one.spec.enabled,
        "fed_by": [str(feed.source) for feed in hall.venue.topology.above(one.id) if feed.kind is Kind.POWER],
        "feeds": dict(_feeds(hall, one.id)),
        "identity": {key: look(key) for key in IDENTITY},
        "points": [point(what, driver, names, look) for what in (*driver.points, LINK)],
        "actions": [action(what, driver) for what in one.actions.values()],
        "link": link(one.link_info()),
    }


def point(what: Point, driver: Driver, names: Names, look: Look) -> dict[str, Any]:
    """A point: its kind, its values or range, its places with their names."""
    return {
        "key": what.key,
        "about": titled(f"point.{what.key}", what.about),
        "type": _type(what, driver),
        "values": _values(what, driver, look),
        "range": None if what.range is None else list(what.range),
        "step": what.step,
        "unit": what.unit or None,
        "settable": what.settable,
        "passing": sorted(map(str, what.passing)),
        "risk": what.risk,
        "axes": [_axis(axis, driver, names) for axis in what.axes],
        "value_names": _value_names(what, names),
    }


def action(what: Action, driver: Driver) -> dict[str, Any]:
    """An action and its arguments."""
    return {
        "name": what.name,
        "about": words(what.about) if what.about else None,
        "risk": what.risk,
        "args": list(arguments(what, driver)),
    }


def link(info: LinkInfo) -> dict[str, Any]:
    """How the connection stands."""
    return {
        "state": info.state,
        "since": stamp(info.since),
        "sentence": None if info.sentence is None else words(info.sentence),
        "rtt_ms": round(info.rtt * 1000, 2) if info.rtt else None,
        "sent": info.sent,
        "heard": info.heard,
        "errors": info.errors,
        "reconnects": info.reconnects,
        "noise": info.noise,
    }


def _feeds(hall: Hall, id: str) -> Iterator[tuple[str, str]]:
    for end, fed in hall.venue.topology.outlets(id).items():
        key, _, place = end.jack.partition("/")
        if key == "outlet" and fed:
            yield place, fed[0]


def _type(what: Point, driver: Driver) -> str:
    samples = what.values
    if samples is None:
        spelling = driver.spelling.get(what.key)
        if isinstance(spelling, Text) or what.among:
            return "whole" if what.among else "text"
        samples = () if spelling is None or isinstance(spelling, Wide) else spelling.samples()
    if what.range is not None and what.values is None:
        return "whole" if what.step == 1 else "real"
    return next(
        (kind for of, kind in _KINDS if samples and all(isinstance(one, of) for one in samples)), "text"
    )


_KINDS = ((bool, "bool"), (str, "word"), (int, "whole"), (int | float, "real"))


def _values(what: Point, driver: Driver, look: Look) -> list[Value] | None:
    """What may be chosen: the point's own values, the places of a tie, or the words of its spelling."""
    if what.values is not None:
        return list(what.values)
    if what.among:
        return [0, *driver.axes.get(what.among, ())]
    spelling = driver.spelling.get(what.key)
    if not what.settable or not isinstance(spelling, Words):
        return None
    return _there(spelling, look(f"{what.key}s")) or list(spelling.samples())[:MOST]


def _there(spelling: Words, told: Value) -> list[Value]:
    """The words that the device itself says it has: PJLink's "11 31 32" are its inputs."""
    codes = told.split() if isinstance(told, str) else []
    return [spelling.table[code] for code in codes if code in spelling.table]


def _axis(axis: str, driver: Driver, names: Names) -> dict[str, Any]:
    named = names.get(axis, {})
    places = [{"id": place, "name": _name(named.get(place))} for place in driver.axes.get(axis, ())]
    return {"name": axis, "places": places}


def _name(said: Named | None) -> dict[str, str] | None:
    return None if said is None else {"zh": said.zh, "en": said.en}


def _value_names(what: Point, names: Names) -> dict[str, Any] | None:
    if not what.among:
        return None
    named = names.get(what.among, {}).items()
    return {"0": say("value.none"), **{str(place): _name(said) for place, said in named}}
