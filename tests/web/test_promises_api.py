"""The repair plan of the contract in force, on the page and on paper, in both languages (REQ-29)."""

from tests.web.house import HALL, House, open_house


async def test_req_29_the_table_is_for_everybody(house: House) -> None:
    _, said, _ = await house.ask("GET", "/api/v1/promises", role="viewer")
    assert said["profile"] == "strict-24x7"
    assert [row["repair"]["seconds"] for row in said["rows"]] == [3600, 7200, 259200, 259200]
    assert said["rows"][2]["repair"]["plan"] == 86400
    zh = (await house.ask("GET", "/api/v1/promises.html", role="viewer"))[1]
    en = (await house.ask("GET", "/api/v1/promises.html?lang=en", role="viewer"))[1]
    for words in ("应急维修时间安排", "大礼堂", "10 分钟", "计划 24 小时，最迟 72 小时", "5 个工作日"):
        assert words in zh
    for words in ("Emergency repair schedule", "Grand Hall", "10 min", "goal 24 h, limit 72 h", "after 36 h"):
        assert words in en


async def test_req_29_another_contract_is_another_table(tmp_path) -> None:  # type: ignore[no-untyped-def]
    more = "contract: {profile: office-resolution, call_back: 5m, remote: 15m, review_days: 3}\n"
    house = await open_house(tmp_path, HALL + more)
    _, said, _ = await house.ask("GET", "/api/v1/promises")
    assert [row["repair"]["office"] for row in said["rows"]] == [True, True, False, False]
    assert (said["rows"][0]["call_back"]["seconds"], said["rows"][0]["remote"]["seconds"]) == (300, 900)
    page = (await house.ask("GET", "/api/v1/promises.html?lang=en"))[1]
    assert "2 h (office hours)" in page
    assert "3 workdays" in page
    no = (await house.ask("POST", "/api/v1/tickets", {"title": "x", "class": 2}))[1]
    assert {one["name"]: one["target_s"] for one in no["clocks"]}["C1"] == 300
    await house.close()
