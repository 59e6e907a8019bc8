"""The sweep before doors over HTTP: begun, followed on every tablet, signed by the hall, kept on record."""

import asyncio
import hashlib
import json
import shutil
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from controller.record import failpoints
from drivers.points import Place
from tests.scenes.demo import planting
from tests.scenes.test_sweep_ends import slow_to_confirm
from tests.web.house import HALL, House, open_house
from web.old_sheets import renewed
from web.signing import Seal, Signer, checked, digest, signed

PATH = "/api/v1/readiness"
TRIED = HALL.replace("    outputs: {1:", "    readiness: {route: {video_tie/2: 2}}\n    outputs: {1:")
TIE = Place("video_tie", (2,))


async def begun(house: House, role: str = "operator", **body: Any) -> str:
    status, said, _ = await house.ask("POST", PATH, body=body, role=role)
    assert status == 202, said
    return str(said["id"])


async def sheet_of(house: House, id: str) -> dict[str, Any]:
    """As it is shown once all that was said is on disk."""
    await house.until(lambda: not house.journal.backlog)
    sheet: dict[str, Any] = (await house.ask("GET", f"{PATH}/{id}"))[1]
    return sheet


async def swept(house: House) -> dict[str, Any]:
    id = await begun(house)
    await house.pass_time(10)
    return await sheet_of(house, id)


async def test_a_sheet_is_made_shown_and_kept(house: House) -> None:
    tablet = await house.tablet()
    await tablet.hear("snap")
    sheet = await swept(house)
    assert sheet["ended"]
    assert (sheet["state"], sheet["counts"]["red"], sheet["left"]) == ("done", 0, [])
    lines = await house.journal.recall(["readiness.sheet"])
    assert lines[-1].data == sheet  # word for word
    key = house.running.place.file.parent / "sheets.key"  # type: ignore[union-attr]
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    _, listed, _ = await house.ask("GET", PATH, role="viewer")
    assert [one["id"] for one in listed["sheets"]] == [sheet["id"]]
    while not (frame := await tablet.hear("d")).get("readiness", {}).get("ended"):
        pass
    assert frame["readiness"]["counts"] == sheet["counts"]


async def early(house: House, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """How a sheet was shown (its state, whether signed) before the disk had its end, and after."""
    found: list[tuple[str, bool]] = []
    append = house.journal.append

    def look(line: Any) -> None:
        sheet = house.service.sweeps.one(line.subject)
        assert [one["state"] for one in house.service.sweeps.all()] == [sheet["state"]]
        found.append((sheet["state"], bool(sheet["signature"])))

    def noted(kind: str, *said: Any, **more: Any) -> Any:
        line = append(kind, *said, **more)
        if kind == "readiness.sheet":
            assert not line.committed.done()
            asyncio.get_running_loop().call_soon(look, line)
        return line

    monkeypatch.setattr(house.journal, "append", noted)
    sheet = await swept(house)
    return [*found, (sheet["state"], checked(sheet, house.service.sweeps.key) is Seal.HOLDS)]


async def test_r22_a_sheet_is_on_disk_before_anybody_gets_it_signed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with planting("slow_disk"):
        assert await early(house, monkeypatch) == [("going", False), ("done", True)]


async def test_a_sheet_that_is_told_early_is_found(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with planting("slow_disk", "sheets_are_told_early"):
        assert await early(house, monkeypatch) == [("done", True), ("done", True)]


async def test_only_who_may_and_only_one_that_is(house: House) -> None:
    assert (await house.ask("POST", PATH, body={}, role="viewer"))[0] == 403
    assert (await house.ask("GET", f"{PATH}/sweep-1", role="viewer"))[0] == 404
    for act in ("stop", "undo"):
        assert (await house.ask("POST", f"{PATH}/sweep-1/{act}", body={}, role="viewer"))[0] == 403
        assert (await house.ask("POST", f"{PATH}/sweep-1/{act}", body={}, role="operator"))[0] == 404
    sheet = await swept(house)
    for act in ("stop", "undo"):
        assert (await house.ask("POST", f"{PATH}/{sheet['id']}/{act}", body={}, role="operator"))[0] == 409


# ------------------------------------------------------------ the signature


def by_hand(sheet: dict[str, Any]) -> str:
    """What a reader of the docs works out: without the three marks, names in order, nothing between."""
    said = {name: value for name, value in sheet.items() if name not in ("digest", "signature", "key")}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


async def test_whoever_holds_a_sheet_checks_it_and_finds_a_changed_letter(house: House) -> None:
    sheet = await swept(house)
    assert sheet["digest"] == by_hand(sheet)
    _, listed, _ = await house.ask("GET", PATH, role="viewer")
    assert checked(sheet, listed["key"]) is Seal.HOLDS
    for changed in (
        {**sheet, "by": "somebody"},
        {**sheet, "items": sheet["items"][1:]},
        {**sheet, "more": 1},
        {**sheet, "digest": digest({**sheet, "by": "somebody"}), "by": "somebody"},
    ):
        assert checked(changed, listed["key"]) is Seal.CHANGED
        status, said, _ = await house.ask("POST", f"{PATH}/verify", body=changed, role="viewer")
        assert (status, said["seal"]) == (200, "changed")
    _, said, _ = await house.ask("POST", f"{PATH}/verify", body=sheet, role="viewer")
    assert (said["seal"], said["said"]["en"]) == ("holds", "Signed by this hall, and unchanged since")
    _, said, _ = await house.ask("POST", f"{PATH}/verify", body={"id": "x"}, role="viewer")
    assert said["seal"] == "unsigned"


async def test_whoever_signs_with_a_key_of_his_own_is_not_this_hall(house: House, tmp_path: Path) -> None:
    sheet = await swept(house)
    forged = signed({**sheet, "by": "nobody"}, Signer.in_file(tmp_path / "own.key"))
    assert checked(forged) is Seal.HOLDS
    _, said, _ = await house.ask("POST", f"{PATH}/verify", body=forged, role="viewer")
    assert said["seal"] == "other_key"


async def test_a_sheet_of_before_is_signed_anew_where_its_signature_holds(tmp_path: Path) -> None:
    signer = Signer.in_file(tmp_path / "sheets.key")
    why = {"id": "readiness.nothing_to_ask", "params": {}}
    item = {"device": "lamp", "check": "reads", "light": "grey", "ref": "", "why": why}
    old = {"id": "sweep-1", "by": "li", "at": "2026-11-01T10:00:00+00:00", "ended": None, "items": [item]}
    mark = digest(old)
    kept = {**old, "digest": mark, "signature": signer.sign(mark), "key": signer.public}
    shown = renewed(kept, signer)
    assert (checked(shown, signer.public), shown["items"][0]["why"]["en"]) == (
        Seal.HOLDS,
        "There is nothing that it could be asked",
    )
    assert checked(renewed({**kept, "by": "chen"}, signer)) is Seal.UNSIGNED


# ------------------------------------------------------------ stopped, and killed


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder


async def turned_over(folder: Path) -> tuple[House, str, Any]:
    """A sweep with the matrix turned over, which has not said so."""
    house = await open_house(made(folder), TRIED)
    let_go = slow_to_confirm(house.far["matrix"])
    id = await begun(house)
    await house.pass_time(0.5)
    assert house.far["matrix"].holds[TIE] == 2
    return house, id, let_go


async def test_it_is_stopped_and_puts_back(tmp_path: Path) -> None:
    house, id, let_go = await turned_over(tmp_path / "a")
    status, said, _ = await house.ask("POST", f"{PATH}/{id}/stop", body={}, role="operator")
    assert (status, said["ended"]) == (200, None)
    let_go()
    await house.pass_time(20)
    sheet = await sheet_of(house, id)
    assert (sheet["state"], sheet["why"]["en"], sheet["left"]) == ("stopped", "Stopped by operator-token", [])
    assert house.far["matrix"].holds[TIE] == 1
    await house.close()


async def killed(tmp_path: Path) -> tuple[House, str]:
    """The service dies with the matrix turned over, and starts again; the room stands as it was left."""
    first, id, _ = await turned_over(tmp_path / "a")
    shutil.copytree(tmp_path / "a" / "record", made(tmp_path / "b") / "record")
    tokens = first.tokens
    await first.close()
    second = await open_house(tmp_path / "b", TRIED, tokens)
    second.far["matrix"].front_panel(TIE, 2)
    await second.pass_time(1)
    return second, id


async def test_a_sweep_that_was_acknowledged_is_found_after_a_kill_and_put_back(tmp_path: Path) -> None:
    house, id = await killed(tmp_path)
    sheet = await sheet_of(house, id)
    assert (sheet["state"], sheet["ended"] is not None) == ("interrupted", True)
    assert [(one["ref"], one["was"], one["to"]) for one in sheet["left"]] == [("matrix/video_tie/2", 1, 2)]
    assert checked(sheet, house.service.sweeps.key) is Seal.HOLDS
    assert sheet["counts"]["red"] == 1
    assert house.far["matrix"].holds[TIE] == 2  # nothing goes on by itself
    status, _, _ = await house.ask("POST", f"{PATH}/{id}/undo", body={}, role="operator")
    assert status == 202
    await house.pass_time(10)
    assert house.far["matrix"].holds[TIE] == 1
    sheet = await sheet_of(house, id)
    assert (sheet["left"], sheet["put_back"]["by"], sheet["counts"]["red"]) == ([], "operator-token", 0)
    assert checked(sheet, house.service.sweeps.key) is Seal.HOLDS
    assert len(await house.journal.recall(["readiness.sheet"])) == 1
    await house.close()


async def test_a_planted_bug_forgets_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"sweeps_are_forgotten"}))
    house, id = await killed(tmp_path)
    assert (await house.ask("GET", f"{PATH}/{id}"))[0] == 404
    await house.close()


async def test_once_a_scene_has_run_it_is_not_put_back(tmp_path: Path) -> None:
    house, id = await killed(tmp_path)
    await house.ask("POST", "/api/v1/scenes/lecture/run", {}, role="operator")
    await house.pass_time(95)
    status, said, _ = await house.ask("POST", f"{PATH}/{id}/undo", body={}, role="operator")
    assert (status, said["detail"][:21]) == (409, "A scene has run since")
    await house.close()


# ------------------------------------------------------------ before an audience


async def test_during_an_event_only_a_lead_who_insists_tries_anything(tmp_path: Path) -> None:
    house = await open_house(tmp_path, TRIED)
    now = house.clock.now()
    event = {"title": "Gala", "start": now.isoformat(), "end": (now + timedelta(hours=2)).isoformat()}
    assert (await house.ask("POST", "/api/v1/events", event, role="lead"))[0] in (200, 201)
    house.far["matrix"].heard.clear()
    sheet = await swept(house)
    assert (sheet["state"], sheet["quiet"]["en"]) == ("done", "Only asked, not tried: “Gala” is running")
    assert not [frame for frame in house.far["matrix"].heard if "!" in frame]
    assert (await house.ask("POST", PATH, body={"insists": True}, role="operator"))[0] == 403
    id = await begun(house, "lead", insists=True)
    await house.pass_time(10)
    sheet = await sheet_of(house, id)
    assert (sheet["quiet"], sheet["insisted"]) == (None, True)
    assert len([frame for frame in house.far["matrix"].heard if "!" in frame]) == 2
    await house.close()


async def test_in_show_mode_it_only_asks(house: House) -> None:
    await house.ask("POST", "/api/v1/mode", {"mode": "show"}, role="operator")
    sheet = await swept(house)
    assert sheet["quiet"]["en"] == "Only asked, not tried: the hall is in show mode"
