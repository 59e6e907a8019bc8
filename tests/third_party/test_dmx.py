"""House lights: the packages sacn and stupidArtnet as nodes and as senders, and our own ends between them."""

import asyncio
import contextlib
import socket

import pytest

from drivers.lighting.dmx import ARTNET, SACN
from drivers.points import Place
from drivers.transport.address import parse
from drivers.transport.connecting import connect
from drivers.transport.dmx_packets import Levels, read_sacn, sacn
from drivers.wire.options import OptionError
from drivers.wire.sides import ControllerSide
from simulators.impairments import Impairments
from simulators.servers.dmx import DmxServer
from tests.simulators.ours import ours
from tests.simulators.real import HERE, device, listening

LIT = SACN.fit(SACN, {"lights": {"house": "1-3", "stage": [5, 7], "lectern": 12}})
OURS = {"sacn": SACN, "artnet": ARTNET}


@contextlib.asynccontextmanager
async def node(scheme="sacn", driver=None, universe=1):
    """A simulated node."""
    one = device(driver or OURS[scheme])
    server = DmxServer(one, parse(f"{scheme}://{HERE}:1?universe={universe}"), 0)
    async with listening(one, server):
        yield one, server


async def until(device, key, index, value):
    """Wait for the device to come to this."""
    came = asyncio.Event()
    device.watchers.append(lambda changed: came.set())
    async with asyncio.timeout(5):
        while device.model.look(key, index) != pytest.approx(value, abs=0.3):
            came.clear()
            await came.wait()


class Catcher(asyncio.DatagramProtocol):
    """Hears packets."""

    def __init__(self):
        self.heard = asyncio.Queue()

    def datagram_received(self, data, addr):
        self.heard.put_nowait(data)


@contextlib.asynccontextmanager
async def catching():
    transport, catcher = await asyncio.get_running_loop().create_datagram_endpoint(Catcher, (HERE, 0))
    try:
        yield catcher.heard, transport.get_extra_info("sockname")[1]
    finally:
        transport.close()


async def frames(heard, read):
    """The next packet that carries levels."""
    while True:
        levels = read(await asyncio.wait_for(heard.get(), 5))
        if levels is not None:
            return levels


# ---------------------------------------------------------------- out


@pytest.mark.parametrize("scheme", ["sacn", "artnet"])
async def test_we_light_a_simulated_node(scheme):
    async with node(scheme) as (one, server), ours(OURS[scheme], server.address) as hall:
        await hall.send(next(request for request, _ in hall.link.side.sessions()))
        await hall.send(hall.link.side.tell({Place("level", (3,)): 50}))
        await until(one, "level", (3,), 50.2)
        await hall.tell(blackout=True)
        await until(one, "level", (3,), 0)
        await hall.tell(blackout=False)
        await until(one, "level", (3,), 50.2)


async def test_nothing_is_sent_before_the_first_order_and_the_stream_is_ended():
    async with catching() as (heard, port):
        async with ours(LIT, f"sacn://{HERE}:{port}?universe=9&priority=120") as hall:
            await hall.send(next(request for request, _ in hall.link.side.sessions()))
            assert heard.empty()
            await hall.send(hall.link.side.tell({Place("level", ("house",)): 100}))
            levels = await frames(heard, read_sacn)
            assert (levels.universe, levels.priority, levels.data[:5]) == (9, 120, b"\xff\xff\xff\0\0")
            again = [await frames(heard, read_sacn) for _ in range(4)]
            assert [each.sequence for each in again] == [levels.sequence + n for n in range(1, 5)]
            assert len({levels.data, *(each.data for each in again)}) == 1
        ends = [await frames(heard, read_sacn) for _ in range(3)]
        assert [each.ended for each in ends] == [True] * 3


async def test_a_fade_takes_its_steps():
    async with catching() as (heard, port), ours(SACN, f"sacn://{HERE}:{port}") as hall:
        await hall.do("fade", light=1, to=100, seconds=0.2)
        seen = [(await frames(heard, read_sacn)).data[0]]
        while seen[-1] < 255:
            seen.append((await frames(heard, read_sacn)).data[0])
        assert seen == sorted(seen)
        assert len(set(seen)) > 3


async def test_two_devices_on_one_universe_are_one_stream():
    stage = SACN.fit(SACN, {"lights": {"stage": 10}})
    async with catching() as (heard, port):
        where = f"sacn://{HERE}:{port}?universe=3"
        async with ours(LIT, where) as house, ours(stage, where) as other:
            await house.send(house.link.side.tell({Place("level", ("house",)): 100}))
            await other.send(other.link.side.tell({Place("level", ("stage",)): 100}))
            levels = await frames(heard, read_sacn)
            while not levels.data[9]:
                levels = await frames(heard, read_sacn)
            assert (levels.data[0], levels.data[9]) == (255, 255)


async def test_a_redialled_link_finds_the_lights_as_they_were():
    async with catching() as (heard, port):
        where = f"sacn://{HERE}:{port}?universe=4"
        async with ours(SACN, where) as hall:
            await hall.send(hall.link.side.tell({Place("level", (1,)): 100}))
            await frames(heard, read_sacn)
        async with ours(SACN, where):
            levels = await frames(heard, read_sacn)
            while levels.ended:
                levels = await frames(heard, read_sacn)
            assert levels.data[0] == 255


async def test_the_package_sacn_hears_us():
    receiver = pytest.importorskip("sacn").sACNreceiver
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind((HERE, 0))
        port = free.getsockname()[1]
    loop, told, changed = asyncio.get_running_loop(), [], asyncio.Event()
    theirs = receiver(bind_address=HERE, bind_port=port)

    def heard(packet):
        told.append((packet.sourceName, packet.priority, packet.dmxData[:3]))
        loop.call_soon_threadsafe(changed.set)

    theirs.register_listener("universe", heard, universe=2)
    theirs.start()
    try:
        async with ours(SACN, f"sacn://{HERE}:{port}?universe=2&priority=130") as hall:
            await hall.send(hall.link.side.tell({Place("level", (2,)): 100}))
            async with asyncio.timeout(5):
                await changed.wait()
    finally:
        theirs.stop()
    assert told[0] == ("Auditorium", 130, (0, 255, 0))


# ---------------------------------------------------------------- in


async def test_the_package_sacn_lights_our_node():
    sender = pytest.importorskip("sacn").sACNsender
    async with node(driver=LIT) as (one, server):
        theirs = sender(bind_address=HERE, bind_port=0)
        theirs.start()
        try:
            theirs.activate_output(1)
            theirs[1].multicast, theirs[1].destination = False, HERE
            theirs._sender_handler._DEFAULT_PORT = server.port
            theirs._sender_handler.socket.send_unicast = _to(theirs, server.port)
            theirs[1].dmx_data = (0, 255, 0, 0, 51)
            await until(one, "level", ("house",), 100)
            await until(one, "level", ("stage",), 20)
        finally:
            theirs.stop()


def _to(theirs, port):
    """Their sender knows the usual port only."""
    sock = theirs._sender_handler.socket._socket
    return lambda message, host: sock.sendto(bytes(message.getBytes()), (host, port))


async def test_stupid_artnet_lights_our_node():
    api = pytest.importorskip("stupidArtnet")
    async with node("artnet") as (one, server):
        theirs = api.StupidArtnet(HERE, 1, 8, 30, True, False, port=server.port)
        theirs.set_single_value(2, 255)
        theirs.show()
        await until(one, "level", (2,), 100)
        theirs.close()


async def test_the_higher_priority_wins_and_a_stream_that_ended_has_no_say():
    async with node() as (one, server):
        say = server.datagram_received

        def levels(first, source, priority, sequence=0, ended=False):
            return sacn(Levels(1, bytes([first]), "x", priority, sequence, ended), source.encode().ljust(16))

        say(levels(100, "house", 100), (HERE, 1))
        say(levels(200, "desk", 150), (HERE, 2))
        assert one.model.look("level", (1,)) == pytest.approx(78.4, abs=0.1)
        say(levels(100, "house", 100, 1), (HERE, 1))
        assert one.model.look("level", (1,)) == pytest.approx(78.4, abs=0.1)
        say(levels(200, "desk", 150, 0, True), (HERE, 2))
        assert one.model.look("level", (1,)) == pytest.approx(39.2, abs=0.1)
        say(levels(10, "house", 100, 100), (HERE, 1))
        say(levels(20, "house", 100, 90), (HERE, 1))
        assert one.model.look("level", (1,)) == pytest.approx(3.9, abs=0.1)


async def test_who_is_there_is_heard_where_nodes_say_it():
    async with node("artnet", universe=0) as (one, server), ours(ARTNET, server.address) as hall:
        async with asyncio.timeout(5):
            while Place("name") not in hall.known:
                await hall.send(next(request for request, _ in hall.link.side.sessions()))
        assert hall.known[Place("name")] == one.name[:17]


async def test_a_deaf_node_cannot_be_found_out():
    async with node() as (one, server), ours(SACN, server.address) as hall:
        one.ail(Impairments(deaf=True))
        await hall.send(hall.link.side.tell({Place("level", (1,)): 100}))
        assert SACN.assumed
        assert not SACN.readable("level")


# ---------------------------------------------------------------- the hall's file


@pytest.mark.parametrize(
    "lights",
    [{"h": "0"}, {"h": "5-513"}, {"h": "x"}, {"a": 1, "b": 1}, [], {"a/b": 1}, {"h": ""}, 0, 513, True],
)
def test_lights_that_cannot_be(lights):
    with pytest.raises(OptionError):
        SACN.fit(SACN, {"lights": lights})


def test_lights_by_number():
    assert len(SACN.fit(SACN, {"lights": 24}).places()) == 25


def test_lights_by_name():
    assert ControllerSide(LIT).tell({Place("level", ("stage",)): 20}).shown == "at 5,7 = 51"


def test_addresses():
    assert str(parse("sacn://multicast?universe=7&priority=120", 5568)) == (
        "sacn://multicast:5568?universe=7&priority=120"
    )
    for wrong in (
        "sacn://multicast?universe=0",
        "sacn://multicast?priority=201",
        "artnet://h?interface=eth0",
    ):
        with pytest.raises(ValueError, match=r"is a|is an"):
            parse(wrong, 5568)
    assert connect(parse("artnet://10.1.4.60", 6454))
