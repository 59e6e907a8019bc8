"""Our end of a conversation: one request at a time out; reports in, asked for or not."""

from collections.abc import Iterable, Mapping

from drivers.points import Place, Value
from drivers.wire.driver import Driver
from drivers.wire.events import Out, Poll, Request


class ControllerSide:
    """One connection to one device. Make a new one for each connection."""

    def __init__(self, driver: Driver, credentials: Mapping[str, str] | None = None) -> None:
        self.driver = driver
        self.credentials = credentials or {}
        self.pending: Request | None = None

    def open(self) -> Out:
        """Begin; without a greeting, Ready is among the events at once."""
        raise NotImplementedError

    def hear(self, data: bytes) -> Out:
        """Take in bytes from the device. Never raises."""
        raise NotImplementedError

    def overhear(self, data: bytes) -> Out:
        """Take in whole frames of another socket (status notifications, traps): news only. Never raises."""
        raise NotImplementedError

    def wake(self) -> Out:
        """The silence that Pausing asked for is over."""
        raise NotImplementedError

    def asks(self, places: Iterable[Place]) -> Request:
        """The cheapest question that reads these places, or most of them. NotSupported where none does."""
        raise NotImplementedError

    def polls(self) -> tuple[Poll, ...]:
        """The questions that together keep every readable point fresh; anew after resize()."""
        raise NotImplementedError

    def tell(self, wishes: Mapping[Place, Value]) -> Request:
        """The one order that sets exactly these. OutOfRange or NotSupported, and then nothing is sent."""
        raise NotImplementedError

    def tells(self, wishes: Mapping[Place, Value]) -> tuple[Request, ...]:
        """The fewest orders that set these."""
        raise NotImplementedError

    def do(self, name: str, args: Mapping[str, Value]) -> Request:
        """The action called `name`. OutOfRange or NotSupported, and then nothing is sent."""
        raise NotImplementedError

    def sessions(self) -> tuple[tuple[Request, float], ...]:
        """What to say after Ready, in order, and every how many seconds again (0: not again)."""
        raise NotImplementedError

    def send(self, request: Request) -> bytes:
        """The bytes of `request`, which is now pending if it waits. RuntimeError while another one is."""
        raise NotImplementedError

    def give_up(self) -> None:
        """No answer came in time: forget the pending request."""
        raise NotImplementedError

    def must_close(self) -> bool:
        """Whether a late answer could be taken for the answer to something else: close the connection."""
        raise NotImplementedError

    def resize(self, axes: Mapping[str, int | tuple[int | str, ...]]) -> None:
        """Take these axes from now on (Sized, or the venue file)."""
        raise NotImplementedError
