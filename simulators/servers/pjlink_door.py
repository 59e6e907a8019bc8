"""The UDP side of a PJLink class 2 projector: it answers a search, and reports what changed to one receiver.

Source: PJLink class 2, version 2.10 (search and status notification). A real projector waits up to ten
seconds before it answers a search, and answers to port 4352 of the caller; this one waits up to one, and
answers where it was asked from, so that many can share a machine.
"""

from typing import Any

from drivers.points import Index, Place, Value
from drivers.vocabulary import COOLING, OFF, ON, WARMING
from drivers.wire.device import DeviceSide
from drivers.wire.talk import Notice
from simulators.device import Reach, SimulatedDevice
from simulators.servers.udp import UdpServer
from simulators.voice import Voice

SEARCH, FOUND = b"%2SRCH", b"%2ACKN=00:11:22:33:44:55\r"
JOINED = "%2LKUP"
SHOWN: dict[Value, Value] = {WARMING: ON, COOLING: OFF}
"""A notification knows only two states of power."""


class PjlinkDoor(UdpServer):
    """One socket, beside the projector's TCP port and of the same number."""

    def __init__(
        self, device: SimulatedDevice, host: str, port: int, receiver: tuple[str, int] | None = None
    ) -> None:
        """Changes go to `receiver`, if there is one."""
        super().__init__(device, host, port)
        self._side = DeviceSide(device.driver)
        self._boots = device.boots
        self._receiver = receiver
        self._power = str(self._truth("power"))
        self._voice = Voice(self._report, lambda: None, device.timing, device.chance())
        device.watchers.append(self._changed)

    def datagram_received(self, data: bytes, peer: Any) -> None:
        """Answer a search, after a while; anything else is none of our business."""
        if data.strip().upper() == SEARCH and self.device.state is Reach.OPEN:
            wait = self.device.chance().random()
            self.device.timing.call_later(wait, lambda: self._answer(peer))

    def reach(self, state: Reach) -> None:
        """A projector that has started says that it joined the network."""
        super().reach(state)
        if state is Reach.OPEN and self.device.boots != self._boots:
            self._boots = self.device.boots
            for row in self.device.driver.talk:
                if isinstance(row, Notice) and isinstance(row.line, str) and row.line.startswith(JOINED):
                    self._say(self._side.notify(row, self._truth))

    def _answer(self, peer: Any) -> None:
        how = self.device.impairments
        if self.device.state is Reach.OPEN and not how.mute and self.device.chance().random() >= how.drop:
            self.send(FOUND, peer)

    def _changed(self, places: list[Place]) -> None:
        power = str(self._truth("power"))
        if power == self._power:  # warming to on is no news here
            places = [place for place in places if place != Place("power")]
        self._power = power
        self._say(self._side.announce(places, self._truth, False))

    def _say(self, data: bytes) -> None:
        for line in data.splitlines(keepends=True):
            self._voice.say(line, self.device.impairments)

    def _report(self, data: bytes) -> None:
        if self._receiver:
            host, port = self._receiver
            self.device.wire.note(self.device.timing.wall(), f"{host}:{port}", "<", data.decode().strip())
            self.send(data, self._receiver)

    def _truth(self, key: str, index: Index = ()) -> Value:
        value = self.device.model.values[Place(key, index)]
        return SHOWN.get(value, value) if key == "power" else value
