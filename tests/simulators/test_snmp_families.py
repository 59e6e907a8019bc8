"""Every SNMP family on a real socket: read, switched and walked, by our own link and by net-snmp's tools."""

import asyncio
import contextlib
import shutil
from dataclasses import replace

import pytest

from drivers import catalog
from drivers.points import Place
from drivers.transport.address import parse
from drivers.wire.events import Stale
from simulators.impairments import HEALTHY
from simulators.impairments import parse as ill
from simulators.servers.maker_traps import TRAPS
from simulators.servers.snmp import SnmpServer
from tests.recordings.recorded import Reader
from tests.simulators.real import HERE, device, listening

NAMES = [name for name in catalog.names() if catalog.get(name).transports == ("snmp",)]
SWITCHED = [name for name in NAMES if catalog.get(name).has("outlet")]
WRITE = {"community": "public", "write": "private"}
SECURED = "version=3&user=auditorium&auth=SHA256&priv=AES"
PHRASES = {"auth_password": "footlights-on", "priv_password": "houselights-off"}
with_tools = pytest.mark.skipif(not shutil.which("snmpwalk"), reason="net-snmp's tools are not installed")


@contextlib.asynccontextmanager
async def agent(name, how="version=2c", secrets=WRITE, traps="", **behaviour):
    """One simulated device, listening."""
    one = device(catalog.get(name), **behaviour)
    one.credentials.update(secrets)
    server = SnmpServer(one, parse(f"snmp://{HERE}?{how}"), 0, traps)
    async with listening(one, server):
        yield one, server


@contextlib.asynccontextmanager
async def link(name, server, how="version=2c", secrets=WRITE, driver=None):
    """Our own link to it."""
    query = "&".join([how, *(f"{key}={value}" for key, value in secrets.items())])
    reader = Reader(driver or catalog.get(name), f"snmp://{HERE}:{server.port}?{query}", {})
    async with asyncio.timeout(20):
        await reader.link.open()
    try:
        yield reader
    finally:
        reader.link.close()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("how", "secrets"), [("version=1", WRITE), ("version=2c", WRITE), (SECURED, PHRASES)]
)
async def test_all_of_it_is_read_in_every_version(name, how, secrets):
    async with agent(name, how, secrets) as (one, server), link(name, server, how, secrets) as we:
        await we.read()
        driver = we.link.side.driver
        untold = [
            point.key for point in driver.points if not any(place.key == point.key for place in we.known)
        ]
        assert untold == []
        for place, value in we.known.items():
            held = one.model.values[place]
            if place.key in ("uptime", "humidity") or value is None:
                continue
            assert driver.point(place.key).agrees(held, value) or value == pytest.approx(held, abs=1), place


@pytest.mark.parametrize("name", SWITCHED)
async def test_an_outlet_is_switched_and_read_back_and_a_deaf_agent_is_found_out(name):
    async with agent(name, relay="1s") as (one, server), link(name, server) as we:
        await we.read()
        place = Place("outlet", (2,))
        for wish in (False, True):
            await we.send(we.link.side.tell({place: wish}))
            one.pass_time(2)
            assert await we.ask("outlet", 2) is wish
        one.ail(ill({"deaf": True}))
        await we.send(we.link.side.tell({place: False}))
        one.pass_time(2)
        one.ail(HEALTHY)
        assert await we.ask("outlet", 2) is True


@pytest.mark.parametrize("name", SWITCHED)
async def test_a_cycle_goes_off_and_on(name):
    if not any(getattr(row, "name", "") == "cycle" for row in catalog.get(name).talk):
        pytest.skip("it has none")
    async with agent(name, relay="1s", reboot_time="5s") as (one, server), link(name, server) as we:
        await we.read()
        await we.do("cycle", socket=2)
        one.pass_time(2)
        assert await we.ask("outlet", 2) is False
        one.pass_time(6)
        assert await we.ask("outlet", 2) is True


@with_tools
@pytest.mark.parametrize("name", NAMES)
async def test_a_walk_by_next_and_by_bulk_finds_the_same_and_ends(name):
    async with agent(name) as (_, server):
        where = f"{HERE}:{server.port}"
        one = await run("snmpwalk", "-v2c", "-c", "public", "-On", "-Oe", "-r0", where, "1.3.6.1")
        bulk = await run(
            "snmpbulkwalk", "-v2c", "-c", "public", "-On", "-Oe", "-r0", "-Cr40", where, "1.3.6.1"
        )
        assert one == bulk
        assert len(one) == len(set(one)) > 10


async def run(*command):
    """What one of the tools prints, its remarks left out."""
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    out, _ = await process.communicate()
    lines = out.decode().splitlines()
    return [line for line in lines if "No more variables" not in line and "1.3.6.1.2.1.1.3.0" not in line]


class Receiver(asyncio.DatagramProtocol):
    """Where traps go."""

    def __init__(self):
        self.got = asyncio.Queue()

    def datagram_received(self, data, peer):
        self.got.put_nowait(data)


@pytest.mark.parametrize("name", [name for name in SWITCHED if name in TRAPS])
async def test_a_switched_outlet_is_reported_as_the_maker_does_and_our_driver_hears_it(name):
    line, receiver = await asyncio.get_running_loop().create_datagram_endpoint(Receiver, (HERE, 0))
    port = line.get_extra_info("sockname")[1]
    async with agent(name, traps=f"{HERE}:{port}") as (one, server), link(name, server) as we:
        one.model.put(Place("outlet", (2,)), False)
        one.settle()
        await asyncio.wait_for(receiver.got.get(), 5)
        text = next(entry.text for entry in one.wire.since() if entry.text.startswith("trap "))
        assert text.split("\n")[0].removeprefix("trap ") == TRAPS[name]["outlet"](False)
        assert any(isinstance(event, Stale) for event in we.link.side.overhear(text.encode()).events)
    line.close()


@with_tools
@pytest.mark.parametrize("tool", ["snmptrap", "snmpinform"])
@pytest.mark.parametrize(
    ("name", "trap"), [(name, next(iter(keys.values()))(True)) for name, keys in TRAPS.items()]
)
async def test_traps_and_informs_of_net_snmp_make_us_ask_again(tool, name, trap, unused_udp_port):
    """Given a maker's trap, when it comes, then everything is stale; an inform is acknowledged."""
    async with agent(name) as (_, server), link(name, server, f"version=2c&traps={unused_udp_port}") as we:
        stale = asyncio.Event()
        on_event = we.on_event
        we.on_event = lambda event: stale.set() if isinstance(event, Stale) else on_event(event)
        sender = await asyncio.create_subprocess_exec(
            tool, "-v2c", "-c", "any", "-r0", f"{HERE}:{unused_udp_port}", "4711", trap,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        assert await sender.wait() == 0
        async with asyncio.timeout(5):
            await stale.wait()


@pytest.fixture
def unused_udp_port():
    """A port that was free a moment ago."""
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((HERE, 0))
        return probe.getsockname()[1]


async def test_a_second_unit_behind_one_address_is_another_device():
    raritan = catalog.get("raritan_pdu2").fitted({"unit": 2}, {"socket": 4})
    assert replace(raritan).places()
    one = device(raritan)
    one.credentials.update(WRITE)
    server = SnmpServer(one, parse(f"snmp://{HERE}?version=2c"), 0)
    async with listening(one, server), link("raritan_pdu2", server, driver=raritan) as we:
        await we.read()
        assert await we.ask("outlet", 4) is True
        assert ".6.4.1.2.1.3.2.4" in we.link.side.asks([Place("outlet", (4,))]).frames[0]
