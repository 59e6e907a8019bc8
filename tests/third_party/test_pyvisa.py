"""Our simulated instruments, as pyvisa finds them: any case, long and short words, errors in a queue."""

import asyncio
import contextlib

import pytest

from drivers.instruments.scpi import SCPI
from drivers.instruments.scpi_mains import SCPI_MAINS
from drivers.instruments.scpi_spectrum import SCPI_SPECTRUM
from drivers.points import Place
from simulators.servers.tcp import TcpServer
from tests.simulators.real import HERE, device, listening

pyvisa = pytest.importorskip("pyvisa")
pytest.importorskip("pyvisa_py")


@contextlib.asynccontextmanager
async def instrument(driver, **more):
    one = device(driver, **more)
    server = TcpServer(one, HERE, 0)
    async with listening(one, server):
        yield one, lambda talk: asyncio.to_thread(spoken, server.port, talk)


def spoken(port, talk):
    ends = {"read_termination": "\n", "write_termination": "\n"}
    name = f"TCPIP0::{HERE}::{port}::SOCKET"
    with pyvisa.ResourceManager("@py").open_resource(name, timeout=300, **ends) as there:
        return talk(there)


async def test_who_it_is_and_what_went_wrong():
    def talk(there):
        there.write("*CLS")
        assert there.query("*IDN?").count(",") == 3
        assert there.query("*opc?") == "1"
        there.write("FLY 7")
        with pytest.raises(pyvisa.errors.VisaIOError):
            there.query("FLY?")
        errors = [there.query(ask) for ask in (":SYSTem:ERRor?", "SYST:ERR?", "syst:err?")]
        assert errors == ['-113,"Undefined header"', '-113,"Undefined header"', '0,"No error"']

    async with instrument(SCPI) as (_, hears):
        await hears(talk)


async def test_a_sweep_is_set_and_read():
    def talk(there):
        there.write(":SENSe:FREQuency:STARt 470MHz;STOP 694e6")
        assert float(there.query(":SENS:FREQ:STAR?")) == 470e6
        assert there.query(":sense:frequency:stop?") == "694000000"
        there.write("SENS:BAND:RES -5")
        assert there.query("SYST:ERR?").startswith("-222,")
        assert there.query(":INITiate:IMMediate;*OPC?") == "1"
        return there.query_ascii_values(":TRACe:DATA? TRACE1", converter=trace, separator=",")

    def trace(text):
        return float(text.strip()[11:] if text.strip().startswith("#") else text)

    async with instrument(SCPI_SPECTRUM, values={Place("rf", (478,)): -50.5}) as (_, hears):
        levels = await hears(talk)
    assert (len(levels), max(levels[22:42])) == (601, -50.5)


async def test_a_meter_answers_with_the_items_that_were_chosen():
    def talk(there):
        there.write(":NUMeric:FORMat ASCii")
        there.write(":NUMeric:NORMal:NUMber 2")
        there.write(":NUMERIC:NORMAL:ITEM1 FU,1;ITEM2 U,1")
        return there.query_ascii_values(":NUMeric:NORMal:VALue?"), there.query("SYST:ERR?")

    held = {Place("voltage", (1,)): 228.25, Place("frequency", (1,)): 49.98}
    async with instrument(SCPI_MAINS, values=held) as (_, hears):
        assert await hears(talk) == ([49.98, 228.25], '0,"No error"')
