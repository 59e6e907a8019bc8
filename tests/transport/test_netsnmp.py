"""Against net-snmp: its agent answers us, its tools send us traps. Left out where it is not installed."""

import asyncio
import random
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.errors import NotAuthorised
from drivers.transport import ber, snmp_engine
from drivers.transport.address import parse
from drivers.transport.ber import Message
from drivers.transport.connecting import connect
from drivers.transport.snmp import CommunitySnmp, Patience
from drivers.transport.snmp_text import TRAP_OID
from drivers.transport.snmp_v3 import CHANGED, User, UserSnmp
from tests.transport.agent import a_plain_agent, a_secured_agent
from tests.transport.bench import PATIENCE, Listener
from tests.transport.test_snmp import ask
from tests.transport.test_snmp_v3 import AV, QUICK, to

SNMPD = shutil.which("snmpd", path="/usr/sbin:/usr/local/sbin:/usr/bin")
with_agent = pytest.mark.skipif(not SNMPD, reason="net-snmp's snmpd is not installed")
with_tools = pytest.mark.skipif(not shutil.which("snmptrap"), reason="net-snmp's snmptrap is not installed")

CONTACT, NAME, UP_TIME = "1.3.6.1.2.1.1.4.0", "1.3.6.1.2.1.1.5.0", "1.3.6.1.2.1.1.3.0"
CONFIG = """
agentAddress udp:127.0.0.1:{port}
rocommunity see 127.0.0.1
rwcommunity touch 127.0.0.1
sysName pdu-a
engineID {engine}
createUser av SHA-256 auth-password AES priv-password
createUser av192 SHA auth-password AES-192 priv-password
createUser plain
rwuser av priv
rouser plain noauth
"""


@pytest.fixture(autouse=True)
async def fresh_engine() -> AsyncIterator[None]:
    yield
    snmp_engine.close_engine()


async def free_port() -> int:
    async with a_plain_agent() as probe:
        return probe.port


def configured(folder: Path, port: int, engine: str) -> str:
    folder.mkdir()
    (folder / "snmpd.conf").write_text(CONFIG.format(port=port, engine=engine))
    return str(folder / "snmpd.conf")


@asynccontextmanager
async def snmpd(folder: Path, port: int, engine: str = "hall-a") -> AsyncIterator[None]:
    agent = await asyncio.create_subprocess_exec(
        str(SNMPD), "-f", "-Lo", "-C", "-c", configured(folder, port, engine),
        stdout=asyncio.subprocess.PIPE,
        env={"SNMP_PERSISTENT_DIR": str(folder), "MIBS": ""},
    )  # fmt: skip
    try:
        async with asyncio.timeout(PATIENCE):
            assert agent.stdout is not None
            while b"NET-SNMP version" not in (line := await agent.stdout.readline()):
                assert line, "snmpd ended"
        yield
    finally:
        agent.kill()
        await agent.wait()


@with_agent
async def test_versions_1_and_2c(tmp_path: Path) -> None:
    port = await free_port()
    async with snmpd(tmp_path / "agent", port):
        for version in ("1", "2c"):
            address = parse(f"snmp://127.0.0.1:{port}?version={version}&community=see&write=touch")
            we, snmp = Listener(), connect(address)
            await we.open(snmp)
            assert await ask(snmp, we, f"get {NAME}") == f'{NAME} = s "pdu-a"'
            assert (await ask(snmp, we, f"get {UP_TIME}")).startswith(f"{UP_TIME} = t ")
            assert await ask(snmp, we, f'set {CONTACT} = s "值班 8000"') == f'{CONTACT} = s "值班 8000"'
            assert await ask(snmp, we, f"next {CONTACT}") == f'{NAME} = s "pdu-a"'
            missing = await ask(snmp, we, f"get {NAME} {NAME}.7")
            expected = f'{NAME} = s "pdu-a"\n{NAME}.7 = ! noSuchInstance'
            assert missing == expected  # in version 1, by asking again without it
            wrong = await ask(snmp, we, f"set {CONTACT} = i 1")
            assert wrong == ("error badValue 1" if version == "1" else "error wrongType 1")
            snmp.close()


@with_agent
async def test_a_community_that_may_only_read(tmp_path: Path) -> None:
    port = await free_port()
    async with snmpd(tmp_path / "agent", port):
        we = Listener()
        snmp = CommunitySnmp(("127.0.0.1", port), 1, "see", "see", QUICK)
        await we.open(snmp)
        assert await ask(snmp, we, f'set {CONTACT} = s "x"') == "error noAccess 1"
        nobody = Listener()
        stranger = CommunitySnmp(("127.0.0.1", port), 1, "guess", "guess", QUICK)
        await nobody.open(stranger)
        stranger.send(f"get {NAME}".encode())
        assert await ask(snmp, we, f"get {NAME}")
        assert nobody.heard == []
        for open_one in (snmp, stranger):
            open_one.close()


@with_agent
async def test_version_3_and_every_wrong_part(tmp_path: Path) -> None:
    port = await free_port()
    async with snmpd(tmp_path / "agent", port):
        we, snmp = Listener(), to(port, AV)
        await we.open(snmp)
        assert await ask(snmp, we, f"get {NAME}") == f'{NAME} = s "pdu-a"'
        assert await ask(snmp, we, f'set {CONTACT} = s "8000"') == f'{CONTACT} = s "8000"'
        assert (await ask(snmp, we, "bulk 3 1.3.6.1.2.1.1")).count("\n") == 2
        snmp.close()
        plain = to(port, User("plain"))
        await we.open(plain)
        plain.close()
        wrong = {
            "user name": replace(AV, name="nobody"),
            "authentication password": replace(AV, auth_password="not-the-password"),
            "authentication password or protocol": replace(AV, auth="SHA512"),
            "privacy password": replace(AV, priv_password="not-the-password"),
            "security level (this": User("plain", "SHA", "auth-password"),
            "security level": User("av"),
        }
        for part, user in wrong.items():
            with pytest.raises(NotAuthorised) as told:
                await Listener().open(to(port, user, QUICK))
            assert part in told.value.part


@with_agent
async def test_an_agent_that_restarts_and_one_that_is_replaced(tmp_path: Path) -> None:
    port = await free_port()
    we, snmp = Listener(), to(port, AV)
    async with snmpd(tmp_path / "agent", port):
        await we.open(snmp)
        assert await ask(snmp, we, f"get {NAME}") == f'{NAME} = s "pdu-a"'
    async with snmpd(tmp_path / "restarted", port):
        assert await ask(snmp, we, f"get {NAME}") == f'{NAME} = s "pdu-a"'
    async with snmpd(tmp_path / "replaced", port, engine="hall-b"):
        snmp.send(f"get {NAME}".encode())
        assert await we.until_lost() is CHANGED
        again = Listener()
        await again.open(snmp)
        assert await ask(snmp, again, f"get {NAME}") == f'{NAME} = s "pdu-a"'
        snmp.close()


async def send(tool: str, *arguments: str) -> None:
    """Run net-snmp's sender to its end; an inform ends well only when we acknowledged it."""
    sender = await asyncio.create_subprocess_exec(
        tool, *arguments, env={"MIBS": "", "SNMP_PERSISTENT_DIR": "/nonexistent", "PATH": "/usr/bin"},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    async with asyncio.timeout(PATIENCE):
        said, _ = await sender.communicate()
    assert sender.returncode == 0, said


SWITCHED = "1.3.6.1.4.1.318.0.268"
OUTLET_4 = "1.3.6.1.4.1.318.1.1.26.9.2.3.1.5.4"
CARRIED = f"trap {SWITCHED}\n{UP_TIME} = t 4711\n{OUTLET_4} = i 2"
SIGNED = (
    "-u",
    "av",
    "-l",
    "authPriv",
    "-a",
    "SHA-256",
    "-A",
    "auth-password",
    "-x",
    "AES",
    "-X",
    "priv-password",
)


@with_tools
@pytest.mark.parametrize("tool", ["snmptrap", "snmpinform"])
async def test_a_trap_and_an_inform_of_version_2c(tool: str) -> None:
    port = await free_port()
    async with a_plain_agent() as agent:
        we, snmp = Listener(), CommunitySnmp(("127.0.0.1", agent.port), traps=port)
        await we.open(snmp)
        await send(tool, "-v2c", "-c", "any", f"127.0.0.1:{port}", "4711", SWITCHED, OUTLET_4, "i", "2")
        await we.until_heard(CARRIED.encode())
        snmp.close()


@with_tools
@pytest.mark.parametrize(
    ("generic", "name"), [("0", "1.3.6.1.6.3.1.1.5.1"), ("4", "1.3.6.1.6.3.1.1.5.5"), ("6", SWITCHED)]
)
async def test_a_trap_of_version_1_has_the_name_it_would_have_in_version_2(generic: str, name: str) -> None:
    port = await free_port()
    async with a_plain_agent() as agent:
        we, snmp = Listener(), CommunitySnmp(("127.0.0.1", agent.port), traps=port)
        await we.open(snmp)
        trap = ("1.3.6.1.4.1.318", "127.0.0.1", generic, "268", "4711", OUTLET_4, "i", "2")
        await send("snmptrap", "-v1", "-c", "any", f"127.0.0.1:{port}", *trap)
        await we.until_heard(f"trap {name}\n{UP_TIME} = t 4711\n{OUTLET_4} = i 2".encode())
        snmp.close()


@with_tools
async def test_secured_traps_and_informs_are_heard_and_unsigned_ones_in_the_same_name_are_not() -> None:
    port = await free_port()
    async with a_secured_agent(AV, engine_id="8000000001020304") as agent:
        we, snmp = Listener(), UserSnmp(("127.0.0.1", agent.port), AV, Patience(), traps=port)
        await we.open(snmp)
        there, said = f"127.0.0.1:{port}", ("4711", SWITCHED, OUTLET_4, "i", "2")
        ours = ("-v3", "-e", "0x8000000001020304")
        forged = (*SIGNED[:7], "not-the-password", *SIGNED[8:])
        await send("snmptrap", *ours, "-u", "av", "-l", "noAuthNoPriv", there, *said)
        await send("snmptrap", *ours, "-u", "av", *SIGNED[2:7], SIGNED[7], "-l", "authNoPriv", there, *said)
        await send("snmptrap", *ours, *forged, there, *said)
        await send("snmptrap", "-v3", "-e", "0x80000000010203FF", *SIGNED, there, *said)
        await send("snmptrap", "-v2c", "-c", "any", there, "1", "1.3.6.1.6.3.1.1.5.1")
        await we.until_heard(f"trap 1.3.6.1.6.3.1.1.5.1\n{UP_TIME} = t 1".encode())
        assert len(we.heard) == 1
        await send("snmptrap", *ours, *SIGNED, there, *said)
        await we.until_heard(CARRIED.encode())
        assert len(we.heard) == 2
        await send("snmpinform", "-v3", *SIGNED, there, *said)
        await we.until(lambda: len(we.heard) == 3)
        assert we.heard[2] == CARRIED.encode()
        snmp.close()


async def test_rubbish_on_the_trap_port_has_no_effect() -> None:
    port = await free_port()
    dice = random.Random(5)
    async with a_secured_agent(AV) as agent, a_plain_agent() as stranger:
        we, snmp = Listener(), UserSnmp(("127.0.0.1", agent.port), AV, Patience(), traps=port)
        await we.open(snmp)
        stranger.last = ("127.0.0.1", port)
        for _ in range(200):
            stranger.say(dice.randbytes(dice.randrange(1, 80)))
            stranger.say(bytes.fromhex("303902010330") + dice.randbytes(50))  # begins like version 3
        stranger.say(ber.encode(Message(1, b"any", "trap", 1, ((TRAP_OID, "o", SWITCHED),))))
        await we.until_heard(f"trap {SWITCHED}".encode())
        assert len(we.heard) == 1
        assert await ask(snmp, we, f"get {NAME}") == f'{NAME} = s "pdu-a"'
        snmp.close()


async def test_a_trap_port_that_cannot_be_had_is_a_warning_and_no_loss(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with a_plain_agent() as agent, a_plain_agent() as holder:
        we, snmp = Listener(), CommunitySnmp(("127.0.0.1", agent.port), traps=holder.port)
        await we.open(snmp)
        assert f"no traps from 127.0.0.1 on our port {holder.port}" in caplog.text
        assert await ask(snmp, we, f"get {NAME}.3") == f"{NAME}.3 = g 3"
        snmp.close()
