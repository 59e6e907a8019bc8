"""A simulated Christie projector, as a client from the package index, a terminal and our own link find it."""

import asyncio
import contextlib

import pytest

from drivers.errors import Reason, Refused
from drivers.points import Place
from drivers.projectors.christie import CHRISTIE, CHRISTIE_CINEMA
from drivers.vocabulary import COOLING, FAILED, GOOD, OFF, ON, WARMING
from drivers.wire.options import OptionError
from simulators.impairments import Impairments
from simulators.servers.pty import PtyServer
from simulators.servers.tcp import TcpServer
from tests.simulators.ours import ours
from tests.simulators.real import HERE, device, listening


@contextlib.asynccontextmanager
async def projector(driver=CHRISTIE, **more):
    one = device(driver, warm_up="15s", cool_down="10s", **more)
    server = TcpServer(one, HERE, 0)
    async with listening(one, server):
        yield one, server


async def test_a_client_from_the_package_index(monkeypatch):
    mseries = pytest.importorskip("christie_mseries")
    values = {Place("alarm", (2,)): FAILED, Place("alarm_name", (2,)): "Fan 3 (rear)"}
    async with projector(values=values, off_answers=1) as (one, server):
        with pytest.raises(mseries.ChristieError, match="Refused"):
            await asyncio.to_thread(_used, mseries, server.port, lambda box: box.select_input(5))

        async def used(do):
            return await asyncio.to_thread(_used, mseries, server.port, do)

        await used(lambda box: box.power_on())
        assert await used(lambda box: box.get_power_state()) == mseries.PowerState.WARMING
        one.pass_time(15)
        assert await used(lambda box: box.get_power_state_text()) == "On"
        await used(lambda box: box.select_input(5))
        await used(lambda box: box.close_shutter())
        await used(lambda box: box.set_zoom(-267))
        await used(lambda box: box.power_off())
        assert one.model.look("input") == "input 5"
        assert one.model.look("power") == COOLING
        assert await used(lambda box: box.get_zoom()) == -267
        assert not await used(lambda box: box.is_shutter_open())
        assert await used(lambda box: box.get_model()) == CHRISTIE.title
        assert await used(lambda box: box.get_serial_number()) == "SIM-christie"
        assert "Fan 3 (rear)" in await used(lambda box: box.get_status("ALRM"))
        one.model.put_all("alarm", GOOD)
        one.model.put_all("alarm_name", "-")
        assert await used(lambda box: box.get_status("ALRM")) == {}


def _used(mseries, port, do):
    with mseries.ChristieM4K25(HERE, port, timeout=5) as box:
        return do(box)


async def test_silence_is_a_yes_and_a_no_is_heard():
    async with projector() as (one, server), ours(CHRISTIE, server.address) as link:
        assert await link.ask("power") == OFF
        with pytest.raises(Refused) as no:
            await link.tell(freeze=True)
        assert no.value.reason is Reason.BUSY
        await link.silently(power="on")
        assert await link.ask("power") == WARMING
        one.pass_time(15)
        await link.silently(shutter=True)
        assert await link.ask("shutter") is True
        assert await link.ask("alarm", 1) == GOOD
        assert 24 <= await link.ask("temperature", 4) <= 46
        assert await link.ask("serial") == "SIM-christie"
        one.ail(Impairments(deaf=True))
        await link.silently(shutter=False)
        assert await link.ask("shutter") is True


async def typed(port, said, enough):
    reader, writer = await asyncio.open_connection(HERE, port)
    writer.write(said)
    heard = await asyncio.wait_for(reader.readexactly(len(enough)), 5)
    writer.close()
    return heard


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (b"(PWR?)", b'(PWR!001 "On")'),
        (b"(pwr?)\r\n", b'(PWR!001 "On")'),
        (b"(SHU1)(SHU?)(PWR?)", b'(SHU!001 "Closed")(PWR!001 "On")'),
        (b"($SHU 001)", b"$"),
        (b"(#FRZ 1)(FRZ?)", b"(FRZ 1)(FRZ!001)"),
        (b"(LPI 0050)(LPI?)", b"(LPI!050)"),
        (b"(SIN+MAIN 11)(SIN?)", b'(SIN!011 "input 11")'),
        (b"(PW(SHU?)", b'(SHU!000 "Open")'),
        (b"(XYZ?)", b"(65535 00000 ERR00101 "),
        (b"(ITP x)", b"(65535 00000 ERR00104 "),
    ],
)
async def test_what_a_terminal_says(said, heard):
    async with projector(values={Place("power"): ON}) as (_, server):
        assert await typed(server.port, said, heard) == heard


async def test_on_a_serial_line(tmp_path):
    one, port = device(CHRISTIE, values={Place("power"): ON}), str(tmp_path / "port")
    address = f"serial://{port}?baud=115200&xonxoff=1"
    async with listening(one, PtyServer(one, port)), ours(CHRISTIE, address) as link:
        await link.silently(input="input 7")
        assert await link.ask("input") == "input 7"


async def test_a_cinema_projector_keeps_its_power_while_the_lamp_is_out():
    async with projector(CHRISTIE_CINEMA) as (one, server), ours(CHRISTIE_CINEMA, server.address) as link:
        assert await link.ask("lamp") is False
        await link.silently(power="on")
        one.pass_time(15)
        assert await link.ask("power") == ON
        assert link.known[Place("lamp")] is True
        await link.do("lamp_off")
        assert await link.ask("power") == ON
        assert link.known[Place("lamp")] is False
        await link.silently(power="off")
        assert await link.ask("power") == COOLING


def test_a_hall_names_its_inputs_and_the_channel():
    made = CHRISTIE.fitted({"inputs": {"lectern": "05"}, "input_code": "SIN+MAIN"}, {})
    assert made.spelling["input"].samples() == ("lectern",)
    assert made.spelling["input"].write("lectern") == "005"
    with pytest.raises(OptionError, match="input_code"):
        CHRISTIE.fitted({"input_code": "SRC"}, {})
