"""What goes down with dead ends: all they feed, and all that is reached through what they feed.

A network or control path carries no power: a PDU whose switch is dead cannot be asked, and still feeds.
"""

from collections.abc import Collection

from controller.hall.topology import End, Kind, Topology


def taken(topology: Topology, ends: Collection[End]) -> frozenset[str]:
    """The devices and nodes that are dark or cut off when these ends are dead."""
    dark = topology.without(ends, (Kind.POWER,))
    cut_off = topology.without({*ends, *map(End, dark)}, (Kind.NETWORK, Kind.CONTROL))
    return dark | cut_off
