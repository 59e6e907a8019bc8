"""Demonstrations side by side: each has its own ports and host, says where, and says what is taken."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.web.test_demo import PATIENCE, ROOT, Demo, two_ports
from web.commands.demo_words import NO_PLACE
from web.demo import places
from web.demo.every import ports
from web.demo.places import NoPlace, Place, find, ports_in

CONFIG = ROOT / "web" / "demo" / "grand-hall.yaml"


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Place]]:
    """Places that are left at the end; this process has numbers of its own."""
    monkeypatch.setattr(places, "CLAIM", two_ports())
    taken: list[Place] = []
    yield taken
    for one in taken:
        one.leave()


def test_each_has_a_place_of_its_own(found: list[Place]) -> None:
    devices = ports_in(CONFIG.read_text(encoding="utf-8"))
    assert len(devices) >= 6
    found += [find(devices, None, {}) for _ in range(3)]
    assert len({one.host for one in found}) == 3
    for taken in ([one.port for one in found], [one.traps for one in found], [one.notices for one in found]):
        assert len(set(taken)) == 3
    assert found[1].moved


def test_a_number_that_was_left_is_had_again(found: list[Place]) -> None:
    first = find([], None, {})
    again = (first.port, first.host)
    first.leave()
    found.append(find([], None, {}))
    assert (found[0].port, found[0].host) == again


def test_what_somebody_else_has_is_passed_over(found: list[Place]) -> None:
    usual = find([], None, {})
    usual.leave()
    with ExitStack() as stack:
        device, trap = (stack.enter_context(socket.socket(type=kind)) for kind in places._KINDS)
        device.bind((usual.host, 0))
        device.listen()
        trap.bind(("", usual.traps))
        found.append(find([device.getsockname()[1]], None, {}))
    assert found[0].host != usual.host
    assert found[0].traps != usual.traps


def test_what_a_person_chose_is_kept_or_told(found: list[Place]) -> None:
    port = two_ports()
    chosen = {"AUDITORIUM_DEMO_HOST": "127.9.9.9"}
    found.append(find([1], port, chosen))
    assert (found[0].port, found[0].host) == (port, "127.9.9.9")
    variables = {"AUDITORIUM_DEMO_TRAPS": "1"}
    found[0].tell(variables)
    assert variables["AUDITORIUM_DEMO_TRAPS"] == "1"
    assert variables["AUDITORIUM_DEMO_HOST"] == "127.9.9.9"
    with socket.socket() as page:
        page.bind(("127.0.0.1", port + 1))
        page.listen()
        with pytest.raises(NoPlace, match=str(port + 1)) as error:
            find([], port, {})
    assert error.value.code in NO_PLACE["en"].keys() & NO_PLACE["zh-CN"].keys()


def test_too_many_is_told(found: list[Place], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "MOST", 1)
    found.append(find([], None, {}))
    with pytest.raises(NoPlace) as error:
        find([], None, {})
    assert error.value.code == "many"


def test_the_hall_of_every_driver_has_its_ports_looked_at() -> None:
    assert ports()[0] == 15000


def test_two_demonstrations_at_once(tmp_path: Path) -> None:
    """Nothing is said but `demo`, twice: both say where they are, and each answers with its own devices."""
    with ExitStack() as stack:
        two = [_begun(stack, tmp_path / str(number)) for number in range(2)]
        assert len({one.port for one in two}) == 2
        two[0].ask(two[0].port + 1, "/outlets/pdu-a/outlet/1/trip", {})
        for one, held in zip(two, (False, True), strict=True):
            assert json.loads(one.ask(one.port, "/healthz")) == {"ok": True}
            model = json.loads(one.ask(one.port + 1, "/devices/pdu-a/model"))
            assert model["outlet/1"] is held


def _begun(stack: ExitStack, folder: Path) -> Demo:
    folder.mkdir()
    demo = Demo(folder, port=None, host=None)
    stack.callback(_end, demo.process)
    return demo


def _end(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.wait(PATIENCE)
    if process.stdout:
        process.stdout.close()


def test_without_a_place_the_command_says_so(tmp_path: Path) -> None:
    port = two_ports()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        done = subprocess.run(
            [sys.executable, "-m", "web", "--lang", "zh-CN", "demo", "--port", str(port)],
            cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
    assert (done.returncode, f"127.0.0.1:{port} 已被其他程序占用" in done.stderr) == (1, True)
    assert "--port N" in done.stderr
