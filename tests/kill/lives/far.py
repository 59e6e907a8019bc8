"""Devices that outlive the service: each writes down what reached it before it does anything, and what it
holds is found again by the next life.
"""

import json
import os
from pathlib import Path
from typing import Any

from drivers.points import Place
from drivers.wire.events import Did, Told
from tests.hall.room import Far
from tests.hall.tables import DRIVERS


class Notebook:
    """Lines of JSON in a file, each by one `write`: what is in it has happened, whoever dies next."""

    def __init__(self, file: Path) -> None:
        self._file = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)

    def note(self, **said: Any) -> None:
        """Write a line."""
        os.write(self._file, json.dumps(said).encode() + b"\n")


def read(file: Path) -> list[dict[str, Any]]:
    """All lines of a notebook."""
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


class Lasting(Far):  # type: ignore[misc]
    """One device; `once` frames are those of an action."""

    def __init__(self, name: str, driver: str, notebook: Notebook) -> None:
        super().__init__(DRIVERS[driver])
        self._name, self._notebook = name, notebook
        self.holds |= {place: True for place in self.holds if place.key == "outlet"}

    def remember(self, lines: list[dict[str, Any]]) -> None:
        """Hold what it was told in earlier lives."""
        for line in lines:
            if line["device"] == self._name:
                self.holds.update({Place(key, tuple(index)): value for key, index, value in line["set"]})

    def front_panel(self, place: Place, value: Any) -> None:
        """Somebody in the room turns a knob."""
        self._notebook.note(device=self._name, by="hand", set=[[place.key, place.index, value]])
        super().front_panel(place, value)

    def _answer(self, event: Any) -> None:
        if isinstance(event, Told | Did):
            orders = event.orders.items() if isinstance(event, Told) and not self.deaf else ()
            told = [[place.key, place.index, value] for place, value in orders]
            once = isinstance(event, Did)
            self._notebook.note(device=self._name, by="wire", frame=event.frame, once=once, set=told)
        super()._answer(event)
