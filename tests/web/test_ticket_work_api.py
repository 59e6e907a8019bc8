"""Tickets as work over HTTP: classes, merging, work-arounds, relatives, channels, what may be done now."""

import pytest

from controller.hall.contractfile import ContractPart
from tests.web.house import House
from tests.web.test_faults_api import lose_the_matrix
from web.desk import contract

PATH = "/api/v1/tickets"


async def opened(house: House, **body: object) -> dict:
    status, said, _ = await house.ask("POST", PATH, {"title": "x", **body}, role="operator")
    assert status == 201, said
    return said  # type: ignore[no-any-return]


async def test_req_10_every_channel_says_how_it_came(house: House) -> None:
    for via in ("phone", "fax", "letter", "email", "web", "tablet", "inspection", "callback"):
        said = await opened(house, via=via, reporter="Ms Li", reference="fax 2026/17")
        assert (said["via"], said["entries"][0]["data"]["reporter"]) == (via, "Ms Li")
    assert (await house.ask("POST", PATH, {"title": "x", "via": "auto"}))[0] == 422
    assert (await house.ask("POST", PATH, {"title": "x"}, role="viewer"))[0] == 403


async def test_req_50_the_same_key_is_the_same_ticket(house: House) -> None:
    first = await house.ask("POST", PATH, {"title": "x"}, **{"Idempotency-Key": "k1"})
    again = await house.ask("POST", PATH, {"title": "x"}, **{"Idempotency-Key": "k1"})
    other = await house.ask("POST", PATH, {"title": "x"}, role="lead", **{"Idempotency-Key": "k1"})
    assert first[1]["no"] == again[1]["no"] != other[1]["no"]


async def test_req_20_class_from_impact_and_urgency_and_an_event(house: House) -> None:
    said = await opened(house, impact="function", urgency="normal")
    assert (said["class"], said["impact"], said["raised_from"]) == (2, "function", None)
    now = house.clock.now()
    event = {"title": "Gala", "start": now.isoformat(), "end": now.replace(hour=23).isoformat()}
    assert (await house.ask("POST", "/api/v1/events", event, role="lead"))[0] == 201
    await house.pass_time(6)
    board, no = house.service.desk.board, said["no"]
    await house.until(lambda: board.ticket(no).urgency == "high", 100_000)
    _, said, _ = await house.ask("GET", f"{PATH}/{no}")
    assert (said["class"], said["urgency"], said["raised_from"]) == (3, "high", 2)
    assert said["entries"][-1]["actor"] == "system"
    assert "Gala" in said["entries"][-1]["text"]["zh"]
    clocks = {one["name"]: one for one in said["clocks"]}
    assert (clocks["C4"]["target_s"], clocks["C4"]["started"]) == (7200, said["received"])
    back = {"kind": "class", "impact": "degraded", "urgency": "low", "reason": "only a lamp"}
    _, said, _ = await house.ask("POST", f"{PATH}/{said['no']}/entries", back, role="lead")
    assert (said["class"], said["urgency"], said["entries"][-1]["data"]["role"]) == (1, "low", "lead")


def test_req_0_3_the_table_of_classes_is_the_contracts() -> None:
    part = ContractPart.model_validate({"classes": {"degraded": [1, 2, 3]}})
    classes = contract(part).classes
    assert (classes["degraded"], classes["hall"]) == ((1, 2, 3), (3, 3, 3))
    with pytest.raises(ValueError, match="classes"):
        ContractPart.model_validate({"classes": {"degraded": [1, 2, 9]}})


async def test_req_0_7_merge_and_unmerge(house: House) -> None:
    one, two = await opened(house, **{"class": 3}), await opened(house)
    assert (await house.ask("POST", f"{PATH}/{one['no']}/merge", {"into": 99}))[0] == 404
    assert (await house.ask("POST", f"{PATH}/{one['no']}/merge", {"into": one["no"]}))[0] == 409
    body = {"into": two["no"]}
    assert (await house.ask("POST", f"{PATH}/{one['no']}/merge", body, role="operator"))[0] == 409
    status, said, _ = await house.ask("POST", f"{PATH}/{one['no']}/merge", body, role="helpdesk")
    assert (status, said["state"], said["merged_into"]) == (200, "merged", two["no"])
    _, parent, _ = await house.ask("GET", f"{PATH}/{two['no']}")
    assert (parent["class"], parent["merged_from"]) == (3, [one["no"]])
    why = {"reason": "two things after all"}
    status, said, _ = await house.ask("POST", f"{PATH}/{one['no']}/unmerge", why, role="helpdesk")
    assert (status, said["state"]) == (200, "new")
    house.clock.advance(25 * 3600)
    await house.ask("POST", f"{PATH}/{one['no']}/merge", body, role="helpdesk")
    house.clock.advance(25 * 3600)
    assert (await house.ask("POST", f"{PATH}/{one['no']}/unmerge", why, role="helpdesk"))[0] == 409


async def test_req_26_a_workaround_advises_a_scene_until_it_is_over(house: House) -> None:
    no = (await opened(house))["no"]
    path = f"{PATH}/{no}/entries"
    await house.ask("POST", path, {"kind": "contact", "person": "Li"}, role="operator")
    said = {"kind": "workaround", "what": "the other projector", "accepted_by": "Li", "scene": "none"}
    assert (await house.ask("POST", path, said, role="helpdesk"))[0] == 422
    _, ticket, _ = await house.ask("POST", path, said | {"scene": "lecture"}, role="helpdesk")
    assert (ticket["state"], ticket["workaround"]["scene"]) == ("workaround", "lecture")
    assert ticket["workaround"]["review"]
    _, held, _ = await house.ask("GET", "/api/v1/workarounds", role="viewer")
    assert [(one["ticket"], one["scene"]) for one in held["workarounds"]] == [(no, "lecture")]
    over = {"kind": "workaround_over", "reason": "the lamp is new"}
    assert (await house.ask("POST", path, over, role="helpdesk"))[1]["workaround"] is None
    assert (await house.ask("GET", "/api/v1/workarounds"))[1]["workarounds"] == []


async def test_req_11_a_report_from_a_fault_and_its_relatives(house: House) -> None:
    key = await lose_the_matrix(house)
    assert (await house.ask("POST", PATH, {"title": "x", "fault": "nobody/x"}))[0] == 404
    said = await opened(house, fault=key, title="matrix dead")
    assert (said["cause"], said["device"], said["faults"]) == (key, "matrix", [key])
    status, problem, _ = await house.ask("POST", PATH, {"title": "x", "fault": key})
    assert (status, problem["code"], problem["ticket"]) == (409, "cause_has_ticket", said["no"])
    await house.pass_time(40)
    assert len(house.service.desk.board.tickets()) == 1
    later = await opened(house, device="matrix", recurrence_of=said["no"])
    assert later["recurrence_of"] == said["no"]
    assert [one["no"] for one in later["earlier"]] == [said["no"]]
    assert (await house.ask("GET", f"{PATH}/{said['no']}"))[1]["recurrences"] == [later["no"]]
    assert (await house.ask("POST", PATH, {"title": "x", "recurrence_of": 99}))[0] == 404


async def test_what_may_be_done_now_is_told_by_role_and_state(house: House) -> None:
    no = (await opened(house))["no"]
    _, lead, _ = await house.ask("GET", f"{PATH}/{no}", role="lead")
    _, viewer, _ = await house.ask("GET", f"{PATH}/{no}", role="viewer")
    assert {"comment", "contact_made", "class", "merged", "approval_asked"} <= set(lead["may"])
    assert viewer["may"] == []
    assert not {"note", "progress", "reopened", "unmerged", "to:closed"} & set(lead["may"])


async def test_req_0_7_a_whole_life_and_the_way_back(house: House) -> None:
    no = (await opened(house, device="lamp"))["no"]

    async def say(**body: object) -> dict:
        status, said, _ = await house.ask("POST", f"{PATH}/{no}/entries", body, role="admin")
        assert status == 201, said
        return said  # type: ignore[no-any-return]

    path, here = f"{PATH}/{no}/entries", {"kind": "contact", "person": "Li"}
    assert (await house.ask("POST", path, here, role="admin"))[0] == 409, "who is not in the hall calls"
    assert (await house.ask("POST", path, here, role="operator"))[0] == 201
    for to in ("diagnosing", "dispatched", "onsite"):
        await say(kind="state", to=to)
    await say(kind="restored")
    for to in ("resolved", "callback_due"):
        await say(kind="state", to=to)
    call = {"kind": "survey", "solved": True, "score": 5}
    assert (await house.ask("POST", path, call, role="admin"))[0] == 409, "who worked on it does not call"
    assert (await house.ask("POST", path, call, role="clerk"))[0] == 201
    closing = {"kind": "state", "to": "closed", "resolution": "repaired", "cause_code": "lamp"}
    status, said, _ = await house.ask("POST", f"{PATH}/{no}/entries", closing)
    assert (status, said["code"]) == (409, "not_lawful")
    said = await say(**closing, parts="none", evidence="picture seen")
    assert (said["state"], said["resolution"], said["parts"]) == ("closed", "repaired", "none")
    said = await say(kind="reopened", reason="red again")
    assert (said["state"], said["cycle"]) == ("new", 2)
