"""REQ 53: one account follows another; what is open is given on, once, and both are on record."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from controller.record.lines import Line
from tests.web.house import House, open_house
from web.__main__ import main
from web.roles import Identity
from web.takeovers import DONE, OFF, PLANNED

ADMIN = Identity("admin-token", "admin", "api", "")
USERS, TICKETS = "/api/v1/users", "/api/v1/tickets"


async def log_in(house: House, name: str, password: str) -> str | None:
    """The cookie, where there is one."""
    body = {"name": name, "password": password}
    status, _, headers = await house.ask("POST", "/api/v1/session", body, role=None)
    return headers["Set-Cookie"].partition(";")[0] if status == 200 else None


async def desk(house: House) -> str:
    """Chen has two open tickets and one that is over; Wang has one. Chen's cookie."""
    for name in ("chen", "wang"):
        await house.user("helpdesk", name)
    await house.user("admin", "root")
    cookies = {name: await log_in(house, name, "helpdesk-secret") for name in ("chen", "wang")}
    for no, name in enumerate(("chen", "chen", "chen", "wang"), 1):
        assert (await house.ask("POST", TICKETS, {"title": "x", "device": "lamp"}))[0] == 201
        headers = {"Cookie": str(cookies[name]), "Origin": house.url}
        said = {"kind": "contact_made", "person": "Li", "phone": "8001", "outcome": "remote"}
        said |= {"began": house.clock.now().isoformat()}
        assert (await house.ask("POST", f"{TICKETS}/{no}/entries", said, role=None, **headers))[0] == 201
    await house.cancel(3)
    return str(cookies["chen"])


async def lines(house: House) -> list[Line]:
    return await house.journal.recall([PLANNED, DONE, OFF])


async def owners(house: House) -> list[str | None]:
    return [(await house.ask("GET", f"{TICKETS}/{no}"))[1]["owner"] for no in (1, 2, 3, 4)]


async def test_req_53_at_once_sessions_end_and_what_is_open_is_given_on(house: House) -> None:
    cookie = await desk(house)
    assert await owners(house) == ["chen", "chen", "chen", "wang"]
    headers = {"Cookie": cookie, "Origin": house.url}
    socket = await house.http.ws_connect(
        f"{house.url}/api/v1/ws", headers=headers, protocols=("auditorium.v1",)
    )
    status, said, _ = await house.ask("POST", f"{USERS}/chen/handover", {"to": "wang"})
    assert (status, said["tickets"], said["by"]) == (200, [2, 1], "admin-token")
    assert await owners(house) == ["wang", "wang", "chen", "wang"]
    while (message := await socket.receive()).type is aiohttp.WSMsgType.TEXT:
        pass
    assert message.data == 1001
    assert (await house.ask("GET", "/api/v1/hall", role=None, Cookie=cookie))[0] == 401
    assert await log_in(house, "chen", "helpdesk-secret") is None
    entry = (await house.ask("GET", f"{TICKETS}/1"))[1]["entries"][-1]
    assert (entry["kind"], entry["text"]["en"]) == ("handed_over", "chen hands over to wang")
    told = [(line.kind, line.subject, line.data["to"], line.actor) for line in await lines(house)]
    assert told == [(kind, "chen", "wang", "admin-token") for kind in (PLANNED, DONE)]


async def test_req_53_what_was_asked_for_is_given_on_and_not_approved_by_who_took_it_over(
    house: House,
) -> None:
    await desk(house)
    for name in ("lead1", "lead2"):
        await house.user("lead", name)
    one, two = [str(await log_in(house, name, "lead-secret")) for name in ("lead1", "lead2")]

    async def add(cookie: str, **said: Any) -> int:
        headers = {"Cookie": cookie, "Origin": house.url}
        answer = await house.ask("POST", f"{TICKETS}/4/entries", said, role=None, **headers)
        return int(answer[0])

    assert await add(one, kind="approval_asked", to="cancelled", reason="x") == 201
    _, said, _ = await house.ask("POST", f"{USERS}/lead1/handover", {"to": "lead2"})
    assert said["tickets"] == [4]
    assert (await owners(house))[3] == "wang", "the ticket itself is somebody else's"
    entries = (await house.ask("GET", f"{TICKETS}/4"))[1]["entries"]
    assert entries[-1]["text"]["en"] == "lead1 hands over to lead2"
    of = next(entry["seq"] for entry in entries if entry["kind"] == "approval_asked")
    assert await add(two, kind="approval_given", of=of) == 409
    assert await add(two, kind="approval_refused", of=of, reason="no") == 201


async def test_req_53_at_a_time_and_not_before(house: House) -> None:
    await desk(house)
    at = (house.clock.now() + timedelta(hours=2)).isoformat()
    status, said, _ = await house.ask("POST", f"{USERS}/chen/handover", {"to": "wang", "at": at})
    assert (status, said["done"]) == (202, None)
    house.clock.advance(7000)
    assert await log_in(house, "chen", "helpdesk-secret")
    house.clock.advance(300)
    await house.until(lambda: house.service.takeovers.over, 100_000)
    assert await owners(house) == ["wang", "wang", "chen", "wang"]
    assert await log_in(house, "chen", "helpdesk-secret") is None
    (shown,) = (await house.ask("GET", "/api/v1/handovers"))[1]["handovers"]
    assert (shown["from"], shown["tickets"], bool(shown["done"])) == ("chen", [2, 1], True)


async def test_req_53_one_that_waits_can_be_called_off(house: House) -> None:
    await desk(house)
    at = (house.clock.now() + timedelta(hours=2)).isoformat()
    await house.ask("POST", f"{USERS}/chen/handover", {"to": "wang", "at": at})
    assert (await house.ask("DELETE", f"{USERS}/chen/handover"))[0] == 204
    assert (await house.ask("DELETE", f"{USERS}/chen/handover"))[0] == 404
    house.clock.advance(10_000)
    await house.until(lambda: house.journal.backlog == 0)
    assert await log_in(house, "chen", "helpdesk-secret")
    assert (await lines(house))[-1].kind == OFF


async def test_req_53_what_became_due_while_the_service_was_down_is_done_once(tmp_path: Path) -> None:
    house = await open_house(tmp_path)
    await desk(house)
    at = (house.clock.now() + timedelta(seconds=30)).isoformat()
    await house.ask("POST", f"{USERS}/chen/handover", {"to": "wang", "at": at})
    await house.service.staff.change_user("chen", None, None, True, ADMIN)  # it died after half of it
    await house.close()
    for _ in range(2):
        again = await open_house(tmp_path, tokens=house.tokens)
        again.clock.advance(60)
        await again.until(lambda: again.service.takeovers.over, 100_000)  # noqa: B023
        assert await owners(again) == ["wang", "wang", "chen", "wang"]
        assert [line.kind for line in await lines(again)] == [PLANNED, DONE]
        given = [line for line in await again.journal.recall(["ticket.entry"]) if "handed" in str(line.data)]
        assert len(given) == 2
        await again.close()


async def test_req_53_who_cannot_follow_or_be_followed(house: House) -> None:
    await desk(house)
    for old, new, code in (
        ("chen", "nobody", "no_account"),
        ("nobody", "chen", "no_account"),
        ("chen", "chen", "takeover_by_nobody"),
        ("root", "chen", "last_admin"),
    ):
        assert (await house.ask("POST", f"{USERS}/{old}/handover", {"to": new}))[1]["code"] == code
    await house.ask("PATCH", f"{USERS}/wang", {"disabled": True})
    assert (await house.ask("POST", f"{USERS}/chen/handover", {"to": "wang"}))[1][
        "code"
    ] == "takeover_by_nobody"
    assert (await house.ask("POST", f"{USERS}/wang/handover", {"to": "chen"}))[1][
        "code"
    ] == "takeover_of_nobody"
    assert (await house.ask("POST", f"{USERS}/chen/handover", {"to": "wang"}, role="lead"))[0] == 403
    assert await lines(house) == []


async def test_req_53_from_a_shell(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    await desk(house)
    where = ["--url", house.url, "--token", house.tokens["admin"]]
    words = ["--lang", "en", "user", "handover", "chen", "--to", "wang", "--json", *where]
    assert await asyncio.to_thread(main, words) == 0
    out = capsys.readouterr()
    assert json.loads(out.out)["tickets"] == [2, 1]
    assert "chen hands over to wang" in out.err
    assert await asyncio.to_thread(main, ["user", "handover", "chen", *where]) == 2
    assert await asyncio.to_thread(main, words) == 1
