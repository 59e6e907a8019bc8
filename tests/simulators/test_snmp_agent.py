"""A simulated SNMP agent under the tools every technician has, in all three versions, and its traps."""

import asyncio
import contextlib
import shutil

import pytest

from drivers import vocabulary as v
from drivers.errors import Reason
from drivers.points import Place
from drivers.transport.address import parse as address
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings import Datagram
from drivers.wire.objects import Objects
from drivers.wire.spelling import Text, Whole, Words
from drivers.wire.talk import ALL, ECHO, Action, Command, Notice, Query, Refusal
from simulators.device import SimulatedDevice
from simulators.impairments import HEALTHY, parse
from simulators.models.registry import model_for
from simulators.seeds import first_values
from simulators.servers.snmp import SnmpServer
from simulators.timing import LoopTiming

pytestmark = pytest.mark.skipif(not shutil.which("snmpget"), reason="net-snmp's tools are not installed")
T = "1.3.6.1.4.1.99999.1"
STRIP = Driver(
    name="strip",
    title="Strip",
    transports=("snmp",),
    framing=Framing.both(Datagram()),
    axes={"socket": (1, 2, 3, 4)},
    points=(v.OUTLET.over("socket"), v.LABEL.over("socket"), v.NAME, v.LOAD.over("socket")),
    spelling={
        "outlet": Words({"1": False, "2": True}),
        "label": Text(),
        "name": Text(),
        "load": Whole(),
        "socket": Whole(),
    },
    talk=(
        Query(Objects("1.3.6.1.2.1.1.5.0 = s {name}"), every=0),
        Query(Objects(f"{T}.1.{{socket}} = i {{outlet}}", f"{T}.2.{{socket}} = s {{label}}")),
        Command(Objects(f"{T}.1.{{socket}} = i {{outlet}}"), ECHO),
        Action("cycle", Objects(f"{T}.3.{{socket}} = i 3"), ECHO),
        Notice(f"trap {T}.0.7\n{T}.1.{{socket}} = i {{outlet}}", stales=(ALL,)),
        Notice("trap 1.3.6.1.6.3.1.1.5.1", restart=True, stales=(ALL,)),
        Refusal("error {reason} 1", {"noSuchName": Reason.NOT_SUPPORTED, "wrongValue": Reason.OUT_OF_RANGE}),
    ),
)
HERE = "127.0.0.1"
V1, V2 = "-v1 -c public", "-v2c -c public"
V3 = "-v3 -l authPriv -u auditorium -a SHA-256 -A footlights-on -x AES -X houselights-off"
ADDRESS = {
    "1": (f"snmp://{HERE}?version=1", {"community": "public", "write": "private"}),
    "2c": (f"snmp://{HERE}?version=2c", {"community": "public", "write": "private"}),
    "3": (
        f"snmp://{HERE}?version=3&user=auditorium&auth=SHA256&priv=AES",
        {"auth_password": "footlights-on", "priv_password": "houselights-off"},
    ),
}


async def run(command):
    """What one of the tools prints."""
    process = await asyncio.create_subprocess_exec(
        *command.split(), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    out, _ = await process.communicate()
    return [line for line in out.decode().splitlines() if "cert_indexes" not in line]


@contextlib.asynccontextmanager
async def strip(version="2c", traps=""):
    """The agent; `ask` runs a tool against it."""
    where, secrets = ADDRESS[version]
    values = first_values(STRIP, "strip", {"socket": {1: "Projector"}})
    model = model_for(STRIP.points, values, {"relay": "0s"})
    device = SimulatedDevice("strip", STRIP, model, LoopTiming(), credentials=secrets, boot=1.0)
    server = SnmpServer(device, address(where), 0, traps)
    device.endpoints.append(server)
    await server.open()

    async def ask(tool, how, *rest):
        return await run(f"{tool} -On -Oe -r0 -t1 {how} {HERE}:{server.port} {' '.join(rest)}")

    try:
        yield device, ask
    finally:
        await server.close()


@pytest.mark.parametrize(("version", "how"), [("1", V1), ("2c", V2), ("3", V3)])
async def test_get_and_set_in_every_version(version, how):
    async with strip(version) as (device, ask):
        assert await ask("snmpget", how, f"{T}.1.4", f"{T}.2.1") == [
            f".{T}.1.4 = INTEGER: 2",
            f'.{T}.2.1 = STRING: "Projector"',
        ]
        writing = how.replace("public", "private")
        assert await ask("snmpset", writing, f"{T}.1.4", "i", "1") == [f".{T}.1.4 = INTEGER: 1"]
        device.pass_time(0.1)
        assert await ask("snmpget", how, f"{T}.1.4") == [f".{T}.1.4 = INTEGER: 1"]


@pytest.mark.parametrize(
    ("version", "tool", "how"), [("1", "snmpwalk", V1), ("2c", "snmpbulkwalk", V2), ("3", "snmpbulkwalk", V3)]
)
async def test_a_walker_finds_every_object_once(version, tool, how):
    async with strip(version) as (_, ask):
        found = [line.split(" = ")[0] for line in await ask(tool, how, T)]
        assert found == [f".{T}.{column}.{socket}" for column in (1, 2) for socket in (1, 2, 3, 4)] or (
            found[:8] == [f".{T}.{column}.{socket}" for column in (1, 2) for socket in (1, 2, 3, 4)]
        )


async def test_what_is_not_there_has_a_name_in_each_version():
    async with strip("1") as (_, ask):
        assert "noSuchName" in "".join(await ask("snmpget", V1, f"{T}.1.9"))
    async with strip("2c") as (_, ask):
        assert "No Such" in "".join(await ask("snmpget", V2, f"{T}.1.9"))


async def test_the_reading_community_writes_nothing():
    async with strip() as (device, ask):
        assert "noAccess" in "".join(await ask("snmpset", V2, f"{T}.1.4", "i", "1"))
        assert device.model.look("outlet", (4,)) is True


async def test_a_wrong_community_is_silence():
    async with strip() as (_, ask):
        assert "Timeout" in "".join(await ask("snmpget", "-v2c -c wrong", f"{T}.1.1"))


async def test_a_wrong_password_or_user_is_said_to_be_so():
    async with strip("3") as (_, ask):
        assert "Authentication failure" in "".join(
            await ask("snmpget", V3.replace("footlights-on", "footlights-off"), f"{T}.1.1")
        )
        assert "Unknown user name" in "".join(
            await ask("snmpget", V3.replace("auditorium", "nobody"), f"{T}.1.1")
        )


async def test_a_value_out_of_range_is_refused():
    async with strip() as (device, ask):
        assert "wrongValue" in "".join(await ask("snmpset", "-v2c -c private", f"{T}.1.4", "i", "9"))
        assert device.model.look("outlet", (4,)) is True


async def test_ill_on_real_bytes():
    async with strip() as (device, ask):
        device.ail(parse({"silent": True}))
        assert "Timeout" in "".join(await ask("snmpget", V2, f"{T}.1.1"))
        device.ail(parse({"duplicate": 1.0}))
        device.ail(parse({"deaf": True}))
        assert await ask("snmpset", "-v2c -c private", f"{T}.1.4", "i", "1") == [f".{T}.1.4 = INTEGER: 1"]
        device.pass_time(1)
        device.ail(HEALTHY)
        assert await ask("snmpget", V2, f"{T}.1.4") == [f".{T}.1.4 = INTEGER: 2"]


class Receiver(asyncio.DatagramProtocol):
    """Where traps go."""

    def __init__(self):
        self.got = asyncio.Queue()

    def datagram_received(self, data, peer):
        self.got.put_nowait(data)


@pytest.mark.parametrize("version", ["1", "2c", "3"])
async def test_an_outlet_that_changes_and_a_restart_are_reported(version):
    line, receiver = await asyncio.get_running_loop().create_datagram_endpoint(Receiver, (HERE, 0))
    port = line.get_extra_info("sockname")[1]
    async with strip(version, traps=f"{HERE}:{port}") as (device, _):
        device.model.put(Place("outlet", (3,)), False)
        device.settle()
        event = await asyncio.wait_for(receiver.got.get(), 5)
        assert (version == "3") == (b"public" not in event)
        device.reboot()
        device.pass_time(1)
        again = await asyncio.wait_for(receiver.got.get(), 5)
        assert again != event
    line.close()


async def test_a_restarted_agent_is_found_again_by_a_version_3_client():
    async with strip("3") as (device, ask):
        await ask("snmpget", V3, f"{T}.1.1")
        device.reboot()
        device.pass_time(1)
        assert await ask("snmpget", V3, f"{T}.1.1") == [f".{T}.1.1 = INTEGER: 2"]
