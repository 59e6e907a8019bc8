"""Visits, test, team, plan, expert, parts over HTTP, with a real hall behind the test (REQ-22 to REQ-30)."""

from pathlib import Path

import pytest

from controller.record import failpoints
from tests.web.house import HALL, House, open_house
from tests.web.test_faults_api import lose_the_matrix
from tests.web.test_ticket_work_api import PATH, opened
from web.sessions import COOKIE

PEOPLE = """
contacts:
  zhao: {name: {zh: 赵工, en: Zhao}, level: 3, skills: [matrix], phones: ["139"]}
contract: {plan_after: 2m, plan_within: 1m, expert_at: 1, remote: 20m}
"""


async def say(house: House, no: int, role: str = "engineer", **body: object) -> dict:
    status, said, _ = await house.ask("POST", f"{PATH}/{no}/entries", body, role=role)
    assert status == 201, said
    return said  # type: ignore[no-any-return]


async def refused(house: House, no: int, role: str = "engineer", **body: object) -> str:
    status, said, _ = await house.ask("POST", f"{PATH}/{no}/entries", body, role=role)
    assert status in (409, 422), said
    return str(said["sentence"]["en"] if status == 409 else said["code"])


async def arrived(house: House, device: str = "lamp") -> int:
    no = int((await opened(house, device=device, **{"class": 3}))["no"])
    await say(house, no, kind="contact", person="Ms Li")
    await say(house, no, kind="visit_planned", person="Chen", at="2026-01-01T12:00:00Z")
    await say(house, no, kind="visit_departed")
    place = {"lat": 39.9, "lon": 116.4, "within": 20}
    said = await say(house, no, "operator", kind="visit_arrived", place=place)
    (visit,) = said["service"]["visits"]
    assert (said["state"], visit["stage"], visit["person"]) == ("onsite", "arrived", "Chen")
    assert (visit["via"], visit["place"]["lat"]) == ("api", 39.9)
    return no


async def tried(house: House, no: int) -> dict:
    """The device is tried, and the result is told on the ticket."""
    before = len(house.service.desk.board.ticket(no).entries)
    status, begun, _ = await house.ask("POST", f"{PATH}/{no}/test", {}, role="operator")
    assert status == 202, begun
    for _ in range(200):
        await house.pass_time(0.5)
        if len(house.service.desk.board.ticket(no).entries) > before:
            break
    _, said, _ = await house.ask("GET", f"{PATH}/{no}")
    assert said["entries"][-1]["kind"] == "tested"
    return said  # type: ignore[no-any-return]


async def test_req_24_a_visit_is_done_once_the_device_has_passed_after_the_work(house: House) -> None:
    no = await arrived(house)
    await say(house, no, kind="work", text="changed the lamp")
    assert "test the device" in await refused(house, no, kind="visit_left", outcome="done")
    said = await tried(house, no)
    assert said["service"]["test"]["passed"] is True
    assert said["entries"][-1]["text"]["en"] == "Device test: passed"
    await say(house, no, kind="part_used", part="lamp", serial_out="A1", serial_in="B2")
    assert "test the device" in await refused(house, no, kind="visit_left", outcome="done")
    await tried(house, no)
    house.clock.advance(60)
    said = await say(house, no, "operator", kind="visit_left", outcome="done")
    (visit,) = said["service"]["visits"]
    assert (said["state"], said["restored"]) == ("restored_verifying", visit["test"]["at"])
    assert (visit["stage"], visit["test"]["passed"]) == ("left", True)
    assert "Done · Test passed" in (await house.ask("GET", f"{PATH}/{no}/print?lang=en"))[1]
    _, sheets, _ = await house.ask("GET", "/api/v1/readiness")
    assert sheets["sheets"] == []


async def test_req_24_a_device_that_is_away_does_not_pass(house: House) -> None:
    await lose_the_matrix(house)
    await house.pass_time(40)
    board = house.service.desk.board
    (ticket,) = [one for one in board.tickets() if one.device == "matrix"]
    await say(house, ticket.no, kind="contact", person="Li")
    await say(house, ticket.no, kind="visit_arrived", person="Chen")
    said = await tried(house, ticket.no)
    assert said["service"]["test"]["passed"] is False
    assert "failed" in await refused(house, ticket.no, kind="visit_left", outcome="done", signed_by="Li")


async def test_req_24_what_cannot_be_asked_is_signed_for(house: House) -> None:
    no = await arrived(house, "screen")
    said = await tried(house, no)
    assert said["service"]["test"]["passed"] is None
    assert "cannot test" in await refused(house, no, kind="visit_left", outcome="done")
    await say(house, no, kind="visit_left", outcome="done", signed_by="Ms Li")


async def test_a_test_needs_a_device_and_an_open_ticket(house: House) -> None:
    no = (await opened(house))["no"]
    assert (await house.ask("POST", f"{PATH}/{no}/test", {}))[1]["code"] == "no_device_to_test"
    assert (await house.ask("POST", f"{PATH}/{no}/test", {}, role="helpdesk"))[0] == 403
    no = (await opened(house, device="lamp"))["no"]
    await house.cancel(no)
    assert (await house.ask("POST", f"{PATH}/{no}/test", {}))[1]["code"] == "ticket_is_over"
    assert (await house.ask("POST", f"{PATH}/999/test", {}))[0] == 404


async def test_req_22_a_disaster_calls_its_team_and_waits_for_its_review(house: House) -> None:
    no = (await opened(house, device="lamp", **{"class": 4}))["no"]
    await house.pass_time(6)
    await house.until(lambda: len(house.service.desk.board.ticket(no).entries) > 1)
    _, said, _ = await house.ask("GET", f"{PATH}/{no}")
    assert (said["service"]["team"]["leader"], said["demands"]) == (
        "",
        [{"what": "leader", "until": None, "overdue": False}],
    )
    await say(house, no, kind="contact", person="Li")
    await say(house, no, kind="team_member", person="Wang", duty="leader")
    await say(house, no, kind="team_member", person="Chen")
    await say(house, no, kind="team_decision", text="restore")
    await say(house, no, kind="team_cause", text="disk full")
    said = await say(
        house, no, kind="team_measure", text="watch it", person="Chen", until="2026-02-01T00:00:00Z"
    )
    assert (said["demands"], said["service"]["team"]["members"]) == ([], ["Chen"])
    assert "team_review" not in said["may"]
    await say(house, no, kind="team_measure_done", number=1)
    for body in (
        {"kind": "restored"},
        {"kind": "state", "to": "resolved"},
        {"kind": "state", "to": "callback_due"},
    ):
        said = await say(house, no, "lead", **body)
    assert [one["what"] for one in said["demands"]] == ["review"]
    assert said["service"]["team"]["review_due"]
    await say(house, no, "helpdesk", kind="survey", solved=True, score=5)
    closing = {"kind": "state", "to": "closed", "resolution": "x", "cause_code": "x", "evidence": "x"}
    assert "closing review" in await refused(house, no, "lead", **closing, parts="none")
    said = await say(house, no, "lead", kind="team_review", text="we learned")
    assert said["service"]["team"]["review"]["text"] == "we learned"
    await say(house, no, "lead", **closing, parts="none")
    for lang, words in (
        ("en", ("Emergency team", "Wang", "disk full", "we learned")),
        ("zh", ("应急小组", "原因分析")),
    ):
        paper = (await house.ask("GET", f"{PATH}/{no}/print?lang={lang}"))[1]
        assert all(one in paper for one in words)


async def test_req_30_parts_are_on_the_ticket_and_the_closing_names_them(house: House) -> None:
    no = (await opened(house, device="lamp"))["no"]
    await say(house, no, kind="contact", person="Li")
    await say(house, no, kind="part_used", part="lamp", serial_out="A1", serial_in="B2")
    said = await say(house, no, kind="part_returned", number=1, rma="R7", shipped="2026-01-02")
    (part,) = said["service"]["parts"]
    assert (part["out"], part["into"], part["rma"], part["shipped"], part["back"]) == (
        "A1", "B2", "R7", "2026-01-02", "",
    )  # fmt: skip
    assert await refused(house, no, kind="part_returned", number=1, shipped="soon") == "invalid"
    for body in (
        {"kind": "restored"},
        {"kind": "state", "to": "resolved"},
        {"kind": "state", "to": "callback_due"},
    ):
        await say(house, no, "lead", **body)
    await say(house, no, "clerk", kind="survey", solved=True, score=5)
    closing = {"kind": "state", "to": "closed", "resolution": "x", "cause_code": "x", "evidence": "x"}
    assert (await say(house, no, "lead", **closing))["parts"] == "lamp"
    said = await say(house, no, kind="part_returned", number=1, back="2026-02-02")
    assert said["service"]["parts"][0]["back"] == "2026-02-02"
    paper = (await house.ask("GET", f"{PATH}/{no}/print?lang=en"))[1]
    assert "<td>A1</td><td>B2</td><td>R7</td><td>2026-01-02</td><td>2026-02-02</td>" in paper


async def test_req_25_and_27_the_contract_of_the_hall_says_when(tmp_path: Path) -> None:
    house = await open_house(tmp_path, HALL + PEOPLE)
    no = int((await opened(house, device="matrix", **{"class": 3}))["no"])
    board = house.service.desk.board
    await house.pass_time(130, 2.5)
    await house.until(lambda: any(one.kind == "plan_demanded" for one in board.ticket(no).entries))
    await house.pass_time(60, 2.5)
    await house.until(lambda: any(one.kind == "overdue" for one in board.ticket(no).entries))
    await house.pass_time(2600, 25)
    await house.until(lambda: any(one.kind == "expert_proposed" for one in board.ticket(no).entries))
    _, said, _ = await house.ask("GET", f"{PATH}/{no}")
    assert [(one["what"], one["overdue"]) for one in said["demands"]] == [("plan", True), ("expert", False)]
    expert = said["service"]["expert"]
    assert (expert["who"], expert["name"]["en"], expert["phones"]) == ("zhao", "Zhao", ["139"])
    await say(house, no, kind="expert", outcome="advised", person="Zhao")
    until = board.ticket(no).received.replace(year=2027).isoformat()
    said = await say(house, no, kind="plan", what="spare", text="another matrix", until=until)
    assert (said["demands"], said["service"]["plan"]["way"]) == ([], "spare")
    paper = (await house.ask("GET", f"{PATH}/{no}/print?lang=zh"))[1]
    assert "another matrix" in paper
    assert "备机" in paper
    assert "已给出建议" in paper
    await house.close()


async def test_may_says_what_has_its_place_now(house: House) -> None:
    no = (await opened(house, device="lamp"))["no"]
    _, said, _ = await house.ask("GET", f"{PATH}/{no}", role="operator")
    assert "visit_arrived" in said["may"]
    assert not {"visit_left", "visit_planned", "team_member", "part_returned", "tested"} & set(said["may"])
    await say(house, no, "operator", kind="visit_arrived", person="Chen")
    _, said, _ = await house.ask("GET", f"{PATH}/{no}", role="operator")
    assert "visit_left" in said["may"]


@pytest.mark.parametrize("body", [
    {"kind": "tested"}, {"kind": "plan_demanded"}, {"kind": "overdue"}, {"kind": "expert_proposed"},
    {"kind": "visit_left", "outcome": "lunch"},
])  # fmt: skip
async def test_what_only_the_hall_says_nobody_else_may(house: House, body: dict) -> None:
    no = (await opened(house))["no"]
    assert (await house.ask("POST", f"{PATH}/{no}/entries", body))[0] == 422


async def prove_that_only_the_tablets_code_counts(house: House) -> None:
    no = int((await opened(house, device="lamp"))["no"])
    path = f"{PATH}/{no}/checkin"
    for role in ("engineer", "lead", "admin", "helpdesk", "viewer"):
        for ending in ("", ".svg"):
            status, said, _ = await house.ask("GET", path + ending, role=role)
            assert (status, said["code"]) == (403, "role" if role in ("helpdesk", "viewer") else "hall_only")
    _, shown, _ = await house.ask("GET", path, role="operator")
    wrong = f"{(int(shown['code']) + 1) % 1_000_000:06d}"
    arrival = {"kind": "visit_arrived", "person": "Chen"}
    assert await refused(house, no, **arrival, code=wrong) == "wrong_code"
    house.clock.advance(299)
    said = await say(house, no, **arrival, code=shown["code"])
    assert said["service"]["visits"][0]["proof"] == "code"
    assert "code" not in said["entries"][-1]["data"]
    house.clock.advance(400)
    assert await refused(house, no, kind="visit_arrived", person="Wang", code=shown["code"]) == "wrong_code"
    other = int((await opened(house, device="lamp"))["no"])
    _, fresh, _ = await house.ask("GET", path, role="operator")
    assert await refused(house, other, **arrival, code=fresh["code"]) == "wrong_code"
    assert (await say(house, other, **arrival))["service"]["visits"][0]["proof"] == ""


async def test_req_23_who_checks_in_from_elsewhere_has_seen_the_halls_tablet(house: House) -> None:
    await prove_that_only_the_tablets_code_counts(house)


async def test_the_proof_finds_a_code_that_nobody_looks_at(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"any_code_will_do"}))
    with pytest.raises(AssertionError):
        await prove_that_only_the_tablets_code_counts(house)


async def test_req_23_the_tablet_shows_a_picture_and_is_proof_itself(house: House) -> None:
    no = int((await opened(house, device="lamp"))["no"])
    status, drawn, headers = await house.ask("GET", f"{PATH}/{no}/checkin.svg", role="operator")
    assert (status, headers["Content-Type"].split(";")[0]) == (200, "image/svg+xml")
    assert drawn.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    name, password = await house.user("operator", "hall-tablet")
    cookie = await house.service.people.log_in(name, password)
    headers = {"Cookie": f"{COOKIE}={cookie}", "Origin": house.url}
    body = {"kind": "visit_arrived", "person": "Chen"}
    status, said, _ = await house.ask("POST", f"{PATH}/{no}/entries", body, role=None, **headers)
    assert (status, said["service"]["visits"][0]["proof"]) == (201, "tablet")


async def test_req_14_nobody_comes_for_a_question(house: House) -> None:
    no = int((await opened(house, type="consultation", **{"class": 4}))["no"])
    await house.pass_time(12)
    _, said, _ = await house.ask("GET", f"{PATH}/{no}")
    assert (said["service"]["team"], said["demands"]) == (None, [])
    assert not {"visit_planned", "visit_arrived", "plan", "team_opened"} & set(said["may"])
    assert "no place" in await refused(house, no, kind="visit_arrived", person="Chen")


async def test_req_51_the_halls_people_see_team_and_plan_and_not_which_expert_was_proposed(
    house: House,
) -> None:
    no = int((await opened(house, device="lamp", **{"class": 4}))["no"])
    await say(house, no, "lead", kind="team_opened")
    await say(house, no, "lead", kind="team_member", person="Wang", duty="leader")
    said = await say(house, no, "lead", kind="team_decision", text="restore")
    assert (said["service"]["team"]["leader"], said["demands"]) == ("Wang", [])
    assert [one["text"] for one in said["service"]["team"]["decisions"]] == ["restore"]
    await say(house, no, kind="expert", outcome="advised", person="Zhao", text="qualle")
    assert "role" in await refused(house, no, "lead", kind="expert", outcome="advised")
    for role, sees in (
        ("viewer", False),
        ("operator", False),
        ("lead", False),
        ("engineer", True),
        ("admin", True),
    ):
        _, said, _ = await house.ask("GET", f"{PATH}/{no}", role=role)
        assert (said["service"]["expert"] is not None) is sees
        assert ("qualle" in (await house.ask("GET", f"{PATH}/{no}/print", role=role))[1]) is sees
