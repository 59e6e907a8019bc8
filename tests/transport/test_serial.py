"""Serial ports, on real pseudo-terminals: settings, split bytes, a lock, a cable pulled and put in again."""

import os
import select
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from drivers.errors import Unreachable
from drivers.transport import losses
from drivers.transport.address import parse
from drivers.transport.connecting import connect
from drivers.transport.line import Line
from drivers.transport.serial import SerialPort
from tests.transport.bench import PATIENCE, Listener


class Cable:
    """The far end of a serial port: what a device holds."""

    def __init__(self) -> None:
        self.end, self._port = os.openpty()
        self.path = os.ttyname(self._port)

    def settings(self) -> list[object]:
        return list(termios.tcgetattr(self._port))

    def say(self, data: bytes) -> None:
        os.write(self.end, data)

    def heard(self) -> bytes:
        ready, _, _ = select.select([self.end], [], [], PATIENCE)
        return os.read(self.end, 65536) if ready else b""

    def unplug(self) -> None:
        for end in (self._port, self.end):
            if end >= 0:
                os.close(end)
        self.end = self._port = -1


@contextmanager
def a_cable() -> Iterator[Cable]:
    cable = Cable()
    try:
        yield cable
    finally:
        cable.unplug()


async def test_bytes_go_and_come() -> None:
    with a_cable() as cable:
        we, port = Listener(), SerialPort(cable.path, Line())
        await we.open(port)
        port.send(b"\x02ADZZ;PON\x03")
        assert cable.heard() == b"\x02ADZZ;PON\x03"
        for piece in (b"\x02P", b"ON", b"\x03\x00\xff\n\r\x11\x13"):
            cable.say(piece)
            await we.until_heard(piece)
        assert b"".join(we.heard) == b"\x02PON\x03\x00\xff\n\r\x11\x13"
        port.close()
        assert we.losses == []


def test_every_line_setting_is_read() -> None:
    written = "baud=38400&bytesize=7&parity=E&stopbits=1.5&rtscts=1&xonxoff=1&dsrdtr=1"
    assert Line.of(parse(f"serial:///dev/ttyS0?{written}")) == Line(38400, 7, "E", 1.5, True, True, True)
    assert Line.of(parse("serial:///dev/ttyS0")) == Line(9600, 8, "N", 1, False, False, False)


@pytest.mark.parametrize("setting", ["bytesize=7", "parity=O"])
async def test_a_port_that_cannot_be_set_so_says_it(setting: str) -> None:
    """A pseudo-terminal has eight bits and no parity, and refuses anything else."""
    with a_cable() as cable:
        with pytest.raises(Unreachable) as told:
            await Listener().open(connect(parse(f"serial://{cable.path}?{setting}")))
        assert told.value.loss.code == "not_settable"
        await Listener().open(free := SerialPort(cable.path, Line()))
        free.close()


async def test_the_line_settings_reach_the_port() -> None:
    with a_cable() as cable:
        options = "baud=38400&stopbits=2&rtscts=1&xonxoff=1&dsrdtr=1"
        we, port = Listener(), connect(parse(f"serial://{cable.path}?{options}"))
        assert isinstance(port, SerialPort)
        await we.open(port)
        assert port._wire is not None
        assert port._wire.transport is not None
        assert port._wire.transport.serial is not None
        set_to = port._wire.transport.serial.get_settings()
        assert [set_to[name] for name in ("baudrate", "bytesize", "parity")] == [38400, 8, "N"]
        assert (set_to["rtscts"], set_to["xonxoff"], set_to["dsrdtr"]) == (True, True, True)
        found = cable.settings()
        assert found[4:6] == [termios.B38400, termios.B38400]
        assert isinstance(found[0], int)
        assert isinstance(found[2], int)
        assert found[0] & termios.IXON
        assert found[2] & termios.CSTOPB
        assert found[2] & termios.CRTSCTS
        port.close()


async def test_a_pulled_cable_is_seen_at_once() -> None:
    with a_cable() as cable:
        we, port = Listener(), SerialPort(cable.path, Line())
        await we.open(port)
        cable.unplug()
        assert await we.until_lost() is losses.UNPLUGGED
        with pytest.raises(Unreachable):
            port.send(b"x")
        port.close()
        assert len(we.losses) == 1


async def test_a_pulled_cable_is_seen_while_bytes_wait() -> None:
    with a_cable() as cable:
        we, port = Listener(), SerialPort(cable.path, Line())
        await we.open(port)
        port.send(bytes(12_000))
        cable.unplug()
        assert await we.until_lost() is losses.UNPLUGGED
        port.close()


async def test_an_adapter_that_comes_back_under_another_number(tmp_path: Path) -> None:
    by_id = tmp_path / "usb-Prolific-if00"
    with a_cable() as cable, a_cable() as other:
        by_id.symlink_to(cable.path)
        we, port = Listener(), SerialPort(str(by_id), Line())
        await we.open(port)
        cable.unplug()
        await we.until_lost()
        by_id.unlink()
        with pytest.raises(Unreachable) as told:
            await Listener().open(port)
        assert told.value.loss is losses.NO_PORT
        by_id.symlink_to(other.path)
        again = Listener()
        await again.open(port)
        port.send(b"PON\r")
        assert other.heard() == b"PON\r"
        other.say(b"OK\r")
        await again.until_heard(b"OK\r")
        assert len(we.losses) == 1
        port.close()


async def test_a_port_is_ours_alone_and_free_the_moment_it_is_closed() -> None:
    with a_cable() as cable:
        we, ours, theirs = Listener(), SerialPort(cable.path, Line()), SerialPort(cable.path, Line())
        await we.open(ours)
        with pytest.raises(Unreachable) as told:
            await Listener().open(theirs)
        assert told.value.loss is losses.PORT_IN_USE
        ours.close()
        await we.open(theirs)
        theirs.send(b"mine now")
        assert cable.heard() == b"mine now"
        theirs.close()


async def test_a_port_that_is_not_there_and_one_that_is_no_port(tmp_path: Path) -> None:
    with pytest.raises(Unreachable) as told:
        await Listener().open(SerialPort(str(tmp_path / "ttyUSB7"), Line()))
    assert told.value.loss is losses.NO_PORT
    plain_file = tmp_path / "file"
    plain_file.touch()
    with pytest.raises(Unreachable) as told:
        await Listener().open(SerialPort(str(plain_file), Line()))
    assert told.value.loss.code == "not_settable"


async def test_a_device_that_takes_nothing_is_lost_and_its_port_closes() -> None:
    with a_cable() as cable:
        we, port = Listener(), SerialPort(cable.path, Line())
        await we.open(port)
        for _ in range(64):
            port.send(bytes(1024))
        assert we.losses == []
        assert await we.until_lost() is losses.NOT_READING
        await Listener().open(port)
        port.close()
