"""A whole hall as its file describes it: read, checked, and put into words the rest of the product uses."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from os import environ as ENVIRON
from pathlib import Path as File
from typing import Any

from controller.hall.contractfile import ContractPart, unkept
from controller.hall.deskfile import ContactPart, DutyPart, NotifyPart, unreachable
from controller.hall.fitting import Catalog, misfits
from controller.hall.hallfile import Account, HallFile, HallPart, KeyAction, SchedulePart
from controller.hall.linkfile import LinkPart, unlinked
from controller.hall.signal import Signals
from controller.hall.skills import unskilled
from controller.hall.soundness import unsound
from controller.hall.topology import Topology
from controller.hall.wiring import signals, topology
from controller.hall.wording import Guard
from drivers.points import Value
from drivers.rigfile.device import Cable, Device, Node
from drivers.rigfile.document import Document
from drivers.rigfile.files import gather
from drivers.rigfile.problems import Problem, RigFileError
from drivers.rigfile.validate import validate


@dataclass(frozen=True)
class Venue:
    """The hall: frozen, sound, every reference in it leading somewhere.

    `scenes` are handed on as written, with the position of every word; `scenes.library` reads them.
    """

    file: str
    hall: HallPart
    listen: str
    contract: ContractPart
    accounts: tuple[Account, ...]
    faults: Mapping[str, Value]
    devices: Mapping[str, Device]
    nodes: Mapping[str, Node]
    cables: tuple[Cable, ...]
    guards: tuple[Guard, ...]
    key_actions: tuple[KeyAction, ...]
    scenes: Mapping[str, Document]
    schedules: Mapping[str, SchedulePart]
    topology: Topology
    signals: Signals
    document: Document
    contacts: Mapping[str, ContactPart] = field(default_factory=dict)
    roster: tuple[DutyPart, ...] = ()
    notify: NotifyPart = field(default_factory=NotifyPart)
    links: Mapping[str, LinkPart] = field(default_factory=dict)


def load(
    path: str | File,
    environ: Mapping[str, str] = ENVIRON,
    catalog: Catalog | None = None,
) -> Venue:
    """The hall in the file at `path`, with `conf.d/` and `scenes/` beside it.

    `catalog` is where drivers come from, `drivers.catalog` when left out.
    Raises RigFileError with every problem there is; what cannot be read is left out of the later checks, so
    that one slip does not hide, or invent, others.
    """
    document = gather(File(path), environ)
    document = replace(
        document, value={k: v for k, v in document.value.items() if not str(k).startswith("x-")}
    )
    whole, problems = validate(HallFile, document)
    if whole is None:
        whole, _ = validate(HallFile, replace(document, value=_pruned(document.value, problems)))
    if whole is None:
        raise RigFileError(problems)
    venue = _venue(whole, document)
    problems += [
        *unsound(venue.topology, document, whole),
        *misfits(whole, document, catalog or _catalogue()),
        *unreachable(whole.notify, whole.contacts, whole.roster, document),
        *unskilled(whole, document, catalog or _catalogue()),
        *unkept(whole.contract, document),
        *unlinked(whole.links, whole.notify, document),
    ]
    if problems:
        raise RigFileError(problems)
    return venue


def _catalogue() -> Catalog:
    import drivers.catalog  # only now: a test brings its own

    return drivers.catalog


def _venue(whole: HallFile, document: Document) -> Venue:
    return Venue(
        file=document.file,
        hall=whole.hall,
        listen=whole.listen,
        contract=whole.contract,
        accounts=whole.demo.accounts,
        faults=whole.faults,
        devices=whole.devices,
        nodes=whole.nodes,
        cables=whole.cables,
        guards=tuple(part.guard() for part in whole.guards),
        key_actions=whole.key_actions,
        scenes={name: document.under("scenes", name) for name in whole.scenes},
        schedules=whole.schedules,
        topology=topology(whole),
        signals=signals(whole),
        document=document,
        contacts=whole.contacts,
        roster=whole.roster,
        notify=whole.notify,
        links=whole.links,
    )


def _pruned(value: dict[str | int, Any], problems: list[Problem]) -> dict[str | int, Any]:
    """The file without the entries that have problems: one device, or a whole section of another kind."""
    left = dict(value)
    for section, *rest in (problem.path for problem in problems if problem.path):
        entries = left.get(section)
        if rest and isinstance(entries, dict) and section in ("devices", "nodes", "scenes"):
            left[section] = {name: entry for name, entry in entries.items() if name != rest[0]}
        elif section not in ("hall", "version"):
            left.pop(section, None)
    return left
