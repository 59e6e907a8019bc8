"""How a device is reached, as far as whoever stands before it must know: over what cable, and what to do
with its power when it is frozen.

A device at the end of a connection takes it or does not. One that is sent datagrams, or hangs on a serial
line, takes nothing: its silence alone says neither that it has power nor that its cable is in.
"""

from controller.hall.hall import Hall
from controller.hall.sentences import Sentence
from controller.hall.topology import Kind
from drivers.vocabulary import COOLING, LAMP, POWER

CONNECTED = ("tcp", "ws", "wss")
SERIAL = ("serial", "rfc2217", "socket")
WIRED = ("udp", "snmp", "sacn", "artnet")
"""Schemes of addresses; what VISA reaches is told by the beginning of its resource."""


def connected(address: str) -> bool:
    """Whether the device itself takes a connection."""
    scheme, _, rest = address.partition("://")
    return scheme in CONNECTED or (scheme == "visa" and rest.upper().startswith("TCPIP"))


def cable_of(address: str) -> str:
    """`network`, `serial` or `other`."""
    scheme, _, rest = address.partition("://")
    if scheme in SERIAL or (scheme == "visa" and "ASRL" in rest.upper()):
        return "serial"
    return "network" if scheme in WIRED or connected(address) else "other"


def address_of(hall: Hall, id: str) -> str:
    """Where the hall's file says that it is."""
    device = hall.devices.get(id)
    return device.spec.address if device is not None else ""


def restart(hall: Hall, id: str) -> Sentence:
    """How it is started anew by hand: no lamp loses its fan while hot, nothing that feeds others is cut."""
    device = hall.devices.get(id)
    if device is not None and (device.places.has(LAMP.key) or _cools(hall, id)):
        return Sentence("restart.lamp")
    kinds = {feed.kind for feed in hall.venue.topology.feeds if feed.source.device == id}
    if Kind.POWER in kinds:
        return Sentence("restart.feeds")
    return Sentence("restart.carries" if kinds else "restart.mains")


def _cools(hall: Hall, id: str) -> bool:
    places = hall.devices[id].places
    return places.has(POWER.key) and COOLING in places.point(POWER.key).passing
