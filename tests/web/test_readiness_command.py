"""`auditorium readiness verify`: whoever holds a sheet checks it, without the service."""

import json
from pathlib import Path
from typing import Any

import pytest

from web.__main__ import main
from web.signing import Signer, signed


@pytest.fixture
def sheet(tmp_path: Path) -> dict[str, Any]:
    item = {"device": "lamp", "why": {"zh": "主投影正忙", "en": "busy"}, "was": -20}
    return signed({"id": "sweep-1", "items": [item]}, Signer.in_file(tmp_path / "sheets.key"))


def kept(folder: Path, sheet: Any, **how: Any) -> str:
    file = folder / "sheet.json"
    file.write_text(json.dumps(sheet, **how), encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("how", [{}, {"indent": 4, "ensure_ascii": False}, {"sort_keys": True}])
def test_it_holds_however_it_was_written_down(
    tmp_path: Path, sheet: dict[str, Any], how: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    file = kept(tmp_path, sheet, **how)
    assert main(["--lang", "en", "readiness", "verify", file, "--key", sheet["key"]]) == 0
    assert capsys.readouterr().out == "sweep-1  Signed by this hall, and unchanged since\n"
    assert main(["--lang", "zh-CN", "readiness", "verify", file]) == 0
    said = capsys.readouterr().out
    assert said == f"sweep-1  签名之后没有改动\n公钥：{sheet['key']}（请与礼堂的公钥核对：--key）\n"


def test_a_changed_letter_another_key_and_what_is_no_sheet_are_told(
    tmp_path: Path, sheet: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    text = json.dumps(sheet).replace("busy", "bust")
    assert main(["--lang", "en", "readiness", "verify", kept(tmp_path, json.loads(text))]) == 1
    assert "Changed since it was signed" in capsys.readouterr().out
    other = Signer.in_file(tmp_path / "other.key").public
    assert main(["--lang", "en", "readiness", "verify", kept(tmp_path, sheet), "--key", other]) == 1
    assert "another key" in capsys.readouterr().out
    assert main(["--lang", "en", "readiness", "verify", kept(tmp_path, [1])]) == 1
    assert "holds no sheet" in capsys.readouterr().out
    assert main(["--lang", "en", "readiness", "verify"]) == 2
