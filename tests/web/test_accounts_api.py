"""REQ 55: accounts and tokens beside a running service, over HTTP and from a shell."""

import asyncio
import io
import json

import aiohttp
import pytest

from tests.web.house import House
from web.__main__ import main

USERS, TOKENS = "/api/v1/users", "/api/v1/tokens"


async def log_in(house: House, name: str, password: str) -> int:
    body = {"name": name, "password": password}
    return (await house.ask("POST", "/api/v1/session", body, role=None))[0]


async def test_req_55_an_account_from_its_beginning_to_its_end(house: House) -> None:
    new = {"name": "李", "password": "long-enough", "role": "operator"}
    status, made, _ = await house.ask("POST", USERS, new)
    assert (status, made["name"], made["role"], made["disabled"]) == (201, "李", "operator", None)
    assert "password" not in json.dumps(made)
    assert await log_in(house, "李", "long-enough") == 200
    assert (await house.ask("POST", USERS, new))[0] == 409
    assert (await house.ask("POST", USERS, new | {"name": "b", "password": "short"}))[0] == 422
    assert (await house.ask("POST", USERS, new | {"name": " x "}))[0] == 422
    _, said, _ = await house.ask("PATCH", f"{USERS}/李", {"password": "another-one", "role": "lead"})
    assert said["role"] == "lead"
    assert await log_in(house, "李", "long-enough") == 401
    assert await log_in(house, "李", "another-one") == 200
    _, said, _ = await house.ask("PATCH", f"{USERS}/李", {"disabled": True})
    assert said["disabled"]
    assert await log_in(house, "李", "another-one") == 401
    for change in ({"disabled": True}, {}, {"role": "lead"}):
        assert (await house.ask("PATCH", f"{USERS}/nobody", change))[0] == 404
    assert [one["name"] for one in (await house.ask("GET", USERS))[1]["users"]] == ["李"]
    lines = await house.journal.recall(["user.added", "user.changed"])
    assert {line.actor for line in lines} == {"admin-token"}
    asked = await house.journal.recall(["account.asked"])
    assert all(any(one.seq < line.seq and one.data["what"] == line.kind for one in asked) for line in lines)
    assert len(asked) > len(lines), "what was refused was asked for, and is not said to be done"
    assert "another-one" not in str([line.data for line in lines])


async def test_req_55_the_last_administrator_stays(house: House) -> None:
    await house.user("admin", "root")
    for change in ({"disabled": True}, {"role": "viewer"}):
        assert (await house.ask("PATCH", f"{USERS}/root", change))[1]["code"] == "last_admin"
    await house.user("admin", "second")
    assert (await house.ask("PATCH", f"{USERS}/root", {"role": "viewer"}))[0] == 200


async def test_a_token_is_shown_once_and_ends_at_once(house: House) -> None:
    status, made, _ = await house.ask("POST", TOKENS, {"name": "script", "role": "viewer"})
    assert status == 201
    house.tokens["script"] = made["token"]
    assert (await house.ask("GET", "/api/v1/hall", role="script"))[0] == 200
    tablet = await house.tablet("script")
    listed = (await house.ask("GET", TOKENS))[1]
    assert made["token"] not in json.dumps(listed)
    assert (await house.ask("POST", TOKENS, {"name": "script", "role": "viewer"}))[0] == 409
    assert (await house.ask("DELETE", f"{TOKENS}/script"))[0] == 204
    assert (await house.ask("GET", "/api/v1/hall", role="script"))[0] == 401
    while (message := await tablet.socket.receive()).type is aiohttp.WSMsgType.TEXT:
        pass
    assert message.data == 1001
    assert (await house.ask("DELETE", f"{TOKENS}/nobody"))[0] == 404


async def test_the_shell_asks_the_running_service(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--url", house.url, "--token", house.tokens["admin"]]

    async def run(*words: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO("long-enough\n"))
        code = await asyncio.to_thread(main, ["--lang", "en", *words, *where])
        return code, capsys.readouterr().out

    assert await run("user", "add", "wang", "--role", "helpdesk") == (0, "")
    assert "wang" in (await run("user", "list"))[1]
    assert await run("user", "disable", "wang") == (0, "")
    assert json.loads((await run("user", "list", "--json"))[1])[0]["disabled"]
    code, secret = await run("token", "add", "--name", "wall")
    assert (code, secret[:4]) == (0, "aud_")
    assert "wall" in (await run("token", "list"))[1]
    assert await run("token", "revoke", "--name", "wall") == (0, "")
    assert (await run("token", "revoke", "--name", "nobody"))[0] == 1
