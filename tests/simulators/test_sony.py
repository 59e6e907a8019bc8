"""A simulated Sony projector, as a hand-typed client and our own link find it."""

import asyncio
import contextlib
import hashlib

import pytest

from drivers.errors import NotAuthorised, Reason, Refused
from drivers.points import Place
from drivers.projectors.sony_adcp import SONY_ADCP, SONY_ADCP_SERIAL
from drivers.vocabulary import FAILED, GOOD, OFF, ON, WARMING, WARNING
from drivers.wire.options import OptionError
from simulators.impairments import Impairments
from simulators.servers.pty import PtyServer
from simulators.servers.tcp import TcpServer
from tests.simulators.ours import ours
from tests.simulators.real import HERE, device, listening


@contextlib.asynccontextmanager
async def projector(password="", **more):
    one = device(SONY_ADCP, password=password, warm_up="30s", cool_down="60s", **more)
    server = TcpServer(one, HERE, 0, idle=one.driver.idle)
    async with listening(one, server):
        yield one, server


async def typed(port, *lines):
    """What a terminal shows."""
    reader, writer = await asyncio.open_connection(HERE, port)
    said = [await reader.readline()]
    for line in lines:
        writer.write(line(said[0].strip()) if callable(line) else line)
        said.append(await asyncio.wait_for(reader.readline(), 5))
    writer.close()
    return [text.decode().rstrip("\r\n") for text in said]


def proof(challenge):
    return hashlib.sha256(challenge + b"Projector").hexdigest().encode() + b"\r\n"


async def test_a_start_is_warming_and_other_orders_wait_for_it():
    async with projector("Projector") as (one, server):
        async with ours(SONY_ADCP, server.address, password="Projector") as link:
            assert await link.ask("power") == OFF
            with pytest.raises(Refused) as no:
                await link.tell(input="hdmi 1")
            assert no.value.reason is Reason.BUSY
            await link.tell(power="on")
            assert await link.ask("power") == WARMING
            one.pass_time(30)
            assert await link.ask("power") == ON
            await link.tell(input="hdbaset 1")
            await link.tell(video_mute=True)
            assert await link.ask("input") == "hdbaset 1"
            assert await link.ask("video_mute") is True
            assert await link.ask("lamp_hours") == 350
            await link.do("key", key="menu")
        assert "Projector" not in "".join(entry.text for entry in link.trace)


async def test_errors_are_the_health_of_parts():
    values = {Place("health", ("fan",)): FAILED, Place("health", ("warning",)): WARNING}
    async with projector(values=values) as (_, server), ours(SONY_ADCP, server.address) as link:
        assert await link.ask("health", "fan") == FAILED
        assert link.known[Place("health", ("temperature",))] == GOOD
        assert await link.ask("health", "warning") == WARNING


async def test_a_wrong_password_is_told_apart_from_silence():
    async with projector("Projector") as (_, server):
        with pytest.raises(NotAuthorised):
            async with ours(SONY_ADCP, server.address, password="projector"):
                pass


async def test_a_terminal_signs_in_and_asks():
    async with projector("Projector", values={Place("power"): ON}) as (_, server):
        lines = (b"power_status ?\r\n", proof, b"POWER_STATUS?\n", b'input "hdmi1"\r\n', b'input "hdmi7"\r\n')
        said = await typed(server.port, *lines, b"foo\r\n", b"error ?\r\n", b"volume 300\r\n")
        assert said[1:] == [
            "err_auth", "ok", '"on"', "ok", "err_val", "err_cmd", '["no_err"]', "err_val",
        ]  # fmt: skip


async def test_a_deaf_projector_is_found_by_reading_back():
    async with projector() as (one, server), ours(SONY_ADCP, server.address) as link:
        one.ail(Impairments(deaf=True))
        await link.tell(power="on")
        assert await link.ask("power") == OFF


async def test_on_a_serial_line_nobody_greets(tmp_path):
    one = device(SONY_ADCP_SERIAL, values={Place("power"): ON})
    port = str(tmp_path / "port")
    server = PtyServer(one, port)
    async with listening(one, server), ours(SONY_ADCP_SERIAL, f"serial://{port}?baud=38400") as link:
        await link.tell(freeze=True)
        assert await link.ask("freeze") is True
        assert await link.ask("serial") == "SIM-sony_adcp_serial"


def test_a_hall_names_the_inputs_it_has():
    made = SONY_ADCP.fitted({"inputs": {"lectern": "hdmi1", "camera": "input_b"}}, {})
    assert made.spelling["input"].samples() == ("lectern", "camera")
    with pytest.raises(OptionError, match="no input code"):
        SONY_ADCP.fitted({"inputs": {"lectern": "HDMI 1"}}, {})
    with pytest.raises(OptionError, match="same code"):
        SONY_ADCP.fitted({"inputs": {"lectern": "hdmi1", "stage": "hdmi1"}}, {})
    with pytest.raises(OptionError, match="list of names"):
        SONY_ADCP.fitted({"inputs": 4}, {})
