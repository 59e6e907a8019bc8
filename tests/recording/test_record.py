"""Devices on real sockets and lines, recorded; both sides replay what is written as it stands."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from drivers import catalog
from drivers.errors import NotAuthorised, Unreachable
from drivers.points import Place
from drivers.transport.address import parse
from drivers.vocabulary import OFF, ON
from simulators.impairments import parse as impaired
from simulators.seeds import grown
from simulators.servers.pty import PtyServer
from simulators.servers.snmp import SnmpServer
from simulators.servers.tcp import TcpServer
from simulators.servers.udp import UdpServer
from tests.generic.examples import FILE, TYPED
from tests.recording.stage import recorded, replayed, told
from tests.simulators.real import HERE, device, listening
from web.__main__ import main
from web.recording.witness import Witness


def tcp(one, driver):
    return TcpServer(one, HERE, 0)


def by_its_wire(one, driver, folder: Path):
    """The server that fits the driver's first transport."""
    match driver.transports[0]:
        case "udp":
            return UdpServer(one, HERE, 0)
        case "snmp":
            return SnmpServer(one, parse(f"snmp://{HERE}"), 0)
        case "serial":
            return PtyServer(one, str(folder / "tty"))
    return TcpServer(one, HERE, 0)


def starred(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith((">*", "<*"))]


def put(one, **values):
    """Somebody at the front panel."""

    def change() -> None:
        for key, (index, value) in values.items():
            one.model.put(Place(key, index), value)
        one.settle()

    return change


@pytest.mark.parametrize(
    ("name", "sizes", "more"),
    [
        ("pjlink", {}, {}),
        ("blackbird", {}, {}),
        ("xair", {}, {"subscribers": 4}),
        ("apc_rpdu2", {"socket": 8, "bank": 2, "phase": 1}, {}),
        ("panasonic", {}, {}),  # hangs up after each answer
        ("qrc", {}, {}),  # says something to whoever connects
    ],
)
async def test_everything_is_asked_once_and_both_sides_replay_it(name, sizes, more, tmp_path):
    driver = catalog.get(name).sized(**sizes)
    one = device(driver, {Place("power"): ON} if driver.has("power") else {}, **more)
    if name == "blackbird":
        driver = replace(driver, transports=("serial",))
    made = await recorded(one, driver, by_its_wire(one, driver, tmp_path), {})
    assert made.counts["silent"] == made.counts["refused"] == 0
    readable = {place for place in driver.places() if driver.readable(place.key)}
    assert readable <= made.known.keys()
    text = told(made, {}, catalog.get(name))
    assert not starred(text)
    replayed(text, tmp_path, name)


async def test_a_password_is_another_one_in_the_transcript(tmp_path):
    driver, login = catalog.get("pjlink"), {"password": "only-this-hall"}
    one = device(driver, password="only-this-hall")
    made = await recorded(one, driver, tcp(one, driver), login)
    text = told(made, login, driver)
    assert "only-this-hall" not in text
    assert "with password=curtain-up" in text
    assert not starred(text)
    replayed(text, tmp_path, "pjlink")


async def test_a_greeting_with_prompt_and_what_is_said_unasked(tmp_path):
    driver, login = catalog.get("extron_sis"), {"password": "lectern"}
    one = device(driver, password="lectern")
    made = await recorded(one, driver, tcp(one, driver), login, put(one, video_tie=((1,), 3)))
    text = told(made, login, driver)
    assert "lectern" not in text
    assert "change video_tie/1: 3\n< Out01 In03 Vid" in text
    assert not starred(text)
    replayed(text, tmp_path, "extron_sis")


async def test_news_by_datagram_without_the_meters(tmp_path):
    driver = catalog.get("x32")
    one = device(driver, subscribers=4)
    server = UdpServer(one, HERE, 0)
    made = await recorded(one, driver, server, {}, put(one, mute=((1,), True)))
    text = told(made, {}, driver)
    assert "change mute/1: true\n< osc:/ch/01/mix/on ,i 0" in text
    assert "/meters/0 ,b" not in text
    replayed(text, tmp_path, "x32")


async def test_what_is_refused_and_what_is_polite(tmp_path):
    driver = catalog.get("pjlink")
    one = device(driver)
    one.impairments = impaired({"busy": True})
    with pytest.raises(Unreachable, match="answered nothing"):
        await recorded(one, driver, tcp(one, driver), {})
    one = device(driver, {Place("power"): ON, Place("freeze"): None})
    made = await recorded(one, driver, tcp(one, driver), {})
    text = told(made, {}, driver)
    assert made.known[Place("power")] == ON
    replayed(text, tmp_path, "pjlink")


async def test_how_many_there_are_is_learned_first(tmp_path):
    driver = catalog.get("pjlink")
    grown = driver.sized(light=3)
    one = device(grown)
    made = await recorded(one, driver, tcp(one, driver), {})
    assert made.driver.axes["light"] == (1, 2, 3)
    text = told(made, {}, driver)
    assert "sized light=3" in text
    assert not starred(text)
    replayed(text, tmp_path, "pjlink")


async def test_nobody_knows_afterwards_whose_it_was(tmp_path):
    driver = catalog.get("extron_sis")
    values = {Place("serial"): "A12XCV7", Place("mac"): "00-05-A6-12-34-56"}
    one = device(driver, values)
    made = await recorded(one, driver, tcp(one, driver), {})
    text = told(made, {}, driver, anonymous=True)
    assert "A12XCV7" not in text
    assert "12-34-56" not in text
    assert "= serial: X00XXX0" in text
    assert "= mac: 00-00-00-00-00-00" in text
    replayed(text, tmp_path, "extron_sis")


class Odd(asyncio.Protocol):
    """A projector of no known make: shouts, pads, refuses in its own way, and leaves some questions out."""

    ANSWERS = {
        b"%1POWR ?": b"%1powr=0\r", b"%1CLSS ?": b"%1CLSS=1\r", b"%1NAME ?": b"%1NAME=Odd one\r\n",
        b"%1LAMP ?": b"",
    }  # fmt: skip

    def connection_made(self, transport):
        self.transport = transport
        transport.write(b"PJLINK 0\r")

    def data_received(self, data):
        for line in data.split(b"\r")[:-1]:
            self.transport.write(self.ANSWERS.get(line, line[:6] + b"=ERR1\r"))


async def test_a_device_that_says_it_otherwise_is_replayed_by_our_side_alone(tmp_path):
    driver = replace(catalog.get("pjlink_class1"), patience=0.2)
    server = await asyncio.get_running_loop().create_server(Odd, HERE, 0)
    port = server.sockets[0].getsockname()[1]
    words = ["record", "--driver", "pjlink_class1", "--address", f"tcp://{HERE}:{port}", "--listen", "0"]
    catalog.get.cache_clear()
    output = tmp_path / "odd.txt"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalog, "get", lambda name: driver)
        code = await asyncio.to_thread(main, [*words, "--output", str(output), "--json"])
    server.close()
    text = output.read_text(encoding="utf-8")
    assert code == 3
    assert "<* %1powr=0\\r\n= power: off" in text
    assert ">* %1LAMP ?\\r\ngive up" in text
    assert "< %1ERST=ERR1\\r\n! not_supported" in text
    replayed(text, tmp_path, "pjlink_class1")


async def test_the_command_writes_a_file_and_says_how_it_went(tmp_path, capsys):
    driver = catalog.get("pjlink")
    one = device(driver, {Place("power"): OFF}, password="x-the-hall-x")
    server = tcp(one, driver)
    secret = tmp_path / "password"
    secret.write_text("x-the-hall-x\n")
    output = tmp_path / "pjlink.txt"
    async with listening(one, server):
        words = ["record", "--driver", "pjlink", "--address", server.address, "--listen", "0"]
        words += ["--password-file", str(secret), "--output", str(output)]
        assert await asyncio.to_thread(main, [*words, "--json"]) == 0
        said = json.loads(capsys.readouterr().out)
        assert (said["silent"], said["refused"], said["cut"]) == (0, 0, None)
        text = output.read_text(encoding="utf-8")
        assert text.splitlines()[1].startswith(
            "# source: a real device, recorded by `auditorium record` on 2"
        )
        replayed(text, tmp_path, "pjlink")
        assert await asyncio.to_thread(main, ["--lang", "en", *words]) == 1
        assert "is there already" in capsys.readouterr().err
        secret.write_text("wrong")
        assert await asyncio.to_thread(main, ["--lang", "zh-CN", *words[:-2]]) == 1
        assert "设备不接受这个密码" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--driver", "pjlonk", "--address", "tcp://127.0.0.1:1"], "did you mean pjlink?"),
        (["--driver", "pjlink", "--address", "127.0.0.1"], "an address begins with one of"),
        (["--driver", "pjlink", "--address", "serial:///dev/none"], "pjlink is spoken over tcp:// only"),
        (["--driver", "pjlink", "--address", "tcp://127.0.0.1:1"], "refuses the connection"),
        (["--driver", "pjlink", "--address", "tcp://127.0.0.1:1", "--option", "x"], "NAME=VALUE"),
        (["--driver", "artnet", "--address", "artnet://127.0.0.1"], "artnet asks nothing"),
        (["--driver", "generic", "--address", "tcp://127.0.0.1:1"], "write its lines under options"),
        (["--driver", "pjlink", "--address", "tcp://127.0.0.1:1", "--option", "x=1"], "no option x"),
        (["--driver", "pjlink", "--address", "tcp://127.0.0.1:1", "--password-file", "none"], "none"),
    ],
)
def test_what_cannot_be_recorded_is_said(words, says, capsys):
    assert main(["--lang", "en", "record", *words]) == 1
    assert says in capsys.readouterr().err


async def test_who_is_not_let_in_records_nothing():
    driver = catalog.get("pjlink")
    one = device(driver, password="another")
    with pytest.raises(NotAuthorised):
        await recorded(one, driver, tcp(one, driver), {"password": "this"})


async def test_a_device_of_a_hall_s_file_with_its_lines_and_secrets(tmp_path, capsys):
    """Also one that was typed into it: its options are in the transcript."""
    one = device(TYPED["lift"])
    server = tcp(one, one.driver)
    async with listening(one, server):
        text = FILE.read_text(encoding="utf-8").replace("tcp://127.0.0.1:4104", server.address)
        hall = tmp_path / "hall.yaml"
        hall.write_text(text.replace("${LINKS}", str(tmp_path)), encoding="utf-8")
        output = tmp_path / "lift.txt"
        words = ["--lang", "en", "record", "--config", str(hall), "--listen", "0"]
        assert await asyncio.to_thread(main, [*words, "--device", "lift", "--output", str(output)]) == 0
    text = output.read_text(encoding="utf-8")
    assert "driver generic\n" in text
    assert 'options {"title": "Stage lift"' in text
    assert not starred(text)
    replayed(text, tmp_path, "generic")
    assert await asyncio.to_thread(main, [*words, "--device", "lfit"]) == 1
    assert "there is no device lfit" in capsys.readouterr().err
    assert await asyncio.to_thread(main, [*words, "--device", "screen"]) == 1
    assert "generic asks nothing" in capsys.readouterr().err
    assert main(["record", "--driver", "pjlink"]) == 2


async def test_lines_that_change_a_setting_are_left_out(tmp_path):
    driver = catalog.get("shure_ulxd")
    one = device(driver)
    made = await recorded(one, driver, tcp(one, driver), {})
    text = told(made, {}, driver)
    assert "METER_RATE" in text
    assert "> < SET" not in text
    assert "session? 5" in text
    replayed(text, tmp_path, "shure_ulxd")


def test_a_recorder_says_no_order():
    witness = Witness(catalog.get("pjlink"), {})
    with pytest.raises(TypeError, match="only asks"):
        witness.send(witness.tell({Place("power"): ON}))


@pytest.mark.slow
@pytest.mark.parametrize("name", catalog.names())
async def test_every_driver_that_asks_can_be_recorded(name, tmp_path):
    driver = grown(catalog.get(name), {})
    questions = len(Witness(driver, {}).polls())
    if driver.transports[0] not in ("tcp", "udp", "snmp", "serial") or not 0 < questions < 600:
        pytest.skip("it asks nothing, or for ever, or over a wire that this test has not")
    one = device(driver, **({"subscribers": 4} if "udp" in driver.transports else {}))
    made = await recorded(one, driver, by_its_wire(one, driver, tmp_path), {})
    text = told(made, {}, catalog.get(name))
    assert not [line for line in starred(text) if line.startswith("<*")][made.counts["silent"] :]
    replayed(text, tmp_path, name)
