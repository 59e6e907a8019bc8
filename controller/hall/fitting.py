"""Whether the hall's file fits its drivers: names, places, points and values."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Protocol

from controller.hall.address_words import in_chinese
from controller.hall.hallfile import HallFile
from controller.hall.healing_check import unhealable
from controller.hall.refs import OF_THE_VALUE, Known, Trouble, numeric, walk
from controller.hall.topology import End
from drivers.points import Ref
from drivers.rigfile.device import Device
from drivers.rigfile.document import Document
from drivers.rigfile.near import nearest
from drivers.rigfile.places import AXES
from drivers.rigfile.problems import Path, Problem
from drivers.transport.address import parse
from drivers.transport.connecting import connect
from drivers.wire.driver import Driver
from drivers.wire.options import OptionError

CARRIED = {"rfc2217": {"serial"}, "socket": {"serial", "tcp"}}
"""What a serial gateway brings to a device that has no network socket of its own."""

SECRETS = ("community", "write", "auth_password", "priv_password", "user", "password")
"""What may be called so under `secrets:`; by any other name nobody would ever ask for it."""


class Catalog(Protocol):
    """Where drivers come from; the module `drivers.catalog` is one."""

    def get(self, name: str) -> Driver:
        """The driver called `name`; KeyError where there is none."""

    def names(self) -> Iterable[str]:
        """Every name there is."""


def misfits(whole: HallFile, document: Document, catalog: Catalog) -> Iterator[Problem]:
    """Everything in the file that a driver of the hall has no answer to."""
    entries = document.value.get("devices")
    known = knowledge(whole.devices, catalog, map(str, entries) if isinstance(entries, dict) else ())
    for name, device in whole.devices.items():
        if name in known.drivers:
            yield from _device(document.under("devices", name), name, device, known)
        else:
            yield from _no_driver(document.under("devices", name), device, catalog)
    yield from unhealable(document, whole, known)
    yield from _guards(document, whole, known)
    yield from _key_actions(document, whole, known)
    for number, cable in enumerate(whole.cables):
        for key, text in (("from", cable.source), ("to", cable.sink)):
            end = End.parse(text)
            if trouble := known.jack(end.device, end.jack):
                yield _problem(document, ("cables", number, key), trouble)
    for name, schedule in whole.schedules.items():
        if schedule.scene is not None and schedule.scene not in whole.scenes:
            guess = nearest(schedule.scene, whole.scenes)
            at = ("schedules", name, "scene")
            yield document.problem(*at, code="no_scene", name=schedule.scene, guess=guess)
    for name in whole.scenes:
        yield from _scene(document.under("scenes", name), known)


def knowledge(devices: Mapping[str, Device], catalog: Catalog, declared: Iterable[str] = ()) -> Known:
    """What can be said about references to these devices; `declared` are all names in the file."""
    drivers: dict[str, Driver] = {}
    for name, device in devices.items():
        with suppress(LookupError, OptionError):
            drivers[name] = catalog.get(device.driver).fitted(device.driver_options, device.sizes)
    return Known(devices, drivers, frozenset({*devices, *declared} - set(drivers)))


def _device(part: Document, name: str, device: Device, known: Known) -> Iterator[Problem]:
    yield from _address(part, device, known.drivers[name])
    for secret in device.secrets:
        if secret not in SECRETS:
            guess = nearest(secret, SECRETS)
            yield part.key_problem("secrets", secret, code="no_secret", name=secret, guess=guess)
    yield from _axes(part, device, known.drivers[name])
    for key in device.limits:
        if trouble := _limit(f"{name}/{key}", known):
            yield part.key_problem("limits", key, code=trouble[0], **trouble[1])
    for number, key in enumerate(device.readiness.toggle):
        if trouble := known.wish(f"{name}/{key}", True):
            yield _problem(part, ("readiness", "toggle", number), trouble)
    for key, value in device.readiness.route.items():
        if trouble := known.wish(f"{name}/{key}", value):
            yield _problem(part, ("readiness", "route", key), trouble)
    for key, value in device.simulator.values.items():
        if trouble := known.value(f"{name}/{key}", value):
            yield _problem(part, ("simulator", "values", key), trouble)
    for source in (one for group in device.fed_by for one in group):
        feeder, _, jack = source.partition("/")
        if feeder in known.drivers and jack and known.ref(source):
            yield part.problem("fed_by", code="no_outlet", device=feeder, name=jack)


def _no_driver(part: Document, device: Device, catalog: Catalog) -> Iterator[Problem]:
    """Why a device has no driver: there is none of that name, or its options do not fit it."""
    try:
        catalog.get(device.driver).fitted(device.driver_options, device.sizes)
    except OptionError as error:
        for wrong in error:
            yield part.problem("options", *wrong.path, code="option", reason=(wrong.zh, wrong.en))
    except LookupError:
        guess = nearest(device.driver, catalog.names())
        yield part.problem("driver", code="no_driver", name=device.driver, guess=guess)


def _address(part: Document, device: Device, driver: Driver) -> Iterator[Problem]:
    try:
        address = parse(device.address, driver.port)
        scheme = address.scheme
        if scheme == "snmp":
            connect(address, device.credentials)  # which opens nothing, but looks for its pass phrases
    except ValueError as error:
        yield part.problem("address", code="address", reason=(in_chinese(str(error)), str(error)))
        return
    if not CARRIED.get(scheme, {scheme}) & set(driver.transports):
        spoken = ", ".join(f"{one}://" for one in driver.transports)
        yield part.problem("address", code="no_transport", driver=driver.name, spoken=spoken)


def _limit(text: str, known: Known) -> Trouble | None:
    """A limit may leave out the index: it then holds for every place (every lamp)."""
    trouble = known.ref(text)
    if trouble and trouble[0] != "needs_index":
        return trouble
    point = known.point(Ref.parse(text))
    return None if point is None or numeric(point) else ("no_limit", {"ref": text})


def _axes(part: Document, device: Device, driver: Driver) -> Iterator[Problem]:
    for plural, axis in AXES.items():
        names, places = getattr(device, plural), driver.axes.get(axis)
        if names and places is None:
            yield part.key_problem(plural, code="no_axis", driver=driver.name, name=plural)
        if axis in device.sizes and places is None:
            yield part.key_problem("options", plural, code="no_axis", driver=driver.name, name=plural)
        for at in device.places.get(axis, {}) if places else ():
            if at not in places:  # type: ignore[operator]
                yield part.key_problem(plural, at, code="no_place", driver=driver.name, axis=axis, name=at)


def _guards(document: Document, whole: HallFile, known: Known) -> Iterator[Problem]:
    for number, part in enumerate(whole.guards):
        at: Path = ("guards", number)
        if part.never.set and (trouble := known.ref(part.never.set, every=True)):
            yield _problem(document, (*at, "never", "set"), trouble)
        elif part.never.set and part.never.to is not None:
            trouble = known.wish(part.never.set, part.never.to, every=True)
            yield from [_problem(document, (*at, "never", "to"), trouble)] if trouble else []
        elif part.never.set and (part.never.above, part.never.below) != (None, None):
            point = known.point(Ref.parse(part.never.set))
            if point is not None and not numeric(point):
                yield _problem(document, (*at, "never"), ("no_limit", {"ref": part.never.set}))
        if part.never.invoke and (trouble := known.action(part.never.invoke, part.never.args)):
            yield _problem(document, (*at, "never", "invoke"), trouble)
        for condition in part.when:
            values = condition.values if condition.how in ("", "not") else ()
            troubles = [known.ref(str(condition.ref)), *(known.value(str(condition.ref), v) for v in values)]
            if trouble := next(filter(None, troubles), None):
                yield _problem(document, (*at, "while"), trouble)


def _key_actions(document: Document, whole: HallFile, known: Known) -> Iterator[Problem]:
    for number, action in enumerate(whole.key_actions):
        for place, wish in enumerate(action.set):
            if trouble := known.wish(wish.ref, wish.value):
                yield _problem(document, ("key_actions", number, "set", place), trouble)
        for place, ref in enumerate(action.toggle):
            if trouble := known.wish(ref, True):
                yield _problem(document, ("key_actions", number, "toggle", place), trouble)


def _scene(part: Document, known: Known) -> Iterator[Problem]:
    for path, step in walk(part.value):
        yield from _step(part, path, step, known)


def _step(part: Document, path: Path, step: Any, known: Known) -> Iterator[Problem]:
    """One step of a scene, as far as it names points, values and actions; its grammar is the library's."""
    for key, check in (("set", known.wish), ("wait", known.value)):
        text, value = step.get(key), step.get("to")
        if not isinstance(text, str) or "/" not in text or not isinstance(value, bool | int | float | str):
            continue
        try:
            trouble = known.ref(text) or check(text, value)
        except ValueError:
            continue
        if trouble:
            yield _problem(part, (*path, "to" if trouble[0] in OF_THE_VALUE else key), trouble)
    text, args = step.get("invoke"), step.get("args") or {}
    if isinstance(text, str) and isinstance(args, dict):
        action = step.get("action")
        whole = not any(isinstance(one, dict) for one in args.values())  # a value that depends on a choice
        trouble = known.action(text if action is None else f"{text}/{action}", args, whole)
        if trouble and trouble[0] == "no_argument":
            yield part.key_problem(*path, "args", str(trouble[1]["argument"]), code=trouble[0], **trouble[1])
        elif trouble:
            yield _problem(part, (*path, "invoke"), trouble)


def _problem(document: Document, path: Path, trouble: Trouble) -> Problem:
    code, params = trouble
    return document.problem(*path, code=code, **params)
