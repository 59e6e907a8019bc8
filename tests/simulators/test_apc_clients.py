"""Simulated APC rack PDUs under net-snmp's tools: switching, reading back, walking, loads, traps."""

import asyncio
import contextlib
import shutil

import pytest

from drivers.points import Place, Ref
from drivers.power.apc import APC_RPDU, APC_RPDU2
from drivers.transport.address import parse
from drivers.wire.controller import ControllerSide
from simulators.device import SimulatedDevice
from simulators.models.registry import model_for
from simulators.seeds import first_values, grown
from simulators.servers.snmp import SnmpServer
from simulators.timing import LoopTiming
from simulators.venue import Venue

pytestmark = pytest.mark.skipif(not shutil.which("snmpget"), reason="net-snmp's tools are not installed")
HERE = "127.0.0.1"
APC = "1.3.6.1.4.1.318.1.1"
RPDU2 = {"state": f"{APC}.26.9.2.3.1.5", "command": f"{APC}.26.9.2.4.1.5", "on": 2, "off": 1}
RPDU = {"state": f"{APC}.12.3.5.1.1.4", "command": f"{APC}.12.3.3.1.1.4", "on": 1, "off": 2}
BOTH = pytest.mark.parametrize(
    ("driver", "at"), [(APC_RPDU2, RPDU2), (APC_RPDU, RPDU)], ids=["rpdu2", "rpdu"]
)


async def run(*command):
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    out, _ = await process.communicate()
    return [line for line in out.decode().splitlines() if "cert_indexes" not in line]


@contextlib.asynccontextmanager
async def pdu(driver, receiver=""):
    sized = grown(driver, {"socket": 8})
    model = model_for(sized.points, first_values(sized, "pdu"), {"relay": "1s", "reboot_time": "5s"})
    secrets = {"community": "public", "write": "private"}
    one = SimulatedDevice("pdu", sized, model, LoopTiming(), credentials=secrets)
    server = SnmpServer(one, parse(f"snmp://{HERE}?version=2c"), 0, receiver)
    one.endpoints.append(server)
    Venue([one])
    await server.open()

    async def ask(tool, *rest):
        how = "private" if tool == "snmpset" else "public"
        return await run(
            tool, "-On", "-Oe", "-Oq", "-r0", "-t2", "-v2c", "-c", how, f"{HERE}:{server.port}", *rest
        )

    try:
        yield one, ask
    finally:
        await server.close()


@BOTH
async def test_an_outlet_is_ordered_in_one_sense_and_read_back_in_its_own(driver, at):
    async with pdu(driver) as (one, ask):
        await ask("snmpset", f"{at['command']}.4", "i", "2")
        assert await ask("snmpget", f"{at['state']}.4") == [f".{at['state']}.4 {at['on']}"]
        one.pass_time(1)
        assert await ask("snmpget", f"{at['state']}.4") == [f".{at['state']}.4 {at['off']}"]
        await ask("snmpset", f"{at['command']}.4", "i", "3")
        one.pass_time(5.9)
        assert await ask("snmpget", f"{at['state']}.4") == [f".{at['state']}.4 {at['off']}"]
        one.pass_time(0.2)
        assert await ask("snmpget", f"{at['state']}.4") == [f".{at['state']}.4 {at['on']}"]


@BOTH
async def test_a_walk_by_next_and_by_bulk_finds_the_same_and_ends(driver, at):
    async with pdu(driver) as (_, ask):
        walked = await ask("snmpwalk", "1.3.6.1.4.1.318")
        bulk = await ask("snmpbulkwalk", "-Cr50", "1.3.6.1.4.1.318")
        assert walked == bulk
        walked = [line for line in walked if "No more variables" not in line]
        assert len([line for line in walked if line.startswith(f".{at['state']}.")]) == 8
        names = [line.split(" ")[0] for line in walked]
        assert len(set(names)) == len(names)
        assert (await ask("snmpget", "1.3.6.1.2.1.1.2.0"))[0].endswith((".318.1.3.4.6", ".318.1.3.4.5"))


async def test_loads_follow_what_hangs_on_the_outlets():
    async with pdu(APC_RPDU2) as (one, ask):
        one.model.carry_load(Place("outlet", (1,)), 2.4)
        one.model.carry_load(Place("outlet", (8,)), 1.0)
        T = f"{APC}.26"
        asked = (f"{T}.6.3.1.5.1", f"{T}.8.3.1.5.1", f"{T}.8.3.1.5.2", f"{T}.9.4.3.1.6.1", f"{T}.4.3.1.5.1")
        assert [line.split(" ")[1] for line in await ask("snmpget", *asked)] == ["34", "24", "10", "24", "78"]


async def test_a_tripped_bank_is_an_overload_on_the_wire():
    async with pdu(APC_RPDU2) as (one, ask):
        one.model.put(Place("breaker", (2,)), "failed")
        one.settle()
        T = f"{APC}.26"
        said = await ask(
            "snmpget", f"{T}.8.3.1.4.1", f"{T}.8.3.1.4.2", f"{T}.9.2.3.1.5.8", f"{T}.9.2.3.1.5.1"
        )
        assert [line.split(" ")[1] for line in said] == ["2", "4", "1", "2"]


class Receiver(asyncio.DatagramProtocol):
    def __init__(self):
        self.got = asyncio.Queue()

    def datagram_received(self, data, peer):
        self.got.put_nowait(data)


@BOTH
async def test_a_switched_outlet_is_reported_as_the_maker_does_and_our_driver_hears_it(driver, at):
    line, receiver = await asyncio.get_running_loop().create_datagram_endpoint(Receiver, (HERE, 0))
    async with pdu(driver, f"{HERE}:{line.get_extra_info('sockname')[1]}") as (one, _):
        Venue([one]).trip(Ref.parse("pdu/outlet/3"))
        await asyncio.wait_for(receiver.got.get(), 5)
        text = one.wire.since()[-1].text
    line.close()
    assert text.startswith("trap 1.3.6.1.4.1.318.0.269\n")
    assert 'turned off."' in text
    side = ControllerSide(driver.sized(socket=8))
    side.open()
    events = side.overhear(text.encode()).events
    assert [type(event).__name__ for event in events] == ["Stale"]
