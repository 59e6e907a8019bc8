"""REQ 14 over HTTP: a question is filed, answered and closed; one that is a fault becomes one."""

from tests.web.house import House

PATH = "/api/v1/tickets"


async def ask(house: House, **more: object) -> int:
    body = {"title": "how do I dim the lights?", "type": "consultation", "via": "phone", **more}
    status, said, _ = await house.ask("POST", PATH, body, role="helpdesk")
    assert (status, said["type"], [one["name"] for one in said["clocks"]]) == (
        201,
        "consultation",
        ["C1", "C8"],
    )
    return int(said["no"])


async def test_req_14_a_question_from_the_call_to_the_answer(house: House) -> None:
    no = await ask(house)
    path = f"{PATH}/{no}/entries"
    assert "answered" in (await house.ask("GET", f"{PATH}/{no}", role="helpdesk"))[1]["may"]
    assert "answered" not in (await house.ask("GET", f"{PATH}/{no}", role="operator"))[1]["may"]
    answer = {"kind": "answered", "text": "with the left fader"}
    status, said, _ = await house.ask("POST", path, answer, role="helpdesk")
    assert (status, said["state"]) == (201, "resolved")
    assert "to:closed" in said["may"]
    assert {one["name"]: one["state"] for one in said["clocks"]}["C8"] == "met"
    assert "left fader" in (await house.ask("GET", f"{PATH}/{no}/print?lang=en", role="viewer"))[1]
    status, said, _ = await house.ask("POST", path, {"kind": "state", "to": "closed"}, role="helpdesk")
    assert (status, said["state"]) == (201, "closed")


async def test_req_14_converted_its_clocks_run_from_the_receipt(house: House) -> None:
    no = await ask(house)
    received = (await house.ask("GET", f"{PATH}/{no}"))[1]["received"]
    house.clock.advance(3600)
    body = {"kind": "converted", "reason": "the dimmer is dead", "class": 2}
    _, said, _ = await house.ask("POST", f"{PATH}/{no}/entries", body, role="engineer")
    clocks = {one["name"]: one for one in said["clocks"]}
    assert (said["type"], said["class"], clocks["C4"]["started"]) == ("fault", 2, received)
    assert clocks["C4"]["elapsed_net_s"] == 3600
    assert "answered" not in said["may"]
    assert (await house.ask("GET", f"{PATH}?type=consultation"))[1]["total"] == 0


async def test_req_14_a_fault_is_not_merged_into_a_question(house: House) -> None:
    question = await ask(house)
    _, fault, _ = await house.ask("POST", PATH, {"title": "dark"}, role="helpdesk")
    into = f"{PATH}/{fault['no']}/merge"
    assert (await house.ask("POST", into, {"into": question}, role="helpdesk"))[0] == 409
    assert (await house.ask("POST", f"{PATH}/{question}/merge", {"into": fault["no"]}, role="helpdesk"))[
        0
    ] == 200
    body = {"title": "x", "type": "consultation", "fault": "lamp/link_lost"}
    assert (await house.ask("POST", PATH, body))[0] == 422


async def test_req_14_it_is_in_the_tables_and_reports(house: House) -> None:
    await ask(house)
    assert "Question" in (await house.ask("GET", f"{PATH}.csv?lang=en"))[1]
    _, said, _ = await house.ask("GET", "/api/v1/reports/sla?month=2026-01")
    assert (await house.ask("GET", "/api/v1/reports/sla?month=2026-01&form=html&lang=en"))[0] == 200
    assert said["report"] == "sla"
