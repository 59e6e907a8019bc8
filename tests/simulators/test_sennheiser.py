"""A simulated EW-DX receiver, as raw datagrams and our own link find it."""

import asyncio
import contextlib
import json

import pytest

from drivers.errors import Reason, Refused
from drivers.points import Place
from drivers.wireless.sennheiser import EWDX
from drivers.wireless.sennheiser_mcp import EW_MCP
from simulators.impairments import Impairments
from simulators.servers.tcp import TcpServer
from simulators.servers.udp import UdpServer
from tests.simulators.ours import ours
from tests.simulators.real import HERE, device, listening

METERS = {"lifetime": 15, "min": 0, "max": 0, "count": 1000}


@contextlib.asynccontextmanager
async def receiver(kind=UdpServer, **more):
    one = device(EWDX, **more)
    server = kind(one, HERE, 0)
    async with listening(one, server):
        yield one, server


class Datagrams(asyncio.DatagramProtocol):
    """Somebody's own program."""

    def __init__(self):
        self.heard = asyncio.Queue()

    def datagram_received(self, data, addr):
        assert data.endswith(b"\r\n")
        self.heard.put_nowait(json.loads(data))

    @classmethod
    @contextlib.asynccontextmanager
    async def dial(cls, server):
        loop = asyncio.get_running_loop()
        transport, self = await loop.create_datagram_endpoint(cls, remote_addr=(HERE, server.port))
        self.say = lambda tree, end=b"\r\n": transport.sendto(json.dumps(tree).encode() + end)
        self.raw = transport.sendto
        try:
            yield self
        finally:
            transport.close()

    async def hears(self):
        return await asyncio.wait_for(self.heard.get(), 5)

    async def asks(self, tree, **how):
        self.say(tree, **how)
        return await self.hears()


async def test_a_tree_of_nulls_comes_back_filled():
    held = {Place("label", (1,)): "Pult 1", Place("trim", (1,)): 0}
    async with receiver(values=held) as (_, server), Datagrams.dial(server) as typed:
        asked = {"rx1": {"name": None, "frequency": None, "mute": None, "gain": None}}
        answer = {"rx1": {"name": "Pult 1", "frequency": 606250, "mute": False, "gain": 0}}
        assert await typed.asks(asked) == answer
        assert await typed.asks({"osc": {"xid": 42}, "rx1": {"mute": None}}) == {
            "rx1": {"mute": False}, "osc": {"xid": 42},
        }  # fmt: skip
        assert await typed.asks({"rx1": {"mute": True}}, end=b"") == {"rx1": {"mute": True}}
        assert await typed.asks({"device": {"identity": {"product": None}}}) == {
            "device": {"identity": {"product": "Sennheiser EW-DX receiver, SSC"}}
        }


async def test_errors():
    async with receiver() as (one, server), Datagrams.dial(server) as typed:
        one.model.put(Place("battery", (2,)), None)
        asked = {"mates": {"tx2": {"battery": {"gauge": None}}}}
        gone = {"mates": {"tx2": {"battery": {"gauge": [424, {"desc": "failed dependency"}]}}}}
        assert await typed.asks(asked) == {"osc": {"error": [gone]}}
        codes = []
        for tree in ({"rx1": {"colour": None}}, {"rx9": {"name": None}}, {"rx1": {"gain": 99}}):
            error = (await typed.asks(tree))["osc"]["error"][0]
            codes.append(next(iter(next(iter(error.values())).values()))[0])
        assert codes == [404, 404, 406]
        typed.raw(b"{nonsense}\r\n")
        assert (await typed.hears())["osc"]["error"][0][0] == 400
        one.ail(Impairments(busy=True))
        assert (await typed.asks({"rx1": {"mute": False}}))["osc"]["error"][0]["rx1"]["mute"][0] == 423


async def test_who_subscribes_is_told_until_it_lapses():
    async with receiver() as (one, server), Datagrams.dial(server) as ann, Datagrams.dial(server) as ben:
        await ben.asks({"rx1": {"mute": None}})
        ann.say({"osc": {"state": {"subscribe": [{"#": {"lifetime": 15}, "rx1": {"mute": None}}]}}})
        await ann.asks({"rx1": {"mute": None}})
        assert await ben.asks({"rx1": {"mute": True}}) == {"rx1": {"mute": True}}
        assert await ann.hears() == {"rx1": {"mute": True}}
        one.timing.advance(61)
        await ben.asks({"rx1": {"mute": False}})
        assert await ann.asks({"rx1": {"gain": None}}) == {"rx1": {"gain": one.model.look("trim", (1,))}}


async def test_levels_come_by_a_subscription_of_their_own():
    held = {Place("rf", (1,)): -65.0, Place("rf_quality", (1,)): 100, Place("meter", (1,)): -24}
    async with receiver(values=held) as (one, server), Datagrams.dial(server) as typed:
        wanted = {"rx1": {"rssi": None, "rsqi": None, "divi": None, "af": None}}
        typed.say({"osc": {"state": {"subscribe": [{"#": METERS, "m": wanted}]}}})
        await typed.asks({"rx1": {"mute": None}})
        one.timing.advance(0.5)
        told = await typed.hears()
        assert {name: told["m"]["rx1"][name] for name in ("rssi", "rsqi", "af")} == {
            "rssi": -65.0, "rsqi": 100, "af": -24,
        }  # fmt: skip
        typed.say({"osc": {"state": {"subscribe": [{"#": {"cancel": True}, "m": {"rx1": None}}]}}})
        await typed.asks({"rx1": {"mute": None}})
        one.timing.advance(5)
        while not typed.heard.empty():
            assert "m" in typed.heard.get_nowait()
        assert await typed.asks({"rx1": {"mute": None}}) == {"rx1": {"mute": False}}


@pytest.mark.parametrize("kind", [UdpServer, TcpServer], ids=["udp", "tcp"])
async def test_we_read_everything_subscribe_and_hear(kind):
    async with receiver(kind) as (one, server), ours(EWDX, server.address) as hall:
        for request, _ in hall.link.side.sessions():
            hall.link.request(request, lambda error: None)
        for poll in hall.link.side.polls():
            await hall.send(poll.request)
        assert {place for place in one.driver.places() if one.driver.readable(place.key)} <= hall.known.keys()
        one.model.put(Place("battery", (1,)), 30)
        one.timing.advance(0.5)
        one.settle()
        assert await hall.ask("label", 1) is not None
        assert hall.known[Place("battery", (1,))] == 30
        assert hall.known[Place("rf", (2,))] == -60


async def test_a_transmitter_that_is_off_has_no_values_and_the_other_has():
    async with receiver() as (one, server), ours(EWDX, server.address) as hall:
        one.model.put(Place("battery", (2,)), None)
        for poll in hall.link.side.polls():
            await hall.send(poll.request)
        assert hall.known[Place("battery", (2,))] is None
        assert hall.known[Place("battery", (1,))] == 100


async def test_orders_refusals_and_a_deaf_one():
    async with receiver() as (one, server), ours(EWDX, server.address) as hall:
        await hall.send(hall.link.side.tell({Place("mute", (1,)): True, Place("mute", (2,)): True}))
        assert await hall.ask("mute", 2) is True
        one.ail(Impairments(busy=True))
        with pytest.raises(Refused) as no:
            await hall.send(hall.link.side.tell({Place("mute", (1,)): False}))
        assert no.value.reason is Reason.BUSY
        one.ail(Impairments(deaf=True))
        await hall.send(hall.link.side.tell({Place("mute", (1,)): False}))
        assert await hall.ask("mute", 1) is True


async def test_an_older_receiver_pushes_for_a_minute():
    one = device(EW_MCP, values={Place("battery"): 70, Place("name"): "Lectern"})
    server = UdpServer(one, HERE, 0)
    async with listening(one, server), ours(EW_MCP, server.address) as hall:
        for request, _ in hall.link.side.sessions():
            hall.link.request(request, lambda error: None)
        assert await hall.ask("name") == "Lectern"
        await hall.tell(mute=True)
        assert await hall.ask("mute") is True
        one.timing.advance(1.0)
        await hall.ask("mute")
        assert hall.known[Place("battery")] == 70
        one.model.put(Place("battery"), None)
        one.timing.advance(1.0)
        await hall.ask("mute")
        assert hall.known[Place("battery")] is None


async def test_an_older_receiver_as_lines_find_it():
    one = device(EW_MCP, values={Place("carrier"): 639.1, Place("bank"): 21, Place("bank_channel"): 1})
    server = UdpServer(one, HERE, 0)
    async with listening(one, server):
        loop, heard = asyncio.get_running_loop(), asyncio.Queue()

        class Lines(asyncio.DatagramProtocol):
            def datagram_received(self, data, addr):
                heard.put_nowait(data)

        transport, _ = await loop.create_datagram_endpoint(Lines, remote_addr=(HERE, server.port))
        for said, answer in {
            b"Frequency\r": b"Frequency 639100 21 1\r",
            b"Mute 1\r": b"Mute 1\r",
            b"Colour\r": b"1000: Invalid command [ Colour ]\r",
        }.items():
            transport.sendto(said)
            assert await asyncio.wait_for(heard.get(), 5) == answer
        transport.close()
