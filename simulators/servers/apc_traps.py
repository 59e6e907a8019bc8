"""What an APC rack PDU reports when an outlet is switched, as PowerNet-MIB has it (traps 268 and 269)."""

import json
from collections.abc import Mapping

from drivers.points import Place, Value

APC = "1.3.6.1.4.1.318"
ON, OFF = 268, 269
WHO = f"{APC}.1.1.12.1.6.0", f"{APC}.1.1.12.1.1.0"
OUTLET = f"{APC}.1.1.12.3.3.1.1"
SAID = f"{APC}.2.3.3.0"


def outlet_switched(values: Mapping[Place, Value], changed: list[Place]) -> list[str]:
    """A trap for every outlet among the changes, in the text of the SNMP transport."""
    return [_trap(values, place) for place in changed if place.key == "outlet"]


def _trap(values: Mapping[Place, Value], place: Place) -> str:
    number, on = place.index[-1], bool(values[place])
    label = str(values.get(Place("label", place.index), number))
    serial, name = (str(values.get(Place(key), "")) for key in ("serial", "name"))
    said = f"Rack PDU: Outlet {number} ({label}) turned {'on' if on else 'off'}."
    lines = (
        f"trap {APC}.0.{ON if on else OFF}",
        f"{WHO[0]} = s {json.dumps(serial)}",
        f"{WHO[1]} = s {json.dumps(name, ensure_ascii=False)}",
        f"{OUTLET}.1.{number} = i {number}",
        f"{OUTLET}.2.{number} = s {json.dumps(label, ensure_ascii=False)}",
        f"{SAID} = s {json.dumps(said, ensure_ascii=False)}",
    )
    return "\n".join(lines)
