"""From the hall's file to its topology: who feeds whom, and which signal cable goes where."""

from collections.abc import Iterator, Mapping

from controller.hall.signal import INPUT, OUTPUT, Line, Signals
from controller.hall.topology import End, Feed, Kind, Topology
from drivers.rigfile.device import Device, Node, Rig
from drivers.rigfile.kinds import Words
from drivers.rigfile.places import Place


def topology(rig: Rig) -> Topology:
    """Power, network and control of the hall as data."""
    things: dict[str, Device | Node] = {**rig.nodes, **rig.devices}
    return Topology(feed for name, thing in things.items() for feed in _feeds(name, thing))


def _feeds(name: str, thing: Device | Node) -> Iterator[Feed]:
    ways = {Kind.POWER: thing.fed_by, Kind.NETWORK: thing.network}
    ways |= {Kind.CONTROL: thing.control} if isinstance(thing, Device) else {}
    for kind, groups in ways.items():
        for group, sources in enumerate(groups):
            for source in sources:
                yield Feed(kind, End.parse(source), name, group)


def signals(rig: Rig) -> Signals:
    """The signal cables, with what the inputs and outputs of each device are called."""
    lines = [Line(End.parse(one.source), End.parse(one.sink), one.carries) for one in rig.cables]
    sources: dict[End, set[str]] = {}
    sinks: dict[End, set[str]] = {}
    for name, device in rig.devices.items():
        sources |= _named(name, INPUT, device.places.get("input", {}))
        sinks |= _named(name, OUTPUT, device.places.get("output", {}))
    things: dict[str, Device | Node] = {**rig.nodes, **rig.devices}
    called = {id: {thing.name.zh, thing.name.en} for id, thing in things.items() if thing.name}
    return Signals(lines, sources, sinks, called, rig.nodes)


def _named(device: str, jack: str, names: Mapping[Place, Words]) -> dict[End, set[str]]:
    return {End(device, f"{jack}{place}"): {words.zh, words.en} for place, words in names.items()}
