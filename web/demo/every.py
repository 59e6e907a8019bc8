"""A hall with one device of every driver there is: to try them, to test them, to weigh them."""

import json
from collections.abc import Iterator
from pathlib import Path

from drivers import catalog
from drivers.wire.driver import Driver
from drivers.wire.options import OptionError

FIRST_PORT = 15000
FITS = ("tcp", "udp", "snmp", "ws", "sacn", "artnet", "serial")
"""Where a simulated device can be reached, the first that a driver speaks."""

HEAD = """# One device of every driver. / 每种驱动各一台设备。
version: 1
hall:
  id: every
  name: {zh: 全部驱动, en: Every driver}
  timezone: Asia/Shanghai
demo:
  accounts:
    - {name: lead, password: demo-lead, role: lead}
    - {name: admin, password: demo-admin, role: admin}
devices:
"""


def hall(host: str, folder: Path, first_port: int = FIRST_PORT) -> str:
    """The file: devices are called as their drivers, at `host`; serial lines are in `folder`."""
    return HEAD + "".join(
        f"  {id}: {json.dumps(entry)}\n" for id, entry in _devices(host, folder, first_port)
    )


def ports(first_port: int = FIRST_PORT) -> list[int]:
    """Where the devices of such a hall listen, at most."""
    return [port for port, _ in enumerate(catalog.names(), first_port)]


def _devices(host: str, folder: Path, first_port: int) -> Iterator[tuple[str, dict[str, object]]]:
    for port, name in enumerate(catalog.names(), first_port):
        driver = catalog.get(name)
        scheme = next((one for one in FITS if one in driver.transports), None)
        if scheme is not None and _fits_by_itself(driver):
            where = f"{folder}/{name}" if scheme == "serial" else f"{host}:{port}"
            secrets = {"community": "public", "write": "private"}
            login = {"secrets": secrets} if scheme == "snmp" else {"user": "demo", "password": "stage-door"}
            yield name.replace("_", "-"), {"driver": name, "address": f"{scheme}://{where}", **login}


def _fits_by_itself(driver: Driver) -> bool:
    """Whether it is something without a hall's options; a generic device is nothing."""
    try:
        driver.fitted({}, {})
    except OptionError:
        return False
    return True
