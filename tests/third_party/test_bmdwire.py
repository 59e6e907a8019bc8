"""A simulated Videohub, as bmdwire finds it, and as our own link does beside it."""

import asyncio
import contextlib

import pytest

from drivers.points import Place
from drivers.switchers.videohub import VIDEOHUB
from drivers.vocabulary import LockState
from simulators.servers.tcp import TcpServer
from tests.simulators.ours import ours
from tests.simulators.real import HERE, device, listening

videohubwire = pytest.importorskip("videohubwire")
HUB = VIDEOHUB.sized(input=4, output=4, monitor=1)


def tie(output):
    return Place("video_tie", (output,))


@contextlib.asynccontextmanager
async def router(**more):
    one = device(HUB, values={Place("name"): "Hall", tie(2): 3}, **more)
    server = TcpServer(one, HERE, 0)
    async with listening(one, server):
        yield one, server


async def spoken(server, talk):
    def run():
        with videohubwire.Videohub(HERE, server.port) as hub:
            return talk(hub)

    return await asyncio.to_thread(run)


@pytest.mark.parametrize("version", ["2.7", "2.8"])
async def test_it_reads_the_opening_whatever_the_version(version):
    async with router(session={"prelude": version}) as (_, server):
        state = await spoken(server, lambda hub: hub.state())
    assert (state["device"]["friendly_name"], state["device"]["video_inputs"]) == ("Hall", 4)
    assert state["inputs"][0] == {"index": 0, "label": "Input 1"}
    assert state["outputs"][1] == {"index": 1, "label": "Output 2", "source": 2, "lock": "U"}


async def test_it_switches_and_names_and_everybody_hears():
    def talk(hub):
        hub.ping()
        hub.route(0, 3)
        hub.set_output_label(1, "讲台 left")
        return hub.state()["outputs"][:2]

    async with router() as (one, server), ours(one.driver, server.address) as link:
        first, second = await spoken(server, talk)
        assert (first["source"], second["label"]) == (3, "讲台 left")
        await link.ask("lock", 1)
        assert link.known[tie(1)] == 4
        assert link.known[Place("label_out", (2,))] == "讲台 left"


async def test_what_we_lock_is_locked_for_another_address_and_not_switched():
    async with router(locks_by="connection") as (one, server), ours(one.driver, server.address) as link:
        lock = Place("lock", (1,))
        await link.send(link.link.side.tell({lock: LockState.OURS}))
        assert await link.ask(*lock.key.split(), 1) == LockState.OURS
        state = await spoken(server, lambda hub: (hub.route(0, 2), hub.state())[1])
        assert state["outputs"][0]["lock"] == "L"
        assert one.model.values[tie(1)] == 1
        async with ours(one.driver, server.address) as other:
            assert await other.ask("lock", 1) == LockState.THEIRS
            await other.send(other.link.side.tell({lock: LockState.FREE}))
            assert await other.ask("lock", 1) == LockState.THEIRS
            await other.do("force_unlock", output=1)
            assert await other.ask("lock", 1) == LockState.FREE
        assert await link.ask("lock", 1) == LockState.FREE


async def test_a_router_may_say_no_to_what_is_locked():
    async with router(locked="refuse") as (one, server):
        one.model.put(Place("lock", (1,)), LockState.THEIRS)
        with pytest.raises(videohubwire.VideohubError):
            await spoken(server, lambda hub: hub.route(0, 2))


async def test_several_at_once_and_in_the_words_of_others():
    async with router() as (one, server):
        reader, writer = await asyncio.open_connection(HERE, server.port)
        async with asyncio.timeout(5):
            await reader.readuntil(b"END PRELUDE:\n\n")
            writer.write(
                b"VIDEO OUTPUT ROUTING:\r\n 0 1\r\n1 0\r\n\r\nNONSENSE:\n\nVIDEO OUTPUT ROUTING:\n9 0\n\n"
            )
            said = b"ACK\n\nVIDEO OUTPUT ROUTING:\n0 1\n1 0\n\nNAK\n\nNAK\n\n"
            assert await reader.readexactly(len(said)) == said
            one.model.put(tie(3), 4)
            one.settle()
            said = b"VIDEO OUTPUT ROUTING:\n2 3\n\n"
            assert await reader.readexactly(len(said)) == said
        writer.close()
        assert (one.model.values[tie(1)], one.model.values[tie(2)]) == (2, 1)
