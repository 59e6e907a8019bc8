"""A simulated Blackbird matrix, as pyblackbird finds it: it waits for a welcome, and for a line each time."""

import asyncio
import contextlib

import pytest

from drivers.points import Place
from drivers.switchers.blackbird import BLACKBIRD, BLACKBIRD_NO_IR
from simulators.servers.tcp import TcpServer
from tests.simulators.ours import ours
from tests.simulators.real import HERE, device, listening

pyblackbird = pytest.importorskip("pyblackbird")


@contextlib.asynccontextmanager
async def matrix(driver, **more):
    one = device(driver, **more)
    server = TcpServer(one, HERE, 0)
    async with listening(one, server):
        yield one, server


def tie(zone):
    return Place("video_tie", (zone,))


@pytest.mark.parametrize(("driver", "ir"), [(BLACKBIRD, True), (BLACKBIRD_NO_IR, False)])
async def test_zones_sources_and_the_panel_lock(driver, ir, monkeypatch):
    def talk():
        client = pyblackbird.get_blackbird(HERE, use_serial=False, ir_control=ir)
        client.set_zone_source(5, 3)
        seen = [client.zone_status(5)]
        client.set_zone_power(5, False)
        seen.append(client.zone_status(5))
        client.set_zone_power(5, True)
        client.lock_front_buttons()
        seen += [client.zone_status(5), client.lock_status()]
        client.unlock_front_buttons()
        seen.append(client.lock_status())
        client.set_all_zone_source(2)
        client.socket.close()
        return seen

    async with matrix(driver) as (one, server):
        monkeypatch.setattr(pyblackbird, "PORT", server.port)
        on, off, again, locked, unlocked = await asyncio.to_thread(talk)
        assert [one.model.values[tie(zone)] for zone in range(1, 9)] == 8 * [2]
    assert (on.power, on.av, on.ir) == (1, 3, 3 if ir else None)
    assert (off.power, off.av, again.av, locked, unlocked) == (0, None, 3, True, False)


@pytest.mark.parametrize("driver", [BLACKBIRD, BLACKBIRD_NO_IR])
async def test_our_own_link_beside_it(driver):
    async with matrix(driver) as (_, server), ours(driver, server.address) as link:
        await link.send(link.link.side.tell({tie(5): 3}))
        assert await link.ask("video_tie", 5) == 3
        await link.send(link.link.side.tell({tie(5): 0}))
        assert await link.ask("video_tie", 5) == 0
        await link.do("zone_on", output=5)
        await link.tell(panel_lock=True)
        assert [await link.ask("video_tie", 5), await link.ask("panel_lock")] == [3, True]


async def test_orders_glued_and_without_their_end():
    async with matrix(BLACKBIRD) as (one, server):
        reader, writer = await asyncio.open_connection(HERE, server.port)
        writer.write(b"3b5.1V2.\rStatus5.")
        async with asyncio.timeout(5):
            said = await reader.readuntil(b"IR: 03->05\r")
        writer.close()
        assert said.endswith(b"OK\rOK\rAV: 03->05\r\nIR: 03->05\r")
        assert one.model.values[tie(2)] == 1
