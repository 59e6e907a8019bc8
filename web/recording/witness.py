"""Our side of a conversation, which keeps what was said to it and asked of it, in order."""

from collections.abc import Mapping
from typing import NamedTuple

from drivers.points import Place
from drivers.wire.controller import ControllerSide
from drivers.wire.driver import Driver
from drivers.wire.events import Out, Request
from drivers.wire.talk import Query, Session


class Turn(NamedTuple):
    """One thing that happened: "open", "hear" (with `data`), "wake", "silent", "anew" (a device that hangs up
    was dialled again), or what was sent: "session" (the line `number`) or "ask" (for `places`).
    """

    kind: str
    data: bytes = b""
    number: int = 0
    places: tuple[Place, ...] = ()


class Witness(ControllerSide):
    """Says in `next` what the following request is, before a link sends it."""

    def __init__(self, driver: Driver, credentials: Mapping[str, str]) -> None:
        super().__init__(driver, credentials)
        self.turns: list[Turn] = []
        self.next = Turn("ask")

    def open(self) -> Out:
        self.turns.append(Turn("open"))
        return super().open()

    def anew(self) -> None:
        self.turns.append(Turn("anew"))
        super().anew()

    def wake(self) -> Out:
        self.turns.append(Turn("wake"))
        return super().wake()

    def hear(self, data: bytes) -> Out:
        self.turns.append(Turn("hear", bytes(data)))
        return super().hear(data)

    def send(self, request: Request) -> bytes:
        if not isinstance(request.row, Query | Session):
            raise TypeError(f"a recorder only asks; it does not say {request.shown!r}")
        self.turns.append(self.next)
        return super().send(request)

    def give_up(self) -> bool:
        self.turns.append(Turn("silent"))
        return super().give_up()
