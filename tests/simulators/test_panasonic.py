"""A simulated Panasonic projector, as a terminal and our own link find it: it hangs up after each answer."""

import asyncio
import contextlib
import hashlib

import pytest

from drivers.errors import NotAuthorised, Reason, Refused
from drivers.points import Place
from drivers.projectors.panasonic import PANASONIC, PANASONIC_PROLONGED, PANASONIC_SERIAL
from drivers.projectors.panasonic_words import digest
from drivers.vocabulary import FAILED, GOOD, OFF, ON, WARMING
from drivers.wire.options import OptionError
from simulators.impairments import Impairments
from simulators.servers.pty import PtyServer
from simulators.servers.tcp import TcpServer
from tests.simulators.ours import ours
from tests.simulators.real import HERE, device, listening

VECTOR = "d4a58eaea919558fb54a33a2effa8b94"


@contextlib.asynccontextmanager
async def projector(driver=PANASONIC, password="", login=None, **more):
    one = device(driver, password=password, warm_up="30s", cool_down="60s", **more)
    one.credentials.update(login or {})
    server = TcpServer(one, HERE, 0, idle=driver.idle)
    async with listening(one, server):
        yield one, server


def test_the_digests_of_the_manual():
    assert digest("1", "admin1", "panasonic", "09b075be") == VECTOR
    assert digest("2", "dispadmin", "@Panasonic", "1a2b3c4d").startswith("83287ae770369cf1")


@pytest.mark.parametrize("driver", [PANASONIC, PANASONIC_PROLONGED], ids=lambda one: one.name)
@pytest.mark.parametrize(
    "login", [{}, {"password": "panasonic"}, {"password": "@Panasonic", "digest": "sha256"}]
)
async def test_it_is_asked_and_told_and_stays_up(driver, login):
    own = {name: text for name, text in login.items() if name == "password"}
    async with projector(driver, login=login) as (one, server), ours(driver, server.address, **own) as hall:
        assert await hall.ask("power") == OFF
        with pytest.raises(Refused) as no:
            await hall.tell(input="hdmi 1")
        assert no.value.reason is Reason.BUSY
        await hall.tell(power="on")
        assert await hall.ask("power") == WARMING
        one.pass_time(30)
        assert await hall.ask("power") == ON
        await hall.tell(input="digital link")
        await hall.tell(shutter=True)
        assert await hall.ask("input") == "digital link"
        assert await hall.ask("shutter") is True
        assert await hall.ask("lamp_hours", 1) == 350
        assert await hall.ask("health", "whole") == GOOD
        one.model.put(Place("health", ("whole",)), FAILED)
        assert await hall.ask("health", "whole") == FAILED
        one.ail(Impairments(deaf=True))
        await hall.tell(shutter=False)
        assert await hall.ask("shutter") is True
        assert hall.lost == []
        assert hall.link.is_open
    assert not [entry for entry in hall.trace if own.get("password", "\0") in entry.text]


@pytest.mark.parametrize("driver", [PANASONIC, PANASONIC_PROLONGED], ids=lambda one: one.name)
@pytest.mark.parametrize("password", ["", "wrong"])
async def test_a_wrong_password_is_tried_once(driver, password):
    async with projector(driver, "panasonic") as (one, server):
        with pytest.raises(NotAuthorised):
            async with ours(driver, server.address, password=password):
                pass
        assert "ERRA" in [frame.text for frame in one.wire.since()] or not password


async def typed(port, *lines):
    """What a terminal shows until the device hangs up; `None` where it has not."""
    reader, writer = await asyncio.open_connection(HERE, port)
    said = [(await reader.readuntil(b"\r")).decode().rstrip("\r")]
    for line in lines:
        writer.write(line)
        said.append((await asyncio.wait_for(reader.readuntil(b"\r"), 5)).decode().rstrip("\r"))
    with contextlib.suppress(TimeoutError):
        said.append((await asyncio.wait_for(reader.read(), 0.2)).decode())
    writer.close()
    return said[1:]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((b"00QPW\r",), ["00001", ""]),
        ((b"00qpw\r\n",), ["00001", ""]),
        ((b"00PON\r",), ["00PON", ""]),
        ((b"00IIS:HD2\r",), ["00IIS:HD2", ""]),
        ((b"00XYZ\r",), ["ERR1", ""]),
        ((b"00IIS:XX9\r",), ["ERR2", ""]),
        ((b"20QPW\r", b"20ADZZ;Q$S\r", b"20OSH:1\r", b"00QSH\r"), ["20001", "202", "20OSH:1", "001", ""]),
    ],
)
async def test_what_a_terminal_says(lines, said):
    async with projector(values={Place("power"): ON}) as (_, server):
        assert await typed(server.port, *lines) == said


async def test_a_terminal_shows_the_digest_of_the_manual():
    login = {"user": "admin1", "password": "panasonic", "challenge": "09b075be"}
    async with projector(login=login, values={Place("power"): ON}) as (_, server):
        assert await typed(server.port, VECTOR.encode() + b"00QPW\r") == ["00001", ""]
        assert await typed(server.port, VECTOR.upper().encode() + b"00QPW\r") == ["00001", ""]
        assert await typed(server.port, b"00QPW\r") == ["ERRA", ""]
        other = hashlib.md5(b"admin1:other:09b075be", usedforsecurity=False).hexdigest().encode()
        assert await typed(server.port, other + b"00QPW\r") == ["ERRA", ""]


async def test_in_eco_standby_its_network_is_dead():
    async with projector(values={Place("power"): ON}, standby="deaf") as (one, server):
        one.model.put(Place("power"), OFF)
        one.settle()
        await server.settled()
        with pytest.raises(OSError, match="onnect"):
            await asyncio.open_connection(HERE, server.port)


async def test_on_a_serial_line(tmp_path):
    one, port = device(PANASONIC_SERIAL, values={Place("power"): ON}), str(tmp_path / "port")
    server = PtyServer(one, port)
    async with listening(one, server), ours(PANASONIC_SERIAL, f"serial://{port}?baud=9600") as hall:
        await hall.tell(input="video")
        assert await hall.ask("input") == "video"
        assert await hall.ask("power") == ON


async def test_one_of_several_on_a_serial_line(tmp_path):
    serial = pytest.importorskip("serial")
    driver = PANASONIC_SERIAL.fitted({"id": "07"}, {})
    one, port = device(driver, values={Place("power"): ON}), str(tmp_path / "port")
    async with listening(one, PtyServer(one, port)):
        async with ours(driver, f"serial://{port}?baud=9600") as hall:
            await hall.tell(freeze=True)
            assert one.model.look("freeze") is True
        with serial.Serial(port, 9600, timeout=5) as line:
            line.write(b"\x02AD08;QPW\x03\x02ADZZ;QPW\x03\x02AD07;PON\x03\x02XYZ\x03")
            heard = b"\x02001\x03\x02PON\x03\x02ER402\x03"
            assert await asyncio.to_thread(line.read, len(heard)) == heard


def test_an_identity_is_two_signs():
    with pytest.raises(OptionError, match="no id"):
        PANASONIC_SERIAL.fitted({"id": "seven"}, {})
    with pytest.raises(OptionError, match="no option id"):
        PANASONIC.fitted({"id": "07"}, {})
