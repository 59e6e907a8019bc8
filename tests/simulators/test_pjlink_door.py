"""The UDP side of a simulated projector: searched for, and reporting what changed."""

import asyncio
import contextlib

from drivers.points import Place
from drivers.projectors.pjlink import PJLINK
from drivers.vocabulary import FAILED
from simulators.impairments import parse
from simulators.servers.pjlink_door import PjlinkDoor
from simulators.servers.tcp import TcpServer
from tests.simulators.real import HERE, device, listening


class Box(asyncio.DatagramProtocol):
    """A controller's UDP port."""

    def __init__(self):
        self.got = asyncio.Queue()

    def datagram_received(self, data, peer):
        self.got.put_nowait(data)

    async def hears(self):
        return await asyncio.wait_for(self.got.get(), 5)


@contextlib.asynccontextmanager
async def projector():
    line, box = await asyncio.get_running_loop().create_datagram_endpoint(Box, (HERE, 0))
    one = device(PJLINK, warm_up="8s")
    tcp = TcpServer(one, HERE, 0, unasked=False)
    door = PjlinkDoor(one, HERE, 0, (HERE, line.get_extra_info("sockname")[1]))
    async with listening(one, tcp, door):
        box.line, box.port = line, door.port
        yield one, box, tcp
    line.close()


async def test_a_search_is_answered_after_a_while():
    async with projector() as (one, box, _):
        box.line.sendto(b"%2SRCH\r", (HERE, box.port))
        box.line.sendto(b"%1POWR ?\r", (HERE, box.port))
        one.model.put(Place("health", ("fan",)), FAILED)
        one.settle()
        assert await box.hears() == b"%2ERST=200000\r"
        one.timing.advance(1)
        assert await box.hears() == b"%2ACKN=00:11:22:33:44:55\r"


async def test_what_changes_is_reported_by_datagram_and_not_on_the_connection():
    async with projector() as (one, box, tcp):
        reader, writer = await asyncio.open_connection(HERE, tcp.port)
        await reader.readuntil(b"\r")
        writer.write(b"%1POWR 1\r%1POWR ?\r")
        assert await box.hears() == b"%2POWR=1\r"
        one.model.put(Place("input"), "hdmi 2")
        one.settle()
        assert await box.hears() == b"%2INPT=32\r"
        writer.write(b"%1CLSS ?\r")
        assert await asyncio.wait_for(reader.readuntil(b"CLSS=2\r"), 5) == b"%1POWR=OK\r%1POWR=3\r%1CLSS=2\r"


async def test_back_on_the_network_it_says_so_and_ill_it_says_nothing():
    async with projector() as (one, box, _):
        one.ail(parse({"silent": True}))
        one.model.put(Place("input"), "hdmi 2")
        one.settle()
        one.ail(parse({}))
        one.power(False)
        one.power(True)
        one.pass_time(2)
        assert await box.hears() == b"%2LKUP=00:11:22:33:44:55\r"
