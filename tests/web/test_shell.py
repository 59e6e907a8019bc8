"""The service from a shell: commands against a running one, and on the record of a stopped one."""

import asyncio
import io
import json
from pathlib import Path

import pytest

from tests.web.house import HALL, House
from web.__main__ import main


async def shell(house: House, *words: str, role: str = "lead") -> int:
    """A command of `auditorium`, against the running house."""
    where = ["--url", house.url, "--token", house.tokens[role]]
    return await asyncio.to_thread(main, [*words[:1], *where, *words[1:]])


async def test_a_device_is_read_set_and_traced(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert await shell(house, "device", "list") == 0
    assert "lamp                up" in capsys.readouterr().out
    assert await shell(house, "device", "set", "matrix/video_tie/1", "3") == 0
    assert capsys.readouterr().out == "confirmed\n"
    assert await shell(house, "device", "get", "matrix/video_tie/1") == 0
    assert capsys.readouterr().out == "3\n"
    assert await shell(house, "device", "do", "matrix", "recall", "preset=2") == 0
    assert await shell(house, "device", "trace", "matrix", "--limit", "2") == 0
    assert " > " in capsys.readouterr().out
    assert await shell(house, "device", "get", "pdu", "--json") == 0
    assert json.loads(capsys.readouterr().out)["pdu/outlet/1"]["reported"] is True


async def test_what_goes_wrong_is_a_sentence_and_exit_code_one(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await shell(house, "device", "set", "pdu/outlet/4", "false", role="operator") == 1
    assert capsys.readouterr().err.strip()
    assert await shell(house, "device", "get", "nobody/power") == 1
    assert await shell(house, "device", "set", "lamp/power") == 2
    assert await shell(house, "ticket", "show", "7") == 1
    nobody = ["device", "--url", "http://127.0.0.1:9", "--token", "x", "list"]
    assert await asyncio.to_thread(main, nobody) == 1
    assert "--url" in capsys.readouterr().err


async def test_a_scene_is_previewed_and_followed(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert await shell(house, "scene", "list") == 0
    assert await shell(house, "scene", "preview", "lecture") == 0
    assert "off -> on" in capsys.readouterr().out
    assert await shell(house, "scene", "run", "lecture") == 0
    assert "done" in capsys.readouterr().out
    assert await shell(house, "scene", "run", "opera") == 1


async def test_faults_and_tickets_are_listed(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert await shell(house, "fault", "list") == 0
    await house.ask("POST", "/api/v1/tickets", {"title": "画面发红"}, role="helpdesk")
    assert await shell(house, "ticket", "list") == 0
    assert "画面发红" in capsys.readouterr().out
    assert await shell(house, "ticket", "show", "1") == 0
    assert "#1" in capsys.readouterr().out


def test_accounts_and_tokens_of_a_stopped_service(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = ["--data", str(tmp_path)]
    monkeypatch.setattr("sys.stdin", io.StringIO("long-enough\nshort\nlonger-still\n"))
    assert main(["user", "add", "chen", "--role", "lead", *data]) == 0
    assert main(["user", "add", "li", *data]) == 1
    assert "8" in capsys.readouterr().err
    assert main(["user", "passwd", "chen", *data]) == 0
    assert main(["user", "list", "--json", *data]) == 0
    assert json.loads(capsys.readouterr().out) == [{"name": "chen", "role": "lead", "disabled": False}]
    assert main(["user", "disable", "nobody", *data]) == 1
    assert main(["user", "add", *data]) == 2
    capsys.readouterr()
    assert main(["token", "add", "--role", "operator", "--name", "script", *data]) == 0
    assert capsys.readouterr().out.startswith("aud_")
    assert main(["token", "add", "--role", "operator", "--name", "script", *data]) == 1
    assert main(["token", "revoke", "--name", "script", *data]) == 0
    assert main(["token", "list", "--json", *data]) == 0
    assert json.loads(capsys.readouterr().out)[0]["revoked"] is True


async def test_a_running_service_keeps_its_record_to_itself(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["token", "add", "--name", "x", "--data", str(tmp_path / "record")]
    assert await asyncio.to_thread(main, words) == 1
    assert "Stop it first" in capsys.readouterr().err


def test_a_service_that_cannot_begin_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hall = tmp_path / "hall.yaml"
    hall.write_text(HALL, encoding="utf-8")  # whose drivers are not in the product's catalogue
    assert main(["serve", str(hall), "--data", str(tmp_path)]) == 1
    assert "hall.yaml:6:" in capsys.readouterr().err
    assert main(["serve", str(tmp_path / "none.yaml")]) == 1
    hall.write_text("version: 1\nhall: {id: a, name: A}\n", encoding="utf-8")
    assert main(["serve", str(hall), "--listen", "nonsense"]) == 2


def test_the_catalogue_is_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drivers"]) == 0
    assert "pjlink" in capsys.readouterr().out
    assert main(["drivers", "show", "pjlink"]) == 0
    assert "power" in capsys.readouterr().out
    assert main(["drivers", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["points"]
    assert main(["drivers", "show", "nothing"]) == 1
