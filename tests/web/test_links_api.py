"""Two help desks: each signs what it says, ours is told by webhook; our ticket is the truth of time."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio

from tests.desk.vendors import Receiver, listening
from tests.web.house import HALL, House, open_house

PATIENT = 100_000
OURS, THEIRS = "whsec_MDEyMzQ1Njc4OWFiY2RlZg==", b"another-secret-of-both"
LINKED = f"""
notify:
  channels:
    hook: {{kind: webhook, url: "URL", secret: {OURS}, private: true}}
links:
  city: {{channel: hook, secret: {THEIRS.decode()}}}
"""
PATH = "/api/v1/links/city"


@pytest_asyncio.fixture
async def far() -> AsyncIterator[Receiver]:
    from controller.clock import ManualClock

    async with listening(Receiver(ManualClock().now), "/hook") as receiver:
        assert isinstance(receiver, Receiver)
        yield receiver


@pytest_asyncio.fixture
async def linked(tmp_path: Path, far: Receiver) -> AsyncIterator[House]:
    house = await open_house(tmp_path, HALL + LINKED.replace("URL", far.url))
    far.now = house.clock.now
    yield house
    await house.close()


async def say(
    house: House, id: str, late: int = 0, secret: bytes = THEIRS, path: str = PATH, **said: Any
) -> Any:
    """Their message, signed by their own hand."""
    body, at = json.dumps(said).encode(), str(int(house.clock.now().timestamp()) - late)
    mac = hmac.new(secret, f"{id}.{at}.".encode() + body, hashlib.sha256).digest()
    signature = f"v1,bm90aGluZw== v1,{base64.b64encode(mac).decode()}"
    headers = {"webhook-id": id, "webhook-timestamp": at, "webhook-signature": signature}
    status, answer, _ = await house.ask("POST", path, body, role=None, **headers)
    return status, answer


async def test_theirs_opens_ours_once_and_our_receipt_counts(linked: House) -> None:
    said = {"type": "ticket.opened", "ref": "CITY-7", "title": "无画面", "device": "lamp", "by": "Ms Li"}
    said |= {"at": "2020-01-01T00:00:00Z", "impact": "function"}
    status, first = await say(linked, "m1", **said)
    assert (status, first) == (200, {"ticket": 1, "again": False})
    assert await say(linked, "m1", **said) == (200, {"ticket": 1, "again": True})
    _, ticket, _ = await linked.ask("GET", "/api/v1/tickets/1")
    assert (ticket["via"], ticket["by"], ticket["device"]) == ("link", "link:city", "lamp")
    assert ticket["received"].startswith("2026-01-01")
    assert ticket["entries"][0]["data"]["claimed"] == "2020-01-01T00:00:00Z"
    assert len(linked.service.desk.board.tickets()) == 1


async def test_their_states_are_noted_and_move_nothing(linked: House) -> None:
    await say(linked, "m1", type="ticket.opened", ref="CITY-7", title="x")
    status, _ = await say(linked, "m2", type="ticket.state", ref="CITY-7", state="closed", at="2030-01-01")
    assert status == 200
    _, ticket, _ = await linked.ask("GET", "/api/v1/tickets/1")
    assert (ticket["state"], ticket["entries"][-1]["kind"]) == ("new", "note")
    assert "closed" in ticket["entries"][-1]["text"]["zh"]
    assert {one["name"]: one["state"] for one in ticket["clocks"]}["C4"] == "running"
    await say(linked, "m3", type="ticket.note", ticket=1, text="we look")
    assert (await linked.ask("GET", "/api/v1/tickets/1"))[1]["entries"][-1]["text"] == "we look"
    assert (await say(linked, "m4", type="ticket.note", ref="CITY-9", text="x"))[0] == 404
    assert (await say(linked, "m5", type="ticket.note", ticket=9, text="x"))[0] == 404


async def test_req_10_what_they_say_of_a_merged_ticket_is_in_the_one_that_lives(linked: House) -> None:
    await say(linked, "m1", type="ticket.opened", ref="CITY-7", title="x")
    assert (await linked.ask("POST", "/api/v1/tickets", {"title": "ours"}, role="helpdesk"))[0] == 201
    status, said, _ = await linked.ask("POST", "/api/v1/tickets/1/merge", {"into": 2}, role="helpdesk")
    assert status in (200, 201), said
    assert (await say(linked, "m2", type="ticket.note", ref="CITY-7", text="smoke"))[0] == 200
    _, living, _ = await linked.ask("GET", "/api/v1/tickets/2", role="helpdesk")
    assert living["entries"][-1]["text"] == "smoke"


async def test_who_hears_only_of_theirs_speaks_only_of_theirs(tmp_path: Path, far: Receiver) -> None:
    text = LINKED.replace("URL", far.url).replace("secret: another", "tickets: theirs, secret: another")
    house = await open_house(tmp_path, HALL + text)
    try:
        body = {"title": "ours", "class": 1}
        assert (await house.ask("POST", "/api/v1/tickets", body, role="operator"))[0] == 201
        assert (await say(house, "m1", type="ticket.note", ticket=1, text="x"))[0] == 404
        _, opened = await say(house, "m2", type="ticket.opened", ref="CITY-1", title="theirs")
        assert (await say(house, "m3", type="ticket.note", ticket=opened["ticket"], text="x"))[0] == 200
    finally:
        await house.close()


async def test_what_is_not_signed_or_not_of_now_is_refused(linked: House) -> None:
    said = {"type": "ticket.opened", "ref": "x", "title": "x"}
    assert (await say(linked, "m1", secret=b"guess", **said))[0] == 401
    for late in (301, -301):
        assert (await say(linked, "m1", late=late, **said))[0] == 401
    assert (await say(linked, "m1", path="/api/v1/links/nobody", **said))[0] == 401
    assert (await say(linked, "m1", secret=b"", path="/api/v1/links/nobody", **said))[0] == 401
    assert (await say(linked, "", **said))[0] == 401
    assert (await linked.ask("POST", PATH, b"{}", role=None))[0] == 401
    assert (await say(linked, "m1", type="dance"))[0] == 422
    assert linked.service.desk.board.tickets() == []


async def test_a_message_is_known_after_a_restart(linked: House) -> None:
    said = {"type": "ticket.opened", "ref": "CITY-7", "title": "x"}
    await say(linked, "m1", **said)
    again = type(linked.service.links)(
        linked.hall.venue, linked.clock, linked.journal, linked.service.desk.board
    )
    await again.wake()
    linked.service.links = again
    assert await say(linked, "m1", **said) == (200, {"ticket": 1, "again": True})
    assert (await say(linked, "m2", type="ticket.opened", ref="CITY-7", title="x"))[1]["ticket"] == 1


async def test_ours_is_told_to_them_with_our_clocks_and_theirs_is_not_told_back(
    linked: House, far: Receiver
) -> None:
    await say(linked, "m1", type="ticket.opened", ref="CITY-7", title="theirs")
    await linked.ask("POST", "/api/v1/tickets", {"title": "ours"}, role="helpdesk")
    await linked.until(lambda: far.took, PATIENT)
    body = {"kind": "contact", "person": "Li"}
    await linked.ask("POST", "/api/v1/tickets/1/entries", body, role="operator")
    await linked.until(lambda: len(far.took) == 2, PATIENT)
    assert far.refused == []
    first, second = (one["news"][0] for one in far.took)
    assert (first["ticket"], first["link"]["ref"], first["link"]["state"]) == (2, None, "new")
    assert (second["ticket"], second["link"]["ref"], second["link"]["state"]) == (1, "CITY-7", "contacted")
    clocks = {one["name"]: one for one in second["link"]["clocks"]}
    assert (clocks["C1"]["state"], clocks["C4"]["state"]) == ("met", "running")
    await linked.ask("POST", "/api/v1/tickets/1/entries", {"kind": "note", "text": "inside"}, role="helpdesk")
    assert len(linked.service.post.office.outbox.queued) == 0


async def test_a_link_that_leads_nowhere_is_refused_by_the_file(tmp_path: Path) -> None:
    import pytest

    from drivers.rigfile.problems import RigFileError

    broken = "\nlinks:\n  city: {channel: hok, secret: x}\n  town: {channel: hook}\n"
    hooks = LINKED.partition("links:")[0].replace("URL", "http://127.0.0.1:9/")
    with pytest.raises(RigFileError) as refused:
        await open_house(tmp_path, HALL + hooks + broken)
    assert {one.code for one in refused.value.problems} == {"no_channel", "channel_lacks"}
