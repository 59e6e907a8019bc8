"""A simulated device as an SNMP agent: every manager's address is a client; one receiver hears of events."""

from typing import Any

from drivers.points import Index, Place, Value
from drivers.transport.address import Address
from drivers.wire.controller import ControllerSide
from drivers.wire.device import DeviceSide
from simulators.client import Client
from simulators.device import Reach, SimulatedDevice
from simulators.servers import snmp_pdus as pdus
from simulators.servers.apc_traps import outlet_switched
from simulators.servers.maker_traps import TRAPS, Name
from simulators.servers.receiver import receiver
from simulators.servers.snmp_engine import Agent, Peer
from simulators.servers.udp import UdpServer
from simulators.voice import Voice

NO_ACCESS = 6
COLD_START = "1.3.6.1.6.3.1.1.5.1"
EVENTS = {"apc_rpdu": outlet_switched, "apc_rpdu2": outlet_switched}


class SnmpServer(UdpServer):
    """The socket, the engine behind it, and the device behind that."""

    def __init__(self, device: SimulatedDevice, address: Address, port: int, traps: str = "") -> None:
        """`traps` is host:port of an event receiver, "" for none."""
        super().__init__(device, address.host, port)
        secrets = {**address.secrets, **device.credentials}
        identity = f"sim {device.name}".encode()
        self._agent = Agent(address, secrets, identity, self._say, self._ask)
        self._voices: dict[Any, Voice] = {}
        self._heard: list[str] = []
        self._boots, self._began = device.boots, device.timing.now()
        self._side, self._asker = DeviceSide(device.driver), ControllerSide(device.driver)
        self._receiver = receiver(traps, "traps")
        if self._receiver:
            self._voices[self._receiver] = self._voice(self._receiver)
            device.watchers.append(self._changed)

    @property
    def address(self) -> str:
        """snmp://host:port and the version."""
        return f"snmp://{self.host}:{self.port}?version={self._agent.version}"

    def datagram_received(self, data: bytes, peer: Any) -> None:
        """Give it to the engine, which asks us back what to answer."""
        if self.device.state is Reach.OPEN:
            self.client(peer)
            self._voices[peer].echo(data, self.device.impairments)
            self._agent.hear(data, peer, self.device.timing.now())

    def welcome(self, peer: Any) -> Client:
        """Text on the inside, bytes with all their illness on the outside."""
        self._voices[peer] = self._voice(peer)
        name = f"{peer[0]}:{peer[1]}"
        return self.device.connect(name, self._note, lambda: self.drop(peer), plain=True, unasked=False)

    def drop(self, peer: Any) -> None:
        """Forget a manager."""
        self._voices.pop(peer, None)
        super().drop(peer)

    def reach(self, state: Reach) -> None:
        """A restarted agent counts its boots, and says so."""
        super().reach(state)
        if state is Reach.OPEN and self.device.boots != self._boots:
            self._boots, self._began = self.device.boots, self.device.timing.now()
            self._agent.restarted(self._boots, self.device.timing.wall().timestamp())
            self._report(f"trap {COLD_START}")

    def _voice(self, peer: Peer) -> Voice:
        return Voice(
            lambda data: self.send(data, peer),
            lambda: self.drop(peer),
            self.device.timing,
            self.device.chance(),
        )

    def _note(self, data: bytes) -> None:
        self._heard.append(data.decode())

    def _say(self, data: bytes, peer: Peer) -> None:
        if voice := self._voices.get(peer):
            voice.answer(data, self.device.impairments)

    def _ask(self, peer: Peer, right: str, pdu: Any) -> pdus.Reply | None:
        if pdus.is_set(pdu) and right == "read" and self._agent.version != "3":
            return NO_ACCESS, 1, pdus.asked(pdu)
        self._heard = []
        client = self.client(peer)
        for request in pdus.requests(pdu):
            client.hear(request.encode())
        return pdus.reply(pdu, self._heard) if self._heard else None

    def _changed(self, places: list[Place]) -> None:
        """Report what changed: as the maker's agents do, or else by the driver's own notices."""
        name = self.device.driver.name
        if make := EVENTS.get(name):
            texts = make(self.device.model.values, places)
        elif name in TRAPS:
            texts = [
                self._trap(TRAPS[name][place.key], place) for place in places if place.key in TRAPS[name]
            ]
        else:
            texts = [self._side.announce([place], self._truth, False).decode() for place in places]
        for text in filter(None, texts):
            self._report(text)

    def _trap(self, name: Name, place: Place) -> str:
        """The trap's name, with the object it is about as anybody would read it."""
        oid = name(self.device.model.values[place])
        if not oid:
            return ""
        request = self._asker.asks([place]).frames[0].encode()
        _, heard = self._side.hear(request, self._truth)
        return "\n".join([f"trap {oid}", *(self._side.answer(one, self._truth).decode() for one in heard)])

    def _report(self, text: str) -> None:
        if self._receiver:
            uptime = round((self.device.timing.now() - self._began) * 100)
            self.device.wire.note(self.device.timing.wall(), "traps", "<", text)
            self._agent.trap(self._receiver, pdus.event(text, uptime))

    def _truth(self, key: str, index: Index = ()) -> Value:
        return self.device.model.values[Place(key, index)]
