"""REQ 0.5 and 0.7 over HTTP: what needs two people needs two accounts of people, and shows who and why."""

from datetime import timedelta

from tests.web.house import House

PATH = "/api/v1/tickets"


async def opened(house: House) -> int:
    status, said, _ = await house.ask("POST", PATH, {"title": "x", "device": "lamp"}, role="operator")
    assert status == 201
    return int(said["no"])


async def flood(house: House, no: int) -> tuple[int, dict]:
    until = (house.clock.now() + timedelta(hours=3)).isoformat()
    said = {"kind": "approval_asked", "to": "waiting_customer", "reason": "force_majeure", "until": until}
    said |= {"asked_by": "Ms Li", "evidence": "she called at noon: the street is under water"}
    status, answer, _ = await house.ask("POST", f"{PATH}/{no}/entries", said, role="lead")
    return status, answer


async def test_req_0_5_force_majeure_takes_two_accounts_and_shows_who_asked_and_why(house: House) -> None:
    no = await opened(house)
    status, said = await flood(house, no)
    assert (status, said["state"], said["service"]["wait"]) == (201, "new", None)
    asked = said["service"]["asked"]
    assert (asked["to"], asked["by"], asked["asked_by"]) == ("waiting_customer", "lead-token", "Ms Li")
    assert "under water" in asked["evidence"]
    assert "approval_given" not in said["may"]
    yes = {"kind": "approval_given", "of": asked["seq"]}
    path = f"{PATH}/{no}/entries"
    assert (await house.ask("POST", path, yes, role="admin"))[1]["code"] == "person_only"
    assert (await house.ask("POST", path, yes, role="helpdesk"))[0] == 403
    own = await house.logged_in("lead", "lead-token")
    assert (await house.ask("POST", path, yes, role=None, **own))[1]["code"] == "not_lawful"
    boss = await house.logged_in("admin", "boss")
    _, seen, _ = await house.ask("GET", f"{PATH}/{no}", role=None, **boss)
    assert "approval_given" in seen["may"]
    status, said, _ = await house.ask("POST", path, yes, role=None, **boss)
    assert (status, said["state"], said["service"]["asked"]) == (201, "waiting_customer", None)
    wait = said["service"]["wait"]
    assert (wait["reason"], wait["by"], wait["approved_by"]) == ("force_majeure", "lead-token", "boss")
    assert "under water" in wait["evidence"]
    assert wait["since"] == said["entries"][-1]["at"]
    clocks = {one["name"]: one["paused_by"] for one in said["clocks"]}
    assert (clocks["C4"], clocks["C1"]) == ("force_majeure", None)


async def test_req_0_5_a_wait_has_a_note_of_the_call_or_a_picture(house: House) -> None:
    no = await opened(house)
    until = (house.clock.now() + timedelta(hours=3)).isoformat()
    wait = {"kind": "state", "to": "waiting_customer", "reason": "waiting_customer_access", "until": until}
    path = f"{PATH}/{no}/entries"
    status, said, _ = await house.ask("POST", path, wait | {"asked_by": "Ms Li"}, role="helpdesk")
    assert (status, said["code"]) == (409, "not_lawful")
    assert "evidence" in said["detail"]
    assert (await house.ask("POST", path, wait | {"asked_by": "Ms Li", "file": 99}, role="helpdesk"))[
        0
    ] == 409
    said = wait | {"asked_by": "Ms Li", "evidence": "call at 9:10"}
    status, said, _ = await house.ask("POST", path, said, role="helpdesk")
    assert (status, said["state"], said["service"]["wait"]["asked_by"]) == (201, "waiting_customer", "Ms Li")
    words = {"kind": "comment", "text": "the door is open"}
    _, said, _ = await house.ask("POST", path, words, role="operator")
    assert (said["state"], said["service"]["wait"]) == ("new", None)
    assert [one["kind"] for one in said["entries"][-2:]] == ["comment", "resumed"]
