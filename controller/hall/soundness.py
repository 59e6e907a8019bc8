"""Whether a hall hangs together: what is named exists, nothing feeds itself, no jack is plugged twice."""

from collections.abc import Collection, Iterator
from typing import Any

from controller.hall.hallfile import HallFile
from controller.hall.topology import DEEPEST, End, Topology
from drivers.rigfile.document import Document
from drivers.rigfile.near import nearest
from drivers.rigfile.problems import Path, Problem

WAYS = ("fed_by", "network", "control")


def unsound(topology: Topology, document: Document, whole: HallFile) -> Iterator[Problem]:
    """Every reference that leads nowhere, every loop, every address or jack used twice."""
    devices = _names(document, "devices")
    yield from _feeds(document, devices, _names(document, "nodes"), whole)
    yield from _chains(topology, document, whole)
    yield from _cables(document, devices, _names(document, "nodes"), whole)
    yield from _addresses(document, whole)
    for number, action in enumerate(whole.key_actions):
        if action.scene and action.scene not in _names(document, "scenes"):
            guess = nearest(action.scene, whole.scenes)
            path: Path = ("key_actions", number, "scene")
            yield document.problem(*path, code="no_scene", name=action.scene, guess=guess)


def _names(document: Document, section: str) -> Collection[str]:
    """All names written in a section, those with problems of their own too: they are there, after all."""
    entries = document.value.get(section)
    return {str(name) for name in entries} if isinstance(entries, dict) else set()


def _feeds(
    document: Document, devices: Collection[str], nodes: Collection[str], whole: HallFile
) -> Iterator[Problem]:
    for section, name, thing in _things(whole):
        at: Path = (section, name)
        written = [one for way in WAYS for one in _written(document.value[section][name], thing, way)]
        for where, text in written:
            if trouble := _end(End.parse(text), where[0] == "fed_by", devices, nodes):
                code, params = trouble
                yield document.problem(*at, *where, code=code, **params)


def _written(entry: Any, thing: Any, way: str) -> Iterator[tuple[Path, str]]:
    """Every source of one way of being fed, and where it stands."""
    for group, sources in enumerate(getattr(thing, way, ())):
        for number, source in enumerate(sources):
            yield (way, *_written_at(entry[way], group, number)), source


def _things(whole: HallFile) -> Iterator[tuple[str, str, Any]]:
    yield from (("nodes", name, node) for name, node in whole.nodes.items())
    yield from (("devices", name, device) for name, device in whole.devices.items())


def _end(
    end: End, power: bool, devices: Collection[str], nodes: Collection[str]
) -> tuple[str, dict[str, object]] | None:
    if end.device not in devices and end.device not in nodes:
        return "no_node", {"name": end.device, "guess": nearest(end.device, {*devices, *nodes})}
    if power and end.device in devices and not end.jack.startswith("outlet/"):
        return "not_an_outlet", {"device": end.device}
    return None


def _written_at(raw: Any, group: int, number: int) -> Path:
    """Where a source stands, in each of the ways of writing it."""
    if isinstance(raw, str):
        return ()
    if isinstance(raw, list):
        return (number,)
    return ("all", group, number) if isinstance(raw["all"][group], list) else ("all", group)


def _chains(topology: Topology, document: Document, whole: HallFile) -> Iterator[Problem]:
    if loop := topology.cycle():
        feed = next(one for one in topology.above(loop[0]) if one.source.device == loop[1])
        section = "devices" if loop[0] in whole.devices else "nodes"
        key = "fed_by" if feed.kind == "power" else feed.kind.value
        yield document.key_problem(section, loop[0], key, code="cycle", chain=" <- ".join(loop))
        return
    for section, name, _ in _things(whole):
        if topology.depth(name) > DEEPEST:
            yield document.key_problem(section, name, code="chain_long", limit=DEEPEST)


def _cables(
    document: Document, devices: Collection[str], nodes: Collection[str], whole: HallFile
) -> Iterator[Problem]:
    taken: set[str] = set()
    for number, cable in enumerate(whole.cables):
        for key, text in (("from", cable.source), ("to", cable.sink)):
            end = End.parse(text)
            if end.device not in devices and end.device not in nodes:
                guess = nearest(end.device, {*devices, *nodes})
                yield document.problem("cables", number, key, code="no_node", name=end.device, guess=guess)
        if cable.sink in taken and "/" in cable.sink:
            yield document.problem("cables", number, "to", code="jack_taken", name=cable.sink)
        taken.add(cable.sink)


def _addresses(document: Document, whole: HallFile) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for name, device in whole.devices.items():
        # two devices behind one gateway may well share its address
        if not device.control and (other := seen.setdefault(device.address, name)) != name:
            yield document.problem("devices", name, "address", code="address_twice", name=other)
