"""The service from a shell: commands against a running one, and on the record of a stopped one."""

import asyncio
import io
import json
from pathlib import Path

import pytest

from tests.web.house import HALL, House
from web.__main__ import main
from web.commands.fault import FLAGS, lines, tree


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


@pytest.mark.parametrize(
    ("lang", "behind"), [("en", "behind pdu/outlet_lost"), ("zh-CN", "起因 pdu/outlet_lost")]
)
def test_a_shell_says_who_stands_behind_whom(
    lang: str, behind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each below its cause, though an older one of another kind comes between, and with its cause's name."""
    cause, other, child = (
        {"id": id, "cause": of, "ticket": None, "severity": "major", "phase": "active", "title": id}
        | dict.fromkeys(FLAGS)
        for id, of in (("pdu/outlet_lost", None), ("pdu/zz", None), ("lamp/link_lost", "pdu/outlet_lost"))
    )
    lines(tree([cause, other, child]), lang, say=str)
    heard = capsys.readouterr().out.splitlines()
    assert [line.strip().split()[-1] for line in heard[::2]] == [
        "pdu/outlet_lost",
        "lamp/link_lost",
        "pdu/zz",
    ]
    assert heard[3].endswith(behind)
    assert heard[2].startswith("  ")
    assert not heard[4].startswith(" ")


def test_one_whose_cause_is_not_on_the_list_is_told_all_the_same() -> None:
    lost = {"id": "a/link_lost", "cause": "gone/link_lost"}
    deep = {"id": "b/link_lost", "cause": "a/link_lost"}
    assert tree([deep, lost]) == [(0, lost), (1, deep)]


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "begins with the first fault until"), ("zh-CN", "首个故障时开始")]
)
async def test_a_flexible_window_says_when_it_begins(
    lang: str, said: str, house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    """It begins with the first fault, and at no time that anybody knows."""
    add = ("maintenance", "add", "--for", "1h", "--end", "2030-01-01T00:00:00Z", "--reason", "cards")
    assert await shell(house, *add) == 0
    capsys.readouterr()
    where = ["--url", house.url, "--token", house.tokens["lead"]]
    assert await asyncio.to_thread(main, ["--lang", lang, "maintenance", *where, "list"]) == 0
    told = capsys.readouterr().out
    assert said in told
    assert "None" not in told


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
