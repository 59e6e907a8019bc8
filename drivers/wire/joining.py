"""Requests that came in one message and are answered in one message."""

from drivers.wire.framing import Framing

MORE = "+"
"""The tag of a request that more requests of the same message follow."""


class Joining:
    """The answers to one message of one client, kept until its last request is answered.

    A framing whose device does so has `joined`: it makes one message of several.
    """

    def __init__(self, framing: Framing) -> None:
        """Nothing is kept."""
        self._joined = getattr(framing.hears, "joined", None)
        self._kept: list[bytes] = []

    def add(self, tag: str, said: bytes) -> bytes:
        """What is said now that a request with this tag was answered so."""
        if self._joined is None or (tag != MORE and not self._kept):
            return said
        self._kept += [said] if said else []
        if tag == MORE:
            return b""
        whole: bytes = self._joined(self._kept)
        self._kept = []
        return whole
