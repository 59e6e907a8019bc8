"""Whether a device's `healing:` can be done at all: the action is there, the outlet too, and may be cut."""

from collections.abc import Iterator

from controller.hall.entries import critical_outlets
from controller.hall.hallfile import HallFile
from controller.hall.refs import Known
from drivers.points import Ref
from drivers.rigfile.device import Device
from drivers.rigfile.document import Document
from drivers.rigfile.near import nearest
from drivers.rigfile.problems import Problem
from drivers.vocabulary import CYCLE
from drivers.wire.driver import Driver
from drivers.wire.talk import Action


def unhealable(document: Document, whole: HallFile, known: Known) -> Iterator[Problem]:
    """Every remedy of the file that would come to nothing."""
    for name, device in whole.devices.items():
        part = document.under("devices", name)
        if device.healing is None:
            continue
        if "reset" in device.healing.steps and name in known.drivers:
            yield from _reset(part, name, device, known)
        if "power" in device.healing.steps:
            yield from _power(part, device, whole, known)


def _reset(part: Document, name: str, device: Device, known: Known) -> Iterator[Problem]:
    plan, actions = device.healing, _actions(known.drivers[name])
    if plan is not None and plan.reset not in actions:
        guess = nearest(plan.reset, actions)
        key = "reset" if "reset" in part.value["healing"] else "steps"
        yield part.problem("healing", key, code="no_action", device=name, name=plan.reset, guess=guess)


def _power(part: Document, device: Device, whole: HallFile, known: Known) -> Iterator[Problem]:
    """Every outlet that feeds it has to be one of a PDU that cycles, and none may be critical."""
    outlets = [source for group in device.fed_by for source in group]
    marked = {str(ref) for ref in critical_outlets(whole.devices)}
    cycling = {name for name, driver in known.drivers.items() if CYCLE in _actions(driver)}
    if not any(Ref.parse(one).device in cycling for one in outlets if "/" in one):
        yield part.problem("healing", "steps", code="heal_no_outlet")
    for outlet in outlets:
        if outlet in marked:
            yield part.problem("healing", "steps", code="heal_critical", name=outlet)


def _actions(driver: Driver) -> set[str]:
    return {row.name for row in driver.talk if isinstance(row, Action)}
