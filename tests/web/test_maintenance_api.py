"""Maintenance windows from outside: announced, seen on every tablet, ended; faults inside have no ticket."""

from tests.web.house import House
from tests.web.test_faults_api import lose_the_matrix
from web.words import say

PATH, WHY = "/api/v1/maintenance", {"reason": "new lamps"}


async def test_a_window_keeps_tickets_away_and_its_end_brings_them(house: House) -> None:
    tablet = await house.tablet()
    await tablet.hear("snap")
    status, made, _ = await house.ask(
        "POST", PATH, {"device": "matrix", "lasts": "5m", "reason": "new cards"}
    )
    assert (status, made["kind"], made["what"]) == (201, "fixed", "matrix")
    frame = await tablet.hear("d")
    while "maintenance" not in frame:
        frame = await tablet.hear("d")
    assert [one["id"] for one in frame["maintenance"]] == [made["id"]]
    key = await lose_the_matrix(house)
    await house.pass_time(40)
    (fault,) = (await house.ask("GET", "/api/v1/faults"))[1]["faults"]
    assert (fault["id"], fault["maintenance"], fault["ticket"]) == (key, made["id"], None)
    assert (await house.ask("GET", PATH, role="viewer"))[1]["windows"][0]["running"]
    assert (await house.ask("DELETE", f"{PATH}/{made['id']}"))[0] == 204
    await house.pass_time(40)
    while not (frame.get("faults", {}).get(key) or {}).get("ticket"):  # once it is on disk
        frame = await tablet.hear("d")
    assert (await house.ask("GET", PATH))[1]["windows"] == []


async def test_what_is_no_window_is_refused_with_a_sentence(house: House) -> None:
    for body, code in (
        ({"lasts": "73h"}, "window_lasts_72h"),
        ({"device": "nobody"}, "window_no_device"),
        ({"kind": "recurring", "at": "sometimes"}, "window_cron"),
        ({"start": "2020-01-01T00:00:00Z", "lasts": "1h"}, "window_ends_before"),
    ):
        status, said, _ = await house.ask("POST", PATH, WHY | body)
        assert status == 422, body
        assert said["detail"] == say(f"problem.{code}")["en"], said
    assert (await house.ask("POST", PATH, WHY | {"start": "2030-01-01T00:00:00"}))[0] == 422
    for nothing in ({}, {"lasts": "1h"}, {"reason": ""}):  # nobody parks a whole hall without a word
        assert (await house.ask("POST", PATH, nothing))[0] == 422
    assert (await house.ask("GET", PATH))[1]["windows"] == []
    assert (await house.ask("DELETE", f"{PATH}/mw-none"))[0] == 404
    assert (await house.ask("POST", PATH, {}, role="operator"))[0] == 403


async def test_a_recurring_and_a_flexible_one_say_when_they_begin(house: House) -> None:
    _, weekly, _ = await house.ask(
        "POST", PATH, WHY | {"kind": "recurring", "at": "0 2 * * 1", "lasts": "2h"}
    )
    assert weekly["next"]
    assert not weekly["running"]
    leap = WHY | {"kind": "recurring", "at": "0 0 29 2 *", "lasts": "1h"}
    status, rare, _ = await house.ask("POST", PATH, leap)
    assert (status, rare["next"][:10]) == (201, "2028-02-28")  # in the hall's time it is the 29th
    assert (await house.ask("DELETE", f"{PATH}/{rare['id']}"))[0] == 204
    until = "2099-01-01T00:00:00Z"
    assert (await house.ask("POST", PATH, WHY | {"kind": "flexible", "end": until, "lasts": "1h"}))[0] == 201


async def test_a_fault_carries_its_card(house: House) -> None:
    await lose_the_matrix(house)
    (fault,) = (await house.ask("GET", "/api/v1/faults"))[1]["faults"]
    assert fault["act_s"] == 900
    assert fault["class"] == 2
    assert fault["why"]["zh"]
    assert fault["group"]["en"]
    assert fault["related"] == []
    assert (await house.ask("GET", "/api/v1/faults"))[1]["flood"] == {"on": False, "new": 1}
