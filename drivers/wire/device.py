"""The device's end of a conversation: what a simulator, or a bench test, speaks through."""

from collections.abc import Iterable, Mapping

from drivers.errors import Reason
from drivers.points import Place, Value
from drivers.wire.driver import Driver
from drivers.wire.events import Heard
from drivers.wire.talk import Look, Notice


class DeviceSide:
    """One client of one device; `session` is what the device remembers of this client."""

    def __init__(self, driver: Driver, credentials: Mapping[str, str] | None = None) -> None:
        self.driver = driver
        self.credentials = credentials or {}
        self.session: dict[str, Value] = dict(driver.session)

    def open(self, look: Look) -> bytes:
        """The device's first words."""
        raise NotImplementedError

    def hear(self, data: bytes, look: Look) -> tuple[bytes, list[Heard]]:
        """Take in bytes; what the greeting and the framing answer by themselves, and what was heard. Never
        raises.
        """
        raise NotImplementedError

    def answer(self, event: Heard, look: Look) -> bytes:
        """The first form that is true: a reply, or an acknowledgement true of the device as it now stands.

        A `look` that raises KeyError is answered as out of range, Refused by its reason.
        """
        raise NotImplementedError

    def refuse(self, event: Heard, reason: Reason, about: str = "") -> bytes:
        """The device's no; b"" where it has none."""
        raise NotImplementedError

    def announce(self, places: Iterable[Place], look: Look, mine: bool) -> bytes:
        """What the device says unasked after these changed; `mine`: this client changed them."""
        raise NotImplementedError

    def notify(self, notice: Notice, look: Look, fields: Mapping[str, Value] | None = None) -> bytes:
        """One Notice said on purpose, with these axes and arguments."""
        raise NotImplementedError

    def tick(self, now: float) -> None:
        """Let time pass to `now` (monotonic seconds): session words that `lasts` so long are forgotten."""
        raise NotImplementedError
