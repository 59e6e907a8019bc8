"""What devices were told, as the simulators saw it on their wires: orders apart from questions."""

import re

from tests.stories.hall import BackDoor

ORDERS = {
    "main-projector": r"%\d[A-Z]{4} (?!\?)",
    "side-projector": r"%\d[A-Z]{4} (?!\?)",
    "matrix": r"\d+\*\d*[!%&$B]|\d+\*B|\d+[.,]$",
    "matrix-2": r"\d+\*\d*[!%&$B]|\d+\*B|\d+[.,]$",
    "mixer": r"/(ch|main|config/mute|dca|bus|mtx|auxin|fxrtn)[^,]* ,",
    "pdu-a": r"set ",
    "pdu-b": r"set ",
}
"""How an order of each device of the demonstration begins; everything else only asks."""


class Wires:
    """The wires of all devices, from a moment on."""

    def __init__(self, door: BackDoor, marks: dict[str, int]) -> None:
        self._door, self._marks = door, marks

    @classmethod
    async def begin(cls, door: BackDoor) -> "Wires":
        """From now on."""
        return cls(door, {device: await door.mark(device) for device in ORDERS})

    async def orders(self) -> dict[str, list[str]]:
        """What every device was told since; devices that were told nothing are left out."""
        told = {}
        for device, since in self._marks.items():
            frames = await self._door.heard(device, since)
            if found := [text for text in frames if re.match(ORDERS[device], text)]:
                told[device] = found
        return told
