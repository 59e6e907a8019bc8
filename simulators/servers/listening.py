"""What every server of a simulated device is: it opens, tells where it listens, and closes."""

from typing import Protocol

from simulators.device import Reach


class Server(Protocol):
    """One endpoint of one device on the machine."""

    async def open(self) -> None:
        """Begin to listen. OSError where the place is taken."""

    @property
    def address(self) -> str:
        """Where it really listens, in the words of a hall's file."""

    def reach(self, state: Reach) -> None:
        """Listen, refuse, or be as dead as a device without mains."""

    async def close(self) -> None:
        """Stop listening and leave nothing behind."""
