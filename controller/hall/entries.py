"""From an entry of the hall's file to what a device is made from."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from controller.hall.boots import usual
from controller.hall.spec import Spec
from drivers.points import Ref
from drivers.rigfile.device import Device as Entry
from drivers.transport import Timers, Transport
from drivers.transport.address import Address, parse
from drivers.transport.connecting import connect
from drivers.wire.driver import Driver

BOOT = 90.0
"""Seconds a device may be silent after it gets power, when nobody says otherwise."""

TRAPS = 162
"""The port to which agents send traps, when the file does not say."""

Dial = Callable[[str, Mapping[str, str]], Transport]


def spec_of(
    id: str,
    entry: Entry,
    driver: Driver,
    timers: Timers,
    dial: Dial | None = None,
    grace: float | None = None,
) -> Spec:
    """What device `id` is. Raises ValueError where its address or an option is none."""
    address, port = _listening(parse(entry.address, driver.port), entry.notices, driver.port or 0)
    secrets = entry.credentials
    return Spec(
        id=id,
        driver=driver.fitted(entry.driver_options, entry.sizes),
        dial=(lambda: dial(id, secrets)) if dial else (lambda: connect(address, secrets, timers)),
        title={"zh": entry.name.zh, "en": entry.name.en} if entry.name else {"zh": id, "en": id},
        credentials=secrets,
        every=entry.poll,
        enabled=entry.enabled,
        address=str(address),
        boot=entry.boot or usual(driver, grace or BOOT),
        patient=entry.boot is not None,
        listens=port,
        host=address.host,
        origin=(
            entry.driver,
            entry.address,
            secrets,
            entry.poll,
            entry.enabled,
            entry.options,
            entry.notices,
        ),
    )


def _listening(address: Address, notices: int, usual: int) -> tuple[Address, int]:
    """Where unasked datagrams are heard: by the SNMP transport itself, or at a port of ours."""
    if not notices or address.scheme not in ("snmp", "tcp", "udp"):
        return address, 0
    if address.scheme == "snmp":
        traps = {"traps": TRAPS if notices < 0 else notices}
        return replace(address, options={**traps, **address.options}), 0
    return address, usual if notices < 0 else notices


def critical_outlets(devices: Mapping[str, Entry]) -> list[Ref]:
    """The outlets marked `options: {critical: "7, 8"}` on a PDU."""
    marked = ((id, str(entry.options.get("critical", ""))) for id, entry in devices.items())
    return [
        Ref(id, "outlet", (int(number),))
        for id, numbers in marked
        for number in numbers.replace(",", " ").split()
        if number.isdecimal()
    ]
