"""The sweep before doors over HTTP: begun, followed on every tablet, signed by the hall, kept on record."""

import json
import stat

from scenes.readiness import digest
from tests.web.house import House
from web.signing import holds


async def swept(house: House) -> dict[str, object]:
    status, begun, _ = await house.ask("POST", "/api/v1/readiness", body={}, role="operator")
    assert status == 202, begun
    await house.pass_time(10)
    sheet: dict[str, object] = (await house.ask("GET", f"/api/v1/readiness/{begun['id']}"))[1]
    return sheet


async def test_a_sheet_is_made_shown_and_signed(house: House) -> None:
    tablet = await house.tablet()
    await tablet.hear("snap")
    sheet = await swept(house)
    assert sheet["ended"]
    assert sheet["counts"]["red"] == 0  # type: ignore[index]
    assert holds(str(sheet["digest"]), str(sheet["signature"]), str(sheet["key"]))
    assert not holds(str(sheet["digest"]) + "0", str(sheet["signature"]), str(sheet["key"]))
    lines = await house.journal.recall(["readiness.sheet"])
    said = {key: one for key, one in lines[-1].data.items() if key not in ("digest", "signature", "key")}
    assert digest(json.loads(json.dumps(said))) == sheet["digest"]
    key = house.running.place.file.parent / "sheets.key"  # type: ignore[union-attr]
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    _, listed, _ = await house.ask("GET", "/api/v1/readiness", role="viewer")
    assert [one["id"] for one in listed["sheets"]] == [sheet["id"]]
    while not (frame := await tablet.hear("d")).get("readiness", {}).get("ended"):
        pass
    assert frame["readiness"]["counts"] == sheet["counts"]


async def test_only_who_may_and_only_one_that_is(house: House) -> None:
    assert (await house.ask("POST", "/api/v1/readiness", body={}, role="viewer"))[0] == 403
    assert (await house.ask("GET", "/api/v1/readiness/sweep-1", role="viewer"))[0] == 404
