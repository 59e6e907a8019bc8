"""NUT: PyNUTClient and upsc read our simulated upsd, and our link reads the real one with its dummy UPS."""

import asyncio
import contextlib
import os
import shutil
import socket
from pathlib import Path

import pytest

from drivers.errors import NotAuthorised, Reason, Refused
from drivers.points import Place
from drivers.power.nut import NUT
from drivers.wire.options import OptionError
from simulators.servers.tcp import TcpServer
from tests.simulators.ours import ours
from tests.simulators.real import HERE, device, listening

RACK = NUT.fit(NUT, {"ups": "rack"})
UPSD, DUMMY = Path("/lib/nut/upsd"), Path("/lib/nut/dummy-ups")
INSTALLED = UPSD.exists() and DUMMY.exists()
PROGRAMS = (((str(DUMMY), "-a", "rack"), "upsdrv_updateinfo"), ((str(UPSD),), "Connected"))
"""Each with the words by which it says that it is ready."""
FILES = {
    "ups.conf": '[rack]\ndriver = dummy-ups\nport = dummy.dev\ndesc = "Rack UPS"\n',
    "dummy.dev": "ups.status: OB LB DISCHRG\nbattery.charge: 17\nbattery.runtime: 120\ninput.voltage: 0.0\n",
    "upsd.users": "[hall]\npassword = stage-door\ninstcmds = ALL\n",
}


@contextlib.asynccontextmanager
async def upsd(**more):
    """A simulated one."""
    one = device(RACK, **more)
    server = TcpServer(one, HERE, 0)
    async with listening(one, server):
        yield one, server


async def test_pynut_reads_and_orders():
    theirs = pytest.importorskip("PyNUTClient.PyNUT")
    async with upsd(values={Place("battery"): 87, Place("model"): 'A "500"'}) as (one, server):

        def session():
            link = theirs.PyNUTClient(host=HERE, port=server.port, login="hall", password="stage-door")
            found = link.GetUPSList(), link.GetUPSVars("rack")
            link.RunUPSCommand("rack", "beeper.mute")
            return found

        names, variables = await asyncio.to_thread(session)
        assert names == {b"rack": one.model.look("description").encode()}
        assert variables[b"ups.status"] == b"OL"
        assert variables[b"battery.charge"] == b"87"
        assert one.model.look("buzzer") == "muted"


async def test_upsc_reads():
    if shutil.which("upsc") is None:
        pytest.skip("upsc is not installed")
    async with upsd() as (one, server):
        one.model.put(Place("on_battery"), True)
        told = await asyncio.create_subprocess_exec(
            "upsc", f"rack@{HERE}:{server.port}", stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        lines = (await told.communicate())[0].decode().splitlines()
    assert "ups.status: OB" in lines


async def test_lines_as_somebody_types_them():
    async with upsd() as (_, server):
        reader, writer = await asyncio.open_connection(HERE, server.port)
        for said, answer in {
            b"GET VAR rack ups.status\n": b'VAR rack ups.status "OL"\n',
            b"GET VAR rack ups.colour\n": b"ERR VAR-NOT-SUPPORTED\n",
            b"LIST VAR lobby\n": b"ERR UNKNOWN-UPS\n",
            b"INSTCMD rack dance\n": b"ERR CMD-NOT-SUPPORTED\n",
            b"DANCE\n": b"ERR UNKNOWN-COMMAND\n",
            b"USERNAME hall\nPASSWORD secret\n": b"OK\n",
        }.items():
            writer.write(said)
            assert await asyncio.wait_for(reader.readline(), 5) == answer


async def test_we_read_all_in_one_list_and_log_in():
    held = {Place("output_voltage"): 20.5, Place("battery_replace"): True}
    login = {"user": "hall", "password": "stage-door"}
    async with upsd(values=held) as (one, server), ours(RACK, server.address, **login) as hall:
        for poll in hall.link.side.polls():
            await hall.send(poll.request)
        assert {place for place in one.driver.places()} <= hall.known.keys()
        assert (hall.known[Place("output_voltage")], hall.known[Place("battery_replace")]) == (20.5, True)
        await hall.tell(buzzer="disabled")
        assert await hall.ask("buzzer") == "disabled"
        assert "stage-door" not in "".join(map(str, hall.trace))


# ---------------------------------------------------------------- the real one


@contextlib.asynccontextmanager
async def real(folder):
    """The upsd of the distribution, with a UPS that is a file."""
    if not INSTALLED:
        pytest.skip("upsd is not installed")
    with socket.socket() as free:
        free.bind((HERE, 0))
        port = free.getsockname()[1]
    for name, text in {**FILES, "upsd.conf": f"LISTEN {HERE} {port}\n"}.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o640)
    where = {**os.environ, **dict.fromkeys(("NUT_CONFPATH", "NUT_STATEPATH", "NUT_ALTPIDPATH"), str(folder))}
    user = ("-u", os.environ.get("USER") or "root")
    async with contextlib.AsyncExitStack() as ending:
        for program, ready in (
            ((str(DUMMY), "-a", "rack"), "upsdrv_updateinfo"),
            ((str(UPSD),), "Connected"),
        ):
            child = await asyncio.create_subprocess_exec(
                *program,
                *user,
                "-D",
                env=where,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
            )
            ending.push_async_callback(child.wait)
            ending.callback(child.kill)
            async with asyncio.timeout(10):
                while ready not in (line := (await child.stdout.readline()).decode()):
                    if not line:
                        pytest.skip("upsd does not run here")
        yield port


async def test_we_read_the_real_one(tmp_path):
    async with real(tmp_path) as port:
        async with ours(RACK, f"tcp://{HERE}:{port}", user="hall", password="stage-door") as hall:
            while await hall.ask("battery") != 17:  # its driver takes a moment to read the file
                pass
            for poll in hall.link.side.polls():
                await hall.send(poll.request)
            assert hall.known[Place("on_battery")] is True
            known = {
                key: hall.known[Place(key)] for key in ("battery", "minutes_left", "battery_low", "model")
            }
            assert known == {"battery": 17, "minutes_left": 2, "battery_low": True, "model": "Dummy UPS"}
            assert await hall.ask("description") == "Rack UPS"
            with pytest.raises(Refused) as no:
                await hall.do("self_test", test="deep")
            assert no.value.reason is Reason.NOT_SUPPORTED
        async with ours(NUT, f"tcp://{HERE}:{port}") as hall:
            with pytest.raises(Refused):
                await hall.ask("battery")


async def test_a_login_that_is_refused():
    async def closed(reader, writer):
        await reader.readline()
        writer.write(b"ERR ACCESS-DENIED\n")

    server = await asyncio.start_server(closed, HERE, 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(NotAuthorised):
            async with ours(NUT, f"tcp://{HERE}:{port}", user="hall", password="wrong"):
                pass


@pytest.mark.parametrize("options", [{"ups": 3}, {"ups": "a b"}, {"name": "rack"}])
def test_options_that_cannot_be(options):
    with pytest.raises(OptionError):
        NUT.fit(NUT, options)


async def test_who_says_goodbye_is_hung_up_on():
    async with upsd() as (_, server):
        reader, writer = await asyncio.open_connection(HERE, server.port)
        writer.write(b"VER\nLOGOUT\n")
        async with asyncio.timeout(5):
            said = await reader.read(-1)
        writer.close()
        assert said.endswith(b"\nOK Goodbye\n")
