"""Addresses of devices: read from a hall's file, checked to the last option, and printed without secrets.

tcp://10.1.4.20:4352               serial:///dev/ttyUSB0?baud=9600&parity=E
udp://10.1.4.30:10023              rfc2217://10.1.4.40:2217?baud=38400      socket://10.1.4.40:4001
sacn://multicast?universe=1&priority=100   artnet://10.1.4.60?universe=0     (a node, or a broadcast address)
snmp://10.1.4.50?version=2c&community=public&write=private
ws://10.1.4.60/                    wss://10.1.4.60:8443/control?verify=0
snmp://10.1.4.50?version=3&user=av&auth=SHA256&priv=AES       (pass phrases come from the device's secrets)
visa://TCPIP::10.1.4.60::5025::SOCKET?timeout=2               visa://ASRL/dev/ttyUSB0::INSTR?baud=9600
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from drivers.transport.options import OPTIONS, Value

USUAL = {"snmp": 161, "ws": 80, "wss": 443}
"""Ports of schemes that have one, where neither address nor driver says another."""

WEB = ("ws", "wss")
RESOURCE = re.compile(
    r"(?:TCPIP|ASRL|USB|GPIB|PRLGX-TCPIP|PRLGX-ASRL)[^\s?#@]{0,200}::(?:INSTR|SOCKET|INTFC|RAW)",
    re.IGNORECASE,
)
SOCKET = re.compile(r"TCPIP[0-9]*::(.+)::([0-9]{1,5})::SOCKET", re.IGNORECASE)


@dataclass(frozen=True)
class Address:
    """Where a device is. `options` holds what was written; `secrets` likewise, and is never printed."""

    scheme: str
    host: str = ""
    port: int = 0
    path: str = ""
    options: Mapping[str, Value] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)

    def option(self, name: str) -> Value:
        """The value written for an option, or its usual one."""
        return self.options.get(name, OPTIONS[self.scheme][name].default)

    def __str__(self) -> str:
        where = (
            self.path
            if self.scheme in ("serial", "visa")
            else f"{_bracketed(self.host)}:{self.port}{self.path}"
        )
        written = [f"{name}={_shown(name, value)}" for name, value in self.options.items()]
        written += [f"{name}=***" for name in self.secrets]
        return f"{self.scheme}://{where}" + ("?" + "&".join(written) if written else "")


def parse(text: str, port: int | None = None) -> Address:
    """Read an address; `port` is the driver's usual one. Raises ValueError: one sentence, free of secrets."""
    scheme, colon, _ = text.partition("://")
    scheme = scheme.lower()
    if not colon or scheme not in OPTIONS:
        raise ValueError("an address begins with one of " + ", ".join(f"{name}://" for name in OPTIONS))
    if scheme == "visa":
        return _visa(*text[len("visa://") :].partition("?")[::2])
    try:
        parts = urlsplit(text)
        given = parts.port
    except ValueError as trouble:
        raise ValueError(f"this {scheme} address cannot be read: {_port_sentence(trouble)}") from None
    if "@" in parts.netloc:
        raise ValueError("no user or password stands in an address; write password: beside it")
    if parts.fragment:
        raise ValueError("an address has no part behind #; write %23 for that sign in a value")
    options, secrets = _read_options(scheme, parts.query)
    if scheme == "serial":
        return Address(scheme, path=_serial_path(parts.netloc, parts.path), options=options, secrets=secrets)
    path = unquote(parts.path).rstrip("/")
    if path and scheme not in WEB:
        raise ValueError(f"nothing stands behind the port of a {scheme} address")
    host, number = _host(scheme, parts.hostname), given or port or USUAL.get(scheme, 0)
    if not number:
        raise ValueError(
            f"a {scheme} address needs a port from 1 to 65535: {scheme}://{_bracketed(host)}:PORT"
        )
    _check_together(scheme, options, secrets)
    return Address(scheme, host, number, path, options=options, secrets=secrets)


def _read_options(scheme: str, query: str) -> tuple[dict[str, Value], dict[str, str]]:
    known, options, secrets = OPTIONS[scheme], dict[str, Value](), dict[str, str]()
    for name, text in parse_qsl(query.replace("+", "%2B"), keep_blank_values=True):
        if name not in known:
            raise ValueError(f"{scheme} has no option {name!r}; it has {', '.join(known)}")
        if name in options or name in secrets:
            raise ValueError(f"the option {name} is written twice")
        try:
            value = known[name].read(text)
        except ValueError as wanted:
            found = "" if known[name].secret else f", not {text!r}"
            raise ValueError(f"{name} is {wanted}{found}") from None
        if known[name].secret:
            secrets[name] = str(value)
        else:
            options[name] = value
    return options, secrets


_ONLY_VERSION_3 = ("user", "auth", "auth_password", "priv", "priv_password", "context")


def _check_together(scheme: str, options: Mapping[str, Value], secrets: Mapping[str, str]) -> None:
    if scheme != "snmp":
        return
    written = {*options, *secrets}
    if options.get("version", "2c") != "3":
        for name in _ONLY_VERSION_3:
            if name in written:
                raise ValueError(f"{name} belongs to version=3 of SNMP")
        return
    for name in ("community", "write"):
        if name in written:
            raise ValueError(f"{name} belongs to versions 1 and 2c of SNMP; version 3 has a user")
    if "user" not in written:
        raise ValueError("version=3 of SNMP needs user=NAME")
    if "priv" in written and "auth" not in written:
        raise ValueError("priv needs auth too: without a signature there is no privacy")


def _visa(resource: str, query: str) -> Address:
    """Its double colons are no part of a URL; a socket's host and port stand in the resource."""
    if not RESOURCE.fullmatch(resource):
        raise ValueError("a visa address names a resource: visa://TCPIP::10.1.4.60::5025::SOCKET")
    options, _ = _read_options("visa", query)
    found = SOCKET.fullmatch(resource)
    host, port = (found[1], int(found[2])) if found else ("", 0)
    return Address("visa", host, port, path=resource, options=options)


def _serial_path(netloc: str, path: str) -> str:
    """`serial:///dev/ttyS0` has it in the path, `serial://COM3` in the host's place."""
    name = unquote(netloc + path)
    if not name.strip("/"):
        raise ValueError("a serial address names a port: serial:///dev/ttyUSB0 or serial://COM3")
    return name


def _host(scheme: str, host: str | None) -> str:
    if not host or any(sign.isspace() for sign in host):
        raise ValueError(f"a {scheme} address names a host: {scheme}://10.1.4.20")
    return host


def _port_sentence(trouble: ValueError) -> str:
    return (
        "the port is a number from 0 to 65535"
        if "ort" in str(trouble)
        else "an IPv6 address stands in [brackets]"
    )


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _shown(name: str, value: Value) -> str:
    if name == "backend":
        return str(value).removeprefix("@")
    return str(int(value)) if isinstance(value, bool) else quote(str(value), safe="")
