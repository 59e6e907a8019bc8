"""One driver as plain facts, read off its table and nothing else."""

from collections.abc import Iterator
from typing import Any

from drivers.points import Value
from drivers.wire.driver import Driver
from drivers.wire.sentences import BoundRow
from drivers.wire.sides import ControllerSide
from drivers.wire.talk import Action
from web.describing import action, point
from web.reference.transcripts import counted
from web.words import titled


def facts(name: str, driver: Driver) -> dict[str, Any]:
    """Everything `auditorium drivers show NAME --json` tells; `transcripts` is null outside of a checkout."""
    return brief(name, driver) | {
        "source": driver.source,
        "about": {what: remark._asdict() for what, remark in driver.about.items()},
        "fits": driver.fit is not None,
        "axes": {axis: list(places) for axis, places in driver.axes.items()},
        "timing": {"patience": driver.patience, "gap": driver.gap, "idle": driver.idle},
        "points": list(_points(driver)),
        "actions": list(_actions(driver)),
    }


def brief(name: str, driver: Driver) -> dict[str, Any]:
    """What a list of all drivers tells: nothing for which a table has to be compiled."""
    return {
        "name": name,
        "title": titled(f"driver.{name}", driver.title),
        "transports": list(driver.transports),
        "port": driver.port,
        "standing": driver.standing,
        "assumed": driver.assumed,
        "transcripts": counted(name),
    }


def _points(driver: Driver) -> Iterator[dict[str, Any]]:
    every, news = intervals(driver), told_unasked(driver)
    for one in driver.points:
        told = point(one, driver, {}, _nothing)
        told |= {"every": every.get(one.key), "unasked": one.key in news, "axes": list(one.axes)}
        yield {key: value for key, value in told.items() if key != "value_names"}


def _actions(driver: Driver) -> Iterator[dict[str, Any]]:
    seen: dict[str, dict[str, Any]] = {}
    for row in driver.talk:
        if isinstance(row, Action) and row.name not in seen:
            about = titled(f"action.{row.name}", row.about or row.name)
            seen[row.name] = action(row, driver) | {"about": about}
    yield from seen.values()


def intervals(driver: Driver) -> dict[str, float]:
    """Seconds between two questions for each point that can be asked for; 0: once a connection."""
    found: dict[str, float] = {}
    for poll in ControllerSide(_grown(driver)).polls():
        for key in {place.key for place in poll.covers}:
            often = (every for every in (found.get(key, 0.0), poll.every) if every)
            found[key] = min(often, default=0.0)
    return found


def _grown(driver: Driver) -> Driver:
    """The driver with one place on each axis that only a device could size."""
    empty = {axis: 1 for axis, places in driver.axes.items() if not places}
    return driver.sized(**empty) if empty else driver


def told_unasked(driver: Driver) -> frozenset[str]:
    """The points that the device tells of its own accord."""
    return frozenset(key for bound in driver.table.notices for key in _keys(bound))


def _keys(bound: BoundRow) -> Iterator[str]:
    for spoken in bound.replies:
        for form in spoken.forms:
            yield from form.keys


def _nothing(_: str) -> Value:
    return None
