"""From an address to the transport that reaches it."""

from collections.abc import Mapping
from types import MappingProxyType

from drivers.transport import Timers, Transport
from drivers.transport.address import Address

_NONE: Mapping[str, str] = MappingProxyType({})


def connect(address: Address, secrets: Mapping[str, str] = _NONE, clock: Timers | None = None) -> Transport:
    """The transport for an address, not yet open. `secrets` may hold community, write, auth_password,
    priv_password, or password (for both of these); they win over what the address holds.
    Only the module that is needed is imported. Raises ValueError where a secret is missing."""
    match address.scheme:
        case "tcp":
            from drivers.transport.tcp import Tcp

            return Tcp(address.host, address.port, float(address.option("connect_timeout")))
        case "udp":
            from drivers.transport.udp import Udp

            return Udp(address.host, address.port, int(address.option("local_port")))
        case "ws" | "wss":
            from drivers.transport.websocket import WebSocket

            return WebSocket.at(address)
        case "serial":
            from drivers.transport.serial import SerialPort

            return SerialPort.at(address)
        case "rfc2217" | "socket":
            from drivers.transport.threaded import Threaded

            return Threaded.at(address)
        case "visa":
            from drivers.transport.visa import Visa

            return Visa.at(address)
        case "sacn" | "artnet":
            from drivers.transport.dmx import Dmx

            return Dmx(address, clock)
        case _:
            from drivers.transport.snmp import transport

            return transport(address, {**address.secrets, **secrets}, clock)
