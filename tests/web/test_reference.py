"""What the tables of the drivers tell people and programs."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from drivers import catalog
from drivers.wire.driver import STANDINGS
from drivers.wire.remark import Remark
from tests.transcripts import script
from web.__main__ import main
from web.reference import transcripts
from web.reference.facts import facts
from web.reference.lines import shown
from web.reference.pages import pages, write
from web.reference.saying import SAID, say, spans


def test_the_list_tells_standing_transcripts_and_transports(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "drivers"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(catalog.names())
    (pjlink,) = [line for line in lines if line.startswith("pjlink ")]
    assert pjlink.split(maxsplit=4)[1:] == [
        "read",
        str(transcripts.counted("pjlink")),
        "tcp",
        "PJLink projector, class 1 or 2",
    ]
    assert {line.split()[1] for line in lines} <= set(STANDINGS)


def test_one_driver_is_shown_whole_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "drivers", "show", "extron_sis"]) == 0
    english = capsys.readouterr().out
    for told in (
        "tcp://10.1.4.20:23  serial:///dev/ttyUSB0", "bench: proved by our own", "hangs up after 300 s",
        "video_tie[output] =", "0-8 · every 10 s, unasked · Video route", "-60 … 250 °C", "label_in[input]",
        "text · once a connection", "recall(preset: 1-32) · felt by the audience · Recall preset",
    ):  # fmt: skip
        assert told in english
    assert main(["--lang", "zh-CN", "drivers", "show", "extron_sis"]) == 0
    assert "每 10 秒, 主动上报 · 视频路由" in capsys.readouterr().out


def test_programs_get_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drivers", "show", "apc_rpdu2", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    points = {one["key"]: one for one in told["points"]}
    assert (told["standing"], told["port"], told["transports"]) == ("read", 161, ["snmp"])
    assert points["outlet"]["settable"]
    assert points["outlet"]["axes"] == ["socket"]
    assert points["load"]["unit"] == "A"
    assert points["outlet"]["every"] < points["energy"]["every"]
    assert {one["name"]: one["risk"] for one in told["actions"]}["cycle"] == "c"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["show", "pjlonk"], 1, "did you mean pjlink?"),
        (["show"], 2, "drivers docs DIR"),
        (["docs"], 2, "drivers docs DIR"),
        (["docs", "pyproject.toml"], 1, "pyproject.toml: "),
    ],
)
def test_what_cannot_be_done_is_said(
    words: list[str], code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", "en", "drivers", *words]) == code
    assert says in capsys.readouterr().err


def test_transcripts_are_counted_by_driver_and_unknown_where_they_are_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    counts = [transcripts.counted(name) or 0 for name in catalog.names()]
    assert sum(counts) == len(script.stories())
    monkeypatch.setattr(transcripts, "FOLDER", tmp_path / "none")
    assert transcripts.counted("pjlink") is None
    assert facts("pjlink", catalog.get("pjlink"))["transcripts"] is None


def test_a_device_that_cannot_tell_its_state_and_its_remarks_are_shown() -> None:
    about = {"zones": Remark("未接信号源时关闭", "are off until a source is tied")}
    driver = replace(catalog.get("blackbird"), assumed=True, about=about)
    for lang, said in (("en", "zones: are off until a source is tied"), ("zh-CN", "zones: 未接信号源时关闭")):
        lines = "\n".join(shown(facts("blackbird", driver), lang))
        assert say("assumed", lang) in lines
        assert said in lines


def test_pages_are_written_and_those_of_drivers_that_are_gone_removed(tmp_path: Path) -> None:
    (tmp_path / "devices").mkdir()
    (tmp_path / "devices" / "gone.md").write_text("# gone")
    assert write(tmp_path) == len(catalog.names()) + 1
    assert {path.stem for path in (tmp_path / "devices").iterdir()} == set(catalog.names())
    index = (tmp_path / "devices.md").read_text(encoding="utf-8")
    assert "[pjlink](devices/pjlink.md)" in index


def test_pages_have_both_languages_and_every_point() -> None:
    page = pages()["devices/x32.md"]
    for point in catalog.get("x32").points:
        assert f"| `{point.key}" in page
    assert "| Fader | 推子 |" in page


def test_every_word_is_there_in_both_languages() -> None:
    assert [id for id, texts in SAID.items() if len(texts) != 2 or not all(texts)] == []


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ([1, 2, 3, 4], "1-4"), ([0, 1], "0, 1"), ([False, True], "false, true"),
        (["a", 1, 2, 3, "b"], "a, 1-3, b"), ([], ""),
        ([f"w{n}" for n in range(20)], ", ".join(f"w{n}" for n in range(14)) + ", …"),
    ],
)  # fmt: skip
def test_values_are_written_as_people_write_them(values: list[object], text: str) -> None:
    assert spans(values) == text
