"""pymodbus as client of our simulated boards, and as the board that we drive; mbpoll as a third."""

import asyncio
import contextlib
import shutil

import pytest

from drivers.errors import Reason, Refused
from drivers.points import Place
from drivers.power.modbus import RTU, TCP, WAVESHARE_RTU
from drivers.wire.options import OptionError
from drivers.wire.sides import ControllerSide
from simulators.impairments import Impairments
from simulators.servers.pty import PtyServer
from simulators.servers.tcp import TcpServer
from tests.simulators.ours import ours
from tests.simulators.real import HERE, device, listening

client = pytest.importorskip("pymodbus.client")
server = pytest.importorskip("pymodbus.server")
simulator = pytest.importorskip("pymodbus.simulator")
SIZED = TCP.sized(number=4)


@contextlib.asynccontextmanager
async def board(driver=SIZED, **more):
    one = device(driver, **more)
    door = TcpServer(one, HERE, 0)
    async with listening(one, door):
        yield one, door


@contextlib.asynccontextmanager
async def theirs(port):
    link = client.AsyncModbusTcpClient(HERE, port=port, timeout=3, retries=0)
    assert await link.connect()
    try:
        yield link
    finally:
        link.close()


async def test_coils_inputs_and_registers():
    async with board(values={Place("contact", (3,)): True}) as (one, door), theirs(door.port) as link:
        assert not (await link.write_coil(1, True)).isError()
        assert one.model.look("relay", (2,)) is True
        assert (await link.read_coils(0, count=8)).bits == [False, True, *6 * [False]]
        assert (await link.read_coils(1, count=2)).bits[:2] == [True, False]
        await link.write_coils(2, [True, True, False])
        assert [one.model.look("relay", (n,)) for n in range(1, 6)] == [False, True, True, True, False]
        assert (await link.read_discrete_inputs(0, count=8)).bits.index(True) == 2
        await link.write_register(0, 700)
        await link.write_registers(1, [1, 65535])
        assert (await link.read_holding_registers(0, count=3)).registers == [700, 1, 65535]


async def test_exceptions():
    async with board() as (one, door), theirs(door.port) as link:
        codes = [
            (await link.read_coils(4, count=8)).exception_code,
            (await link.write_coil(8, True)).exception_code,
            (await link.write_coils(6, [True] * 3)).exception_code,
            (await link.read_discrete_inputs(8, count=1)).exception_code,
            (await link.write_register(4, 1)).exception_code,
            (await link.read_input_registers(0, count=1)).exception_code,
        ]
        assert codes == [2, 2, 2, 2, 2, 1]
        one.ail(Impairments(busy=True))
        assert (await link.read_coils(0, count=8)).exception_code == 6


async def test_a_value_that_is_none_is_refused_and_any_unit_answered():
    async with board() as (_, door):
        reader, writer = await asyncio.open_connection(HERE, door.port)
        for asked, answered in {
            "00 01 00 00 00 06 01 05 00 00 12 34": "00 01 00 00 00 03 01 85 03",
            "00 02 00 00 00 06 07 05 00 00 FF 00": "00 02 00 00 00 06 07 05 00 00 ff 00",
            "00 03 00 00 00 06 01 2B 00 00 FF 00": "00 03 00 00 00 03 01 ab 01",
            "00 04 00 00 00 06 01 01 00 00 00 00": "00 04 00 00 00 03 01 81 03",
        }.items():
            writer.write(bytes.fromhex(asked))
            got = await asyncio.wait_for(reader.readexactly(len(bytes.fromhex(answered))), 5)
            assert got.hex(" ") == answered


async def test_their_client_on_a_serial_line(tmp_path):
    one = device(RTU)
    async with listening(one, PtyServer(one, str(tmp_path / "board"))):
        link = client.AsyncModbusSerialClient(str(tmp_path / "board"), baudrate=9600, timeout=3, retries=0)
        assert await link.connect()
        try:
            await link.write_coil(0, True)
            assert one.model.look("relay", (1,)) is True
            assert (await link.read_coils(0, count=8)).bits[0] is True
            assert (await link.write_coil(9, True)).exception_code == 2
        finally:
            link.close()


@contextlib.asynccontextmanager
async def their_board(coils=8):
    """A server of theirs with so many coils, eight inputs and four registers."""
    data = simulator.SimData
    kinds = simulator.DataType
    blocks = (
        [data(0, values=[False] * coils, datatype=kinds.BITS)],
        [data(0, values=[True] + [False] * 7, datatype=kinds.BITS)],
        [data(0, values=[7, 8, 9, 10], datatype=kinds.REGISTERS)],
        [data(0, values=[0], datatype=kinds.REGISTERS)],
    )
    unit = simulator.SimDevice(1, simdata=blocks)
    one = server.ModbusTcpServer(unit, address=(HERE, 0))
    await one.serve_forever(background=True)
    try:
        yield one.transport.sockets[0].getsockname()[1]
    finally:
        await one.shutdown()


async def test_we_drive_their_board():
    async with their_board() as port, ours(SIZED, f"tcp://{HERE}:{port}") as hall:
        assert await hall.ask("relay", 8) is False
        await hall.send(hall.link.side.tell({Place("relay", (1,)): True}))
        await hall.send(hall.link.side.tell({Place("relay", (n,)): n == 3 for n in (2, 3, 4)}))
        assert await hall.ask("relay", 1) is True
        assert [hall.known[Place("relay", (n,))] for n in (2, 3, 4)] == [False, True, False]
        assert await hall.ask("contact", 1) is True
        assert await hall.ask("register", 4) == 10
        await hall.send(hall.link.side.tell({Place("register", (1,)): 500, Place("register", (2,)): 600}))
        assert await hall.ask("register", 2) == 600


async def test_a_relay_their_board_has_not_is_refused():
    async with their_board() as port, ours(TCP.sized(coil=400), f"tcp://{HERE}:{port}") as hall:
        with pytest.raises(Refused) as no:
            await hall.send(hall.link.side.tell({Place("relay", (300,)): True}))
        assert no.value.reason is Reason.OUT_OF_RANGE


async def test_a_deaf_board_is_found_out_and_a_pair_switches_together():
    async with board() as (one, door), ours(SIZED, door.address) as hall:
        requests = hall.link.side.tells({Place("relay", (1,)): False, Place("relay", (2,)): True})
        assert [request.shown for request in requests] == ["0F 00 00 00 02 01 02"]
        one.ail(Impairments(deaf=True))
        await hall.send(requests[0])
        assert await hall.ask("relay", 2) is False


async def test_a_pulse_ends_by_itself_and_a_board_forgets_without_mains(tmp_path):
    one = device(WAVESHARE_RTU)
    path = tmp_path / "board"
    async with listening(one, PtyServer(one, str(path))), ours(WAVESHARE_RTU, f"serial://{path}") as hall:
        await hall.do("pulse", coil=1, seconds=0.7)
        assert await hall.ask("relay", 1) is True
        one.pass_time(0.7)
        assert await hall.ask("relay", 1) is False
        await hall.do("toggle", coil=2)
        assert await hall.ask("relay", 2) is True
        assert await hall.ask("bus_address") is not None
        one.power(False)
        one.power(True)
        assert one.model.look("relay", (2,)) is False


async def test_mbpoll_reads_and_writes():
    if shutil.which("mbpoll") is None:
        pytest.skip("mbpoll is not installed")
    async with board() as (one, door):
        told = await asyncio.create_subprocess_exec(
            "mbpoll", "-m", "tcp", "-p", str(door.port), "-0", "-t", "0", "-r", "4", HERE, "1",
            stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert b"Written 1" in (await told.communicate())[0]
        assert one.model.look("relay", (5,)) is True


def test_boards_that_differ_are_told_so_in_the_hall_s_file():
    other = TCP.fit(TCP, {"unit": 5, "first_relay": 1, "on": "0100"})
    side = ControllerSide(other)
    assert side.tell({Place("relay", (1,)): True}).shown == "05 00 01 01 00"
    assert side.polls()[0].request.shown == "01 00 01 00 08"
    assert side.send(side.polls()[0].request)[6] == 5
    for wrong in ({"unit": 300}, {"on": "1"}, {"first_relay": "x"}, {"colour": 1}):
        with pytest.raises(OptionError):
            TCP.fit(TCP, wrong)
