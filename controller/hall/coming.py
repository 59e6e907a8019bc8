"""How long it takes until whoever went down with something is up again: the longest chain of boots to it.

A camera behind a switch is up when the switch is, and then the camera: whoever is given its own boot alone is
called lost while the switch still boots.
"""

from collections.abc import Callable

from controller.hall.reach import taken
from controller.hall.topology import End, Topology
from controller.record import failpoints


def comes_up(
    topology: Topology, end: End, carries: Callable[[str], float], first: float = 0.0
) -> dict[str, float]:
    """The seconds until each device and node that hangs on `end` is expected up, from when `end` gives power
    again; `first`: what the device at the end needs itself.

    `carries(name)`: the seconds one needs from its power until it is up, and others are reached through it.
    """
    up = {end.device: first}
    hanging = {*topology.below(end), *taken(topology, {end})} - {end.device}
    for name in sorted(hanging, key=topology.depth):
        above = [up[feed.source.device] for feed in topology.above(name) if feed.source.device in up]
        waits = 0.0 if failpoints.planted("each_boots_alone") else max(above, default=0.0)
        up[name] = waits + carries(name)
    return up
