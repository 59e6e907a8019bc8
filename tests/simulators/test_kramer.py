"""Simulated Kramer switchers, as our link and as terminals find them: over TCP, over UDP, with a password."""

import asyncio
import contextlib

import pytest

from drivers.errors import NotAuthorised, Reason, Refused
from drivers.points import Place
from drivers.switchers.kramer import KRAMER, KRAMER_VID, KRAMER_X
from drivers.wire.options import OptionError
from simulators.servers.tcp import TcpServer
from simulators.servers.udp import UdpServer
from tests.simulators.ours import ours
from tests.simulators.real import HERE, device, listening

SIZE = {"input": 4, "output": 3}


def at(key, number):
    return Place(key, (number,))


@contextlib.asynccontextmanager
async def switcher(driver=KRAMER, kind=TcpServer, **more):
    one = device(driver.sized(**SIZE), **more)
    server = kind(one, HERE, 0)
    async with listening(one, server):
        yield one, server


class Terminal:
    """Somebody's own program."""

    @classmethod
    async def dial(cls, server):
        self = cls()
        self.reader, self.writer = await asyncio.open_connection(HERE, server.port)
        return self

    async def says(self, text, answers=1):
        self.writer.write(text.encode())
        return [await self.line() for _ in range(answers)]

    async def line(self):
        async with asyncio.timeout(5):
            return (await self.reader.readuntil(b"\r\n")).decode().removesuffix("\r\n")


@pytest.mark.parametrize("driver", [KRAMER, KRAMER_VID, KRAMER_X], ids=lambda each: each.name)
@pytest.mark.parametrize("kind", [TcpServer, UdpServer])
async def test_ties_and_the_panel_lock_are_obeyed_and_read_back(driver, kind):
    async with switcher(driver, kind) as (one, server), ours(one.driver, server.address) as link:
        for request, _ in link.link.side.sessions():
            await link.send(request)
        await link.send(link.link.side.tell({at("video_tie", 2): 3}))
        await link.tell(panel_lock=True)
        assert await link.ask("video_tie", 2) == 3
        assert await link.ask("panel_lock") is True
        assert one.model.values[at("video_tie", 2)] == 3


async def test_what_it_says_and_how_it_says_no():
    async with switcher(values={at("signal", 2): False}, presets={4: {"video_tie/1": 2}}) as (_, server):
        ann = await Terminal.dial(server)
        for said, heard in (
            ("#\r", "~01@ OK"),
            ("#INFO-IO?\r", "~01@INFO-IO IN 4,OUT 3"),
            ("#ROUTE 1,2,3\r", "~01@ROUTE 1,2,3"),
            ("#01@route? 1,2\r\n", "~01@ROUTE 1,2,3"),
            ("#VID 3>2\r", "~01@VID 3>2"),
            ("#VID? *\r", "~01@VID 0>1,3>2,0>3"),
            ("#ROUTE 1,99,3\r", "~01@ROUTE ERR 003"),
            ("#ROUTE? 1,99\r", "~01@ROUTE ERR 003"),
            ("#FOO 1\r", "~01@ERR 002"),
            ("#LCK 1\r", "~01@LCK 1 OK"),
            ("#SIGNAL?  2\r", "~01@SIGNAL 2,0"),
            ("#VMUTE 2,0\r", "~01@VMUTE 2,0"),
            ("#PRST-RCL 4\r", "~01@PRST-RCL 4"),
            ("#PRST-RCL 5\r", "~01@PRST-RCL ERR 003"),
        ):
            assert await ann.says(said) == [heard]
        assert await ann.says("#VID 1>1|#AUD 2>1|VID? 1\r", 3) == [
            "~01@VID 1>1", "~01@AUD 2>1", "~01@VID 1>1",
        ]  # fmt: skip


async def test_what_changes_elsewhere_is_told_to_the_others():
    async with switcher() as (one, server):
        ann, ben = await Terminal.dial(server), await Terminal.dial(server)
        assert await ann.says("#\r") == await ben.says("#\r")
        assert await ann.says("#ROUTE 1,*,4\r") == ["~01@ROUTE 1,*,4"]
        assert [await ben.line() for _ in range(3)] == [f"~01@ROUTE 1,{output},4" for output in (1, 2, 3)]
        one.model.receives("input/1", False)
        one.settle()
        assert [await ann.line(), await ben.line()] == 2 * ["~01@SIGNAL 1,0"]


async def test_with_a_password():
    async with switcher(password="foyer-door") as (one, server):
        ann = await Terminal.dial(server)
        assert await ann.says("#ROUTE 1,2,3\r") == ["~01@ERR 004"]
        assert await ann.says("#LOGIN Admin,front-door\r") == ["~01@LOGIN ERR 004"]
        assert await ann.says("#login admin,foyer-door\r") == ["~01@LOGIN Admin,foyer-door OK"]
        assert await ann.says("#ROUTE 1,2,3\r") == ["~01@ROUTE 1,2,3"]
        async with ours(one.driver, server.address, password="foyer-door") as link:
            assert await link.ask("video_tie", 2) == 3
            assert "foyer-door" not in "".join(map(str, link.trace))
        with pytest.raises(NotAuthorised):
            async with ours(one.driver, server.address, password="back-door"):
                pass
    async with switcher() as (one, server), ours(one.driver, server.address, password="any") as link:
        assert await link.ask("model")


async def test_a_datagram_needs_no_end():
    async with switcher(kind=UdpServer) as (_, server):
        loop, got = asyncio.get_running_loop(), asyncio.Queue()

        class Heard(asyncio.DatagramProtocol):
            def datagram_received(self, data, peer):
                got.put_nowait(data)

        line, _ = await loop.create_datagram_endpoint(Heard, remote_addr=(HERE, server.port))
        line.sendto(b"#ROUTE 1,2,3")
        assert await asyncio.wait_for(got.get(), 5) == b"~01@ROUTE 1,2,3\r\n"
        line.close()


async def test_the_options_of_one_switcher():
    fitted = KRAMER.fitted(
        {"audio": False, "layers": {"video": 12}, "disconnect": "x", "video_muted": 1, "machine": 7}, SIZE
    )
    async with switcher(fitted) as (one, server):
        ann = await Terminal.dial(server)
        assert await ann.says("#07@ROUTE 12,2,x\r") == ["~07@ROUTE 12,2,x"]
        async with ours(fitted, server.address) as link:
            await link.send(link.link.side.tell({at("output_mute", 1): True}))
            assert await ann.line() == "~07@VMUTE 1,1"
            with pytest.raises(Refused) as no:
                await link.send(link.link.side.do("recall", {"preset": 9}))
            assert no.value.reason is Reason.OUT_OF_RANGE
        assert not one.driver.has("audio_tie")
    assert KRAMER_X.fitted({"source": "sdi"}, {}).has("video_tie")
    for driver, wrong in (
        (KRAMER, {"layers": {"video": "x"}}),
        (KRAMER, {"machine": 0x100}),
        (KRAMER_VID, {"level": 3}),
        (KRAMER_X, {"sink": "?"}),
    ):
        with pytest.raises(OptionError):
            driver.fitted(wrong, {})
