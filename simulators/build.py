"""From a plan to devices that stand ready, each with its servers, not yet listening."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from drivers.transport.address import Address
from drivers.wire.talk import Session
from simulators.device import SimulatedDevice
from simulators.loopback import is_loopback
from simulators.models.registry import kind_for, model_for
from simulators.plan import Blueprint, NotAPlan, Plan
from simulators.servers.listening import Server
from simulators.servers.receiver import receiver
from simulators.timing import Timing
from simulators.venue import Venue

SERIAL_LINE = re.compile(r"ASRL(/.+)::INSTR", re.IGNORECASE)
FOUR = 4
"""How many subscribers a console serves at once, where nothing else is said."""


@dataclass
class Hall:
    """The simulated hall: its devices as a venue, and the servers of each by its name."""

    venue: Venue
    servers: dict[str, list[Server]] = field(default_factory=dict)
    about: dict[str, dict[str, object]] = field(default_factory=dict)


def build(plan: Plan, timing: Timing, *, anywhere: bool = False, any_port: bool = False) -> Hall:
    """Make everything in the plan. NotAPlan names every device that cannot be made, and why."""
    devices, servers, problems = [], dict[str, list[Server]](), []
    for blueprint in plan.devices:
        try:
            _only_here(blueprint.address, anywhere)
            device = make(blueprint, timing)
            servers[device.name] = list(_servers(device, blueprint, any_port))
            devices.append(device)
        except ValueError as trouble:
            problems.append(f"devices.{blueprint.name}: {trouble}")
    if problems:
        raise NotAPlan(problems)
    for device in devices:
        device.endpoints.extend(servers[device.name])
    about = {blueprint.name: _about(blueprint) for blueprint in plan.devices}
    return Hall(Venue(devices, plan.feeds, plan.cables), servers, about)


def make(blueprint: Blueprint, timing: Timing) -> SimulatedDevice:
    """One device, its model chosen by its points. ValueError names a behaviour it does not have."""
    driver, traits = blueprint.driver, blueprint.traits
    lasting = "udp" in driver.transports and any(isinstance(r, Session) and r.lasts for r in driver.talk)
    return SimulatedDevice(
        blueprint.name,
        driver,
        model_for(driver.points, blueprint.values, blueprint.behaviour),
        timing,
        credentials=blueprint.credentials,
        boot=traits.seconds("boot", 2.0),
        subscribers=traits.whole("subscribers", FOUR if lasting else 0),
        session=traits.table("session"),
        seed=traits.whole("seed", 1),
        call_every=traits.seconds("call_every", 10.0),
    )


def _only_here(address: Address, anywhere: bool) -> None:
    if address.scheme == "serial" or not address.host or anywhere:
        return
    if not is_loopback(address.host):
        raise ValueError(f"{address.host} is not this machine's loopback; --listen-anywhere allows it")


def _servers(device: SimulatedDevice, blueprint: Blueprint, any_port: bool) -> Iterator[Server]:
    address, traits = blueprint.address, blueprint.traits
    port = 0 if any_port else address.port
    match address.scheme:
        case "tcp" | "socket":
            from simulators.servers.tcp import TcpServer

            by_datagram = device.driver.name == "pjlink"
            idle = traits.seconds("idle", device.driver.idle or 0.0)
            many = traits.whole("connections", 0)
            yield TcpServer(device, address.host, port, many, idle or None, unasked=not by_datagram)
            if by_datagram:
                from simulators.servers.pjlink_door import PjlinkDoor

                yield PjlinkDoor(device, address.host, port, receiver(traits.text("notify"), "notify"))
        case "udp":
            from simulators.servers.udp import UdpServer

            yield UdpServer(device, address.host, port)
        case "ws":
            from simulators.servers.websocket import WebSocketServer

            idle = traits.seconds("idle", device.driver.idle or 0.0)
            yield WebSocketServer(device, address.host, port, idle or None)
        case "serial":
            from simulators.servers.pty import PtyServer

            yield PtyServer(device, address.path)
        case "visa":
            yield _by_visa(device, address, port)
        case "snmp":
            from simulators.servers.snmp import SnmpServer

            yield SnmpServer(device, address, port, traits.text("traps"))
        case "sacn" | "artnet":
            from simulators.servers.dmx import DmxServer

            yield DmxServer(device, address, port)
        case other:
            raise ValueError(
                f"nothing simulates {other}:// addresses; use tcp://, udp://, ws://, serial:// or snmp://"
            )


def _by_visa(device: SimulatedDevice, address: Address, port: int) -> Server:
    """What VISA reaches by a raw socket or a serial line; nothing simulates a bus."""
    if address.host:
        from simulators.servers.tcp import TcpServer

        return TcpServer(device, address.host, port)
    line = SERIAL_LINE.fullmatch(address.path)
    if line is None:
        raise ValueError(
            f"nothing simulates {address.path}; use TCPIP::HOST::PORT::SOCKET or ASRL/PATH::INSTR"
        )
    from simulators.servers.pty import PtyServer

    return PtyServer(device, line[1])


def _about(blueprint: Blueprint) -> dict[str, object]:
    return {
        "name": dict(blueprint.title),
        "driver": blueprint.driver.name,
        "kind": kind_for(blueprint.driver.points).__name__.lower(),
        "address": str(blueprint.address),
    }
