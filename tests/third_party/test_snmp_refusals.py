"""What a simulated APC rack PDU refuses, in the words of each version, to net-snmp's tools."""

import asyncio
import contextlib
import shutil

import pytest

from drivers.power.apc import APC_RPDU2
from drivers.transport.address import parse
from simulators.servers.snmp import SnmpServer
from tests.simulators.real import HERE, device

pytestmark = pytest.mark.skipif(not shutil.which("snmpset"), reason="net-snmp's tools are not installed")
OUTLETS = "1.3.6.1.4.1.318.1.1.26.9.2"
STATE, COMMAND, NAME = f"{OUTLETS}.3.1.5", f"{OUTLETS}.4.1.5", f"{OUTLETS}.1.1.3"


@contextlib.asynccontextmanager
async def pdu(version):
    one = device(APC_RPDU2.sized(socket=8))
    one.credentials.update({"community": "public", "write": "private"})
    server = SnmpServer(one, parse(f"snmp://{HERE}?version={version}"), 0)
    await server.open()

    async def says(tool, *rest):
        how = ["-On", "-Oe", "-Oq", "-r0", "-t2", f"-v{version}", "-c", "private"]
        process = await asyncio.create_subprocess_exec(
            tool, *how, f"{HERE}:{server.port}", *rest,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        out, _ = await process.communicate()
        return out.decode()

    try:
        yield one, says
    finally:
        await server.close()


@pytest.mark.parametrize(("version", "words"), [("2c", "wrongValue"), ("1", "badValue")])
async def test_a_command_that_there_is_not(version, words):
    async with pdu(version) as (_, says):
        assert words in await says("snmpset", f"{COMMAND}.3", "i", "9")


@pytest.mark.parametrize(("version", "words"), [("2c", "wrongType"), ("1", "badValue")])
async def test_a_word_where_a_number_is_wanted_is_of_the_wrong_type(version, words):
    async with pdu(version) as (_, says):
        assert words in await says("snmpset", f"{COMMAND}.3", "s", "on")


@pytest.mark.parametrize(("version", "words"), [("2c", "notWritable"), ("1", "noSuchName")])
async def test_a_status_is_not_set(version, words):
    async with pdu(version) as (one, says):
        before = one.model.look("outlet", (3,))
        assert words in await says("snmpset", f"{STATE}.3", "i", "1" if before else "2")
        assert one.model.look("outlet", (3,)) is before


@pytest.mark.parametrize("version", ["2c", "1"])
async def test_the_error_names_the_object_it_is_about(version):
    async with pdu(version) as (_, says):
        assert f"Failed object: .{COMMAND}.3" in await says("snmpset", f"{COMMAND}.3", "i", "9")


async def test_the_command_column_is_read_in_the_sense_it_is_written():
    async with pdu("2c") as (one, says):
        await says("snmpset", f"{COMMAND}.4", "i", "2")
        one.pass_time(5)
        assert await says("snmpget", f"{COMMAND}.4", f"{STATE}.4") == f".{COMMAND}.4 2\n.{STATE}.4 1\n"


async def test_a_name_that_was_written_is_read_in_both_tables():
    async with pdu("2c") as (_, says):
        await says("snmpset", f"{NAME}.4", "s", "Main projector")
        for table in (NAME, f"{OUTLETS}.3.1.3"):
            assert '"Main projector"' in await says("snmpget", f"{table}.4")


async def test_in_version_1_one_object_that_is_not_there_spoils_the_question():
    async with pdu("1") as (_, says):
        said = await says("snmpget", f"{STATE}.1", f"{STATE}.99")
        assert "noSuchName" in said
        assert f"Failed object: .{STATE}.99" in said
