"""REQ 51: what the desk writes for itself reaches nobody of the hall, by no way that there is.

Every GET route of the product is asked, in each of its forms, by each role of the customer; so are tablets,
searches and everything that is queued to leave the house. A route that is added later is asked as well.
"""

import json
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from controller.record import failpoints
from controller.record.audience import is_inside
from controller.record.outbox import QUEUED
from controller.record.states import CUSTOMER
from tests.web.house import HALL, House, open_house
from tests.web.test_links_api import LINKED
from tests.web.test_notifications_api import TOLD
from web.app import routes
from web.roles import LADDER
from web.routing import Route

SECRET = "qualle"
PATH = "/api/v1/tickets"
PLACES = ("text", "reason", "what", "limits", "resolution", "cause_code", "parts", "evidence", "device")
NOTE = {"kind": "note", **{name: f"{SECRET} {name}" for name in PLACES}}


@pytest_asyncio.fixture
async def busy(tmp_path: Path) -> AsyncIterator[House]:
    """A hall that tells people and another desk; nobody listens there."""
    told = TOLD.replace("URL", "http://127.0.0.1:9/").replace("SECRET", "whsec_MDEyMzQ1Njc4OWFiY2RlZg==")
    linked = LINKED.replace("URL", "http://127.0.0.1:9/").replace("notify:\n  channels:\n", "")
    hook = linked.partition("links:")
    house = await open_house(
        tmp_path, HALL + told.replace("    robot:", hook[0].replace("hook:", "city-hook:") + "    robot:")
        + "links:" + hook[2].replace("channel: hook", "channel: city-hook, tickets: all"),
    )  # fmt: skip
    yield house
    await house.close()


CLOSING = {"resolution": "repaired", "cause_code": "lamp", "parts": "none", "evidence": "seen"}


async def story(house: House) -> None:
    """Two tickets with a note at each of their stages; one of them is over for good."""
    steps = (
        NOTE,
        {"kind": "contact", "person": "Ms Li"},
        {"kind": "progress", "text": "on our way"},
        {"kind": "comment", "text": "thank you"},
        NOTE,
        {"kind": "restored"},
        {"kind": "state", "to": "resolved"},
        {"kind": "state", "to": "callback_due"},
        {"kind": "survey", "solved": True, "score": 4},
        NOTE,
    )
    ending = ({"kind": "state", "to": "closed", **CLOSING}, NOTE)
    for no, life in ((1, (*steps, *ending)), (2, steps)):
        body = {"title": "no picture", "device": "lamp", "class": 2}
        assert (await house.ask("POST", PATH, body, role="helpdesk"))[0] == 201
        for step in life:
            role = {"contact": "operator", "survey": "clerk"}.get(str(step["kind"]), "helpdesk")
            status, said, _ = await house.ask("POST", f"{PATH}/{no}/entries", step, role=role)
            assert status == 201, said


def addresses(route: Route) -> Iterator[str]:
    """The address of a route in each of its forms and languages."""
    paths = dict.fromkeys(re.sub(r"\{\w+\}", no, route.plain) for no in "12")
    known = set() if route.query is None else set(route.query.model_fields)
    forms = ("json", "html", "csv") if "form" in known else ("",)
    for form in forms:
        for lang in ("zh", "en") if "lang" in known else ("",):
            said = {"form": form, "lang": lang, "month": "2026-01" if "month" in known else ""}
            query = "&".join(f"{name}={value}" for name, value in said.items() if value)
            yield from (f"{path}?{query}" for path in paths)


async def prove_that_notes_stay_inside(house: House) -> None:
    await story(house)
    asked = 0
    for role in sorted(CUSTOMER):
        for route in routes():
            if route.method != "GET" or route.plain.endswith("/ws"):
                continue
            if route.need in LADDER and LADDER.index(route.need) > LADDER.index(role):
                continue
            for address in addresses(route):
                status, said, _ = await house.ask("GET", address, role=role)
                assert SECRET not in json.dumps(said, ensure_ascii=False), (role, address)
                asked += status == 200
        tablet = await house.tablet(role)
        assert SECRET not in json.dumps(await tablet.hear("snap"))
        await house.ask("POST", f"{PATH}/2/entries", NOTE, role="helpdesk")
        await house.ask("POST", PATH, {"title": "another"}, role="helpdesk")
        while "another" not in json.dumps(await tablet.hear("d")):
            pass  # that an entry came is told to all, by its number; what it says is not
        assert SECRET not in json.dumps(tablet.heard)
        await tablet.close()
        for ending in ("", ".csv", ".html"):
            _, said, _ = await house.ask("GET", f"{PATH}{ending}?q={SECRET}", role=role)
            assert "no picture" not in json.dumps(said), ending
    assert asked > 100
    for form in ("json", "html", "csv"):
        for report in ("handover?", "sla?month=2026-01&"):
            _, said, _ = await house.ask("GET", f"/api/v1/reports/{report}form={form}", role="lead")
            assert SECRET not in json.dumps(said)
    assert [line for line in await house.journal.recall([QUEUED]) if SECRET in json.dumps(line.data)] == []
    assert await house.journal.recall([QUEUED])


async def test_req_51_no_note_of_the_desk_reaches_the_customer(busy: House) -> None:
    await prove_that_notes_stay_inside(busy)


async def test_the_proof_finds_notes_that_are_for_all(busy: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"notes_are_for_all"}))
    with pytest.raises(AssertionError):
        await prove_that_notes_stay_inside(busy)


async def test_req_51_the_desk_reads_and_finds_its_own_notes(house: House) -> None:
    await story(house)
    for role in ("helpdesk", "engineer", "admin"):
        _, said, _ = await house.ask("GET", f"{PATH}/1", role=role)
        assert [one["kind"] for one in said["entries"]].count("note") == 4
        assert (await house.ask("GET", f"{PATH}?q={SECRET}", role=role))[1]["total"] == 2
        assert SECRET in (await house.ask("GET", f"{PATH}/1/print", role=role))[1]


async def test_req_51_a_customer_writes_what_all_read_and_an_answer_names_it(house: House) -> None:
    await house.ask("POST", PATH, {"title": "x"}, role="operator")
    say = f"{PATH}/1/entries"
    assert (await house.ask("POST", say, {"kind": "note", "text": "x"}, role="operator"))[0] == 409
    assert (await house.ask("POST", say, {"kind": "progress", "text": "x"}, role="operator"))[0] == 409
    status, said, _ = await house.ask("POST", say, {"kind": "comment", "text": "still dark"}, role="operator")
    assert (status, "note" in said["may"]) == (201, False)
    asked = said["entries"][-1]["seq"]
    answer = {"kind": "progress", "text": "we come", "answers": asked}
    _, said, _ = await house.ask("POST", say, answer, role="helpdesk")
    assert said["entries"][-1]["data"]["answers"] == asked
    assert (await house.ask("POST", say, answer | {"answers": 999_999}, role="helpdesk"))[0] == 422


def test_req_51_a_kind_that_nobody_declared_is_for_the_desk() -> None:
    from tests.record.desk import Story

    ticket = Story().then(1, "note", text="x").then(2, "spell", text="x").then(3, "comment", text="x").ticket
    assert [one.kind for one in ticket.entries if is_inside(one)] == ["note", "spell"]
