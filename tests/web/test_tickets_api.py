"""Tickets as the outside sees them: opened by a fault or a person, written to, restored by themselves."""

import asyncio
from typing import Any

from tests.web.house import House
from tests.web.test_faults_api import lose_the_matrix


async def test_a_fault_opens_its_own_ticket_on_every_tablet(house: House) -> None:
    tablet = await house.tablet()
    await tablet.hear("snap")
    key = await lose_the_matrix(house)
    await house.pass_time(40)
    await house.until(lambda: house.service.desk.board.tickets())
    frame = await tablet.hear("d")
    while not frame.get("tickets"):
        frame = await tablet.hear("d")
    ((no, told),) = frame["tickets"].items()
    assert told["faults"] == [key]
    assert "entries" not in told
    while frame.get("faults", {}).get(key, {}).get("ticket") is None:
        frame = await tablet.hear("d")
    assert frame["faults"][key]["ticket"] == int(no)
    _, whole, _ = await house.ask("GET", f"/api/v1/tickets/{no}", role="viewer")
    assert set(whole["title"]) == {"zh", "en"}
    assert "矩阵" in whole["title"]["zh"]
    assert whole["entries"][0]["kind"] == "opened"
    assert whole["clocks"][0]["state"] == "running"
    assert whole["has_trace"] is True
    _, trace, _ = await house.ask("GET", f"/api/v1/tickets/{no}/trace", role="viewer")
    assert trace["frames"]
    assert {one["device"] for one in trace["frames"]} == {"matrix"}
    assert 'auditorium_tickets{state="new"} 1.0' in (await house.ask("GET", "/metrics", role=None))[1]


async def test_a_person_opens_one_and_writes_to_it(house: House) -> None:
    body = {"title": "画面发红", "device": "lamp", "class": 1, "text": "since noon"}
    status, ticket, _ = await house.ask("POST", "/api/v1/tickets", body, role="helpdesk")
    assert status == 201
    assert (ticket["title"], ticket["class"], ticket["by"]) == ("画面发红", 1, "helpdesk-token")
    path = f"/api/v1/tickets/{ticket['no']}/entries"
    status, said, _ = await house.ask("POST", path, {"kind": "contact", "text": "Li, stage"}, role="operator")
    assert (status, said["state"]) == (201, "contacted")
    assert said["entries"][-1]["data"]["person"] == "Li, stage"
    status, said, _ = await house.ask(
        "POST", path, {"kind": "comment", "text": "looked at it"}, role="operator"
    )
    assert said["entries"][-1]["text"] == "looked at it"
    said = (await house.ask("POST", path, {"kind": "state", "to": "closed"}, role="helpdesk"))[1]
    assert said["code"] == "not_lawful"
    assert said["sentence"]["zh"]
    for wrong, status in (
        ({"kind": "merged", "into": 2}, 422),
        ({"kind": "note"}, 409),
        ({"kind": "class", "class": 9, "reason": "x"}, 422),
        ({"kind": "state", "to": "waiting_customer", "reason": "x", "asked_by": "x", "until": "soon"}, 422),
        ({"kind": "dance"}, 422),
    ):
        assert (await house.ask("POST", path, wrong))[0] == status, wrong
    assert (await house.ask("POST", "/api/v1/tickets", {"title": "x", "device": "none"}))[0] == 404
    for no in ("0", "99", "x", "9" * 20, "-1"):
        assert (await house.ask("GET", f"/api/v1/tickets/{no}"))[0] == 404


async def test_open_and_over(house: House) -> None:
    await house.ask("POST", "/api/v1/tickets", {"title": "one"}, role="helpdesk")
    assert len((await house.ask("GET", "/api/v1/tickets?state=open"))[1]["tickets"]) == 1
    assert (await house.ask("GET", "/api/v1/tickets?state=over"))[1]["tickets"] == []
    assert (await house.ask("GET", "/api/v1/tickets?state=all"))[0] == 422


async def test_nobody_is_told_of_no_tickets_while_the_past_is_still_read(house: House) -> None:
    """Given a service that still reads its record: what tells of the past waits, the rest answers."""
    house.service.recalled.clear()
    asked = asyncio.ensure_future(house.ask("GET", "/api/v1/tickets", role="viewer"))
    assert (await house.ask("GET", "/api/v1/points", role="viewer"))[0] == 200
    assert not asked.done()
    house.service.recalled.set()
    assert (await asked)[0] == 200


async def test_req10_two_taps_with_one_key_are_one_report_and_both_are_told_so(house: House) -> None:
    writer = house.journal._writer
    assert writer is not None

    def tap() -> asyncio.Task[tuple[int, Any, Any]]:
        headers = {"Idempotency-Key": "tap-1"}
        body = {"title": "no sound", "class": 1}
        return asyncio.create_task(house.ask("POST", "/api/v1/tickets", body, role="operator", **headers))

    with writer._keeper.store.write():  # a disk that takes its time
        taps = [tap() for _ in range(6)]
        await house.until(lambda: ("operator-token", "tap-1") in house.service.desk.board._said.keyed)
        await house.pass_time(1)
    told = await asyncio.gather(*taps)
    assert {status for status, _, _ in told} <= {200, 201}
    assert len({ticket["no"] for _, ticket, _ in told}) == 1
    assert len(house.service.desk.board.tickets()) == 1


async def test_each_entry_is_told_also_where_nothing_else_of_the_ticket_moved(house: House) -> None:
    _, ticket, _ = await house.ask("POST", "/api/v1/tickets", {"title": "x", "class": 1}, role="operator")
    tablet = await house.tablet()
    snap = await tablet.hear("snap")
    assert snap["tickets"][str(ticket["no"])]["last_entry"] == ticket["last_entry"]
    for _ in range(2):  # within one second of the clock
        said = {"kind": "comment", "text": "still dark"}
        path = f"/api/v1/tickets/{ticket['no']}/entries"
        assert (await house.ask("POST", path, said, role="operator"))[0] == 201
        frame = await tablet.hear("d")
        while not frame.get("tickets"):
            frame = await tablet.hear("d")
        (told,) = frame["tickets"].values()
        assert told["last_entry"] > ticket["last_entry"]
