"""A hall's file as the simulators see it: which devices, where, how they behave, and how they are wired."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from drivers.points import Place, Ref, Value
from drivers.rigfile.device import Device, Rig
from drivers.rigfile.document import Document
from drivers.rigfile.files import gather
from drivers.rigfile.problems import RigFileError
from drivers.rigfile.validate import validate
from drivers.transport.address import Address, parse
from drivers.wire.driver import Driver
from simulators.models.traits import Kind, Traits
from simulators.seeds import first_values, grown
from simulators.venue import Cable, Groups

OF_THE_DEVICE = {
    "boot": Kind.SECONDS,
    "call_every": Kind.SECONDS,
    "idle": Kind.SECONDS,
    "connections": Kind.WHOLE,
    "subscribers": Kind.WHOLE,
    "seed": Kind.WHOLE,
    "traps": Kind.TEXT,
    "notify": Kind.TEXT,
    "session": Kind.TABLE,
}
"""Behaviours that belong to every simulated device, whatever its model."""


class NotAPlan(Exception):
    """The file cannot be simulated; `problems` has a sentence for each reason."""

    def __init__(self, problems: list[str]) -> None:
        """Keep them all."""
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Blueprint:
    """One device to be simulated; `traits` are its own behaviours, `behaviour` those of its model."""

    name: str
    title: Mapping[str, str]
    driver: Driver
    address: Address
    credentials: Mapping[str, str]
    values: Mapping[Place, Value]
    behaviour: Mapping[str, Any]
    traits: Traits


@dataclass(frozen=True)
class Plan:
    """Everything to be simulated. `title` is the hall's name in both languages."""

    title: Mapping[str, str]
    devices: tuple[Blueprint, ...]
    feeds: Mapping[str, Groups]
    cables: tuple[Cable, ...]


def read(path: Path, environ: Mapping[str, str], catalog: Callable[[str], Driver], lang: str = "en") -> Plan:
    """The plan in the file at `path`. NotAPlan names everything that is wrong, with its place in the file."""
    try:
        document = gather(path, environ)
        rig, problems = validate(Rig, _things(document))
    except RigFileError as error:
        raise NotAPlan([problem.line(lang) for problem in error.problems]) from None
    if rig is None:
        raise NotAPlan([problem.line(lang) for problem in problems])
    hall = document.value.get("hall")
    return Plan(
        title=_title(hall.get("name") if isinstance(hall, dict) else None, path.stem),
        devices=_blueprints(rig, catalog),
        feeds={name: device.fed_by for name, device in rig.devices.items() if device.fed_by},
        cables=tuple(Cable(cable.source, cable.sink) for cable in rig.cables),
    )


def _things(document: Document) -> Document:
    return replace(document, value={k: v for k, v in document.value.items() if k in Rig.model_fields})


def _blueprints(rig: Rig, catalog: Callable[[str], Driver]) -> tuple[Blueprint, ...]:
    found, problems = [], []
    for name, device in rig.devices.items():
        try:
            found.append(_blueprint(name, device, catalog))
        except (ValueError, KeyError) as trouble:
            problems.append(f"devices.{name}: {trouble.args[0] if trouble.args else trouble}")
    if problems:
        raise NotAPlan(problems)
    return tuple(found)


def _blueprint(name: str, device: Device, catalog: Callable[[str], Driver]) -> Blueprint:
    try:
        driver = grown(catalog(device.driver).fitted(device.driver_options, device.sizes), device.sizes)
    except KeyError:
        raise ValueError(f"there is no driver {device.driver!r}") from None
    behaviour = device.simulator.behaviour
    traits = Traits({key: value for key, value in behaviour.items() if key in OF_THE_DEVICE})
    traits.check(OF_THE_DEVICE)
    return Blueprint(
        name=name,
        title=_title(device.name and {"zh": device.name.zh, "en": device.name.en}, name),
        driver=driver,
        address=parse(device.address, driver.port),
        credentials=device.credentials,
        values=_values(driver, name, device),
        behaviour={key: value for key, value in behaviour.items() if key not in OF_THE_DEVICE},
        traits=traits,
    )


def _values(driver: Driver, name: str, device: Device) -> dict[Place, Value]:
    names = {axis: {at: words.en for at, words in given.items()} for axis, given in device.places.items()}
    values = first_values(driver, name, names)
    for text, value in device.simulator.values.items():
        place = Ref.parse(f"{name}/{text}").place
        if place not in values:
            raise ValueError(f"simulator.values.{text}: the device has no such point")
        values[place] = value
    return values


def _title(said: Any, otherwise: str) -> dict[str, str]:
    if isinstance(said, dict) and said:
        return {lang: str(said.get(lang) or next(iter(said.values()))) for lang in ("zh", "en")}
    return dict.fromkeys(("zh", "en"), str(said or otherwise))
