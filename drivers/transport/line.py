"""The settings of a serial line, in the words of the library that applies them."""

from dataclasses import dataclass

from drivers.transport.address import Address

try:
    from termios import error as CannotSet  # pyserial lets it through, and it is no OSError
except ImportError:  # a system without terminals has no such error
    CannotSet = OSError  # type: ignore[misc,assignment]

__all__ = ["CannotSet", "Line"]


@dataclass(frozen=True, slots=True)
class Line:
    """Speed in baud, bits a character, parity (N E O M S), stop bits (1, 1.5, 2), kinds of flow control."""

    baudrate: int = 9600
    bytesize: int = 8
    parity: str = "N"
    stopbits: float = 1
    rtscts: bool = False
    xonxoff: bool = False
    dsrdtr: bool = False

    @classmethod
    def of(cls, address: Address) -> "Line":
        """What an address says about the line; the usual 9600 8N1 where it says nothing."""
        return cls(
            baudrate=int(address.option("baud")),
            bytesize=int(address.option("bytesize")),
            parity=str(address.option("parity")),
            stopbits=float(address.option("stopbits")),
            rtscts=bool(address.option("rtscts")),
            xonxoff=bool(address.option("xonxoff")),
            dsrdtr=bool(address.option("dsrdtr")),
        )
