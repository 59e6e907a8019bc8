"""Who comes in: every route in every role, from the router's own list; foreign pages and names; floods."""

import re

import aiohttp
import pytest

from tests.web.house import ROLES, House
from web.app import routes
from web.door import BURST
from web.limits import FAILS_OF_ONE, QUARTER
from web.roles import LADDER, Identity
from web.routing import Route

GUARDED = [route for route in routes() if route.need != "public"]
OPEN = {
    ("GET", "/api/v1/session"),
    ("POST", "/api/v1/session"),
    ("DELETE", "/api/v1/session"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
    ("POST", "/api/v1/links/{name}"),
    ("GET", "/{path}"),
}


def address(route: Route) -> str:
    """A path that leads to the route."""
    return re.sub(r"\{\w+\}", "1", route.plain)


def test_only_these_routes_are_open_to_strangers() -> None:
    assert {(route.method, route.plain) for route in routes() if route.need == "public"} == OPEN


async def test_no_route_answers_a_stranger(house: House) -> None:
    for route in GUARDED:
        for secret in (None, "Bearer", "Bearer nonsense", "Basic Og==", "Bearer " + "x" * 4000):
            headers = {} if secret is None else {"Authorization": secret}
            status, said, _ = await house.ask(route.method, address(route), role=None, **headers)
            assert (status, said["code"]) == (401, "no_session"), (route.method, route.plain, secret)


async def test_no_route_answers_a_role_below_its_own(house: House) -> None:
    for route in GUARDED:
        for role in ROLES:
            status, said, _ = await house.ask(route.method, address(route), role=role)
            refused = status == 403 and said["code"] == "role"
            assert refused is (LADDER.index(role) < LADDER.index(route.need)), (
                route.method,
                route.plain,
                role,
            )
            house.service.gate._known.clear()
    assert {role for role in ROLES if Identity("x", role, "api", "").may("viewer")} == set(ROLES)
    assert not Identity("x", "scene", "api", "").may("viewer")


async def test_paths_that_are_none_are_refused_to_strangers_too(house: House) -> None:
    for method, path in (
        ("GET", "/api/v1/nothing"),
        ("POST", "/"),
        ("PATCH", "/api/v1/points"),
        ("GET", "/api/"),
    ):
        assert (await house.ask(method, path, role=None))[0] == 401
        assert (await house.ask(method, path))[0] in (404, 405)
    _, _, headers = await house.ask("DELETE", "/api/v1/points")
    assert headers["Allow"] == "GET"


async def test_another_name_for_our_address_is_refused(house: House) -> None:
    port = house.running.address[1]
    for name in ("evil.example", f"evil.example:{port}", "127.0.0.1.evil.example", "localhost.evil", "["):
        assert (await house.ask("GET", "/healthz", role=None, Host=name))[0] == 421, name
    for name in (f"127.0.0.1:{port}", "localhost", f"LOCALHOST:{port}", "10.1.2.3", "[::1]:80", "[fe80::1]"):
        assert (await house.ask("GET", "/healthz", role=None, Host=name))[0] == 200, name


async def cookie(house: House, role: str = "operator") -> str:
    """The cookie of a new session."""
    name, password = await house.user(role)
    status, _, headers = await house.ask(
        "POST", "/api/v1/session", {"name": name, "password": password}, role=None
    )
    assert status == 200
    return str(headers["Set-Cookie"]).partition(";")[0]


async def test_a_session_from_log_in_to_log_out(house: House) -> None:
    status, nobody, _ = await house.ask("GET", "/api/v1/session", role=None)
    assert status == 200
    assert nobody["user"] is None
    assert "version" not in nobody
    name, password = await house.user("operator")
    body = {"name": name, "password": password}
    status, said, headers = await house.ask("POST", "/api/v1/session", body, role=None)
    assert said["user"] == {"name": "operator", "role": "operator"}
    flags = set(headers["Set-Cookie"].split("; ")[1:])
    assert flags == {"Path=/", "HttpOnly", "SameSite=Strict"}
    first = headers["Set-Cookie"].partition(";")[0]
    _, _, again = await house.ask("POST", "/api/v1/session", body, role=None, Cookie=first, Origin=house.url)
    assert again["Set-Cookie"].partition(";")[0] != first
    assert (await house.ask("GET", "/api/v1/hall", role=None, Cookie=first))[0] == 200
    socket = await house.http.ws_connect(
        f"{house.url}/api/v1/ws", headers={"Cookie": first, "Origin": house.url}
    )
    assert (await house.ask("DELETE", "/api/v1/session", role=None, Cookie=first, Origin=house.url))[0] == 204
    assert (await house.ask("GET", "/api/v1/hall", role=None, Cookie=first))[0] == 401
    kinds = []
    while not socket.closed:
        kinds.append((await socket.receive()).type)
    assert kinds[-1] in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)


async def test_another_page_cannot_use_the_cookie(house: House) -> None:
    mine = await cookie(house)
    path, body = "/api/v1/points/lamp/power", {"value": "on"}
    port = house.running.address[1]
    for origin in (
        "http://evil.example",
        "null",
        f"http://127.0.0.1:{port + 1}",
        f"file://127.0.0.1:{port}",
        "",
    ):
        assert (await house.ask("PUT", path, body, role=None, Cookie=mine, Origin=origin))[0] == 403, origin
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await house.http.ws_connect(f"{house.url}/api/v1/ws", headers={"Cookie": mine, "Origin": origin})
        assert refused.value.status == 403
    assert (await house.ask("PUT", path, body, role=None, Cookie=mine))[0] == 403
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await house.http.ws_connect(f"{house.url}/api/v1/ws", headers={"Cookie": mine})
    assert (await house.ask("PUT", path, body, role=None, Cookie=mine, Origin=house.url))[0] == 202
    assert (await house.ask("PUT", path, body, Origin="http://evil.example"))[0] == 403
    assert (await house.ask("GET", "/api/v1/hall", role=None, Cookie=mine))[0] == 200


async def test_wrong_passwords_are_slowed_down_and_nobody_is_locked_out(house: House) -> None:
    await house.user("operator", "chen")
    wrong = {"name": "chen", "password": "guess"}
    for _ in range(FAILS_OF_ONE):
        status, said, _ = await house.ask("POST", "/api/v1/session", wrong, role=None)
        assert (status, said["code"]) == (401, "wrong_password")
    right = {"name": "chen", "password": "operator-secret"}
    status, _, headers = await house.ask("POST", "/api/v1/session", right, role=None)
    assert status == 429
    assert int(headers["Retry-After"]) > 60
    house.clock.advance(QUARTER + 1)
    assert (await house.ask("POST", "/api/v1/session", right, role=None))[0] == 200


async def test_a_name_there_is_not_looks_like_a_wrong_password(house: House) -> None:
    body = {"name": "nobody", "password": "x"}
    status, said, _ = await house.ask("POST", "/api/v1/session", body, role=None)
    assert (status, said["code"]) == (401, "wrong_password")


async def test_a_revoked_token_is_noticed_within_a_minute(house: House) -> None:
    from controller.record import accounts

    assert (await house.ask("GET", "/api/v1/hall", role="viewer"))[0] == 200
    tablet = await house.tablet("viewer")
    now = house.clock.now()
    await house.journal.write(lambda c: accounts.revoke_token(c, "viewer-token", now))
    house.clock.advance(61)
    assert (await house.ask("GET", "/api/v1/hall", role="viewer"))[0] == 401
    await house.service.gate.review()
    while (message := await tablet.socket.receive()).type is aiohttp.WSMsgType.TEXT:
        pass
    assert (message.type, message.data) == (aiohttp.WSMsgType.CLOSE, 1001)


async def test_too_many_changes_are_refused_and_reading_goes_on(house: House) -> None:
    statuses = [
        (await house.ask("POST", "/api/v1/devices/nobody/reconnect", {}, role="operator"))[0]
        for _ in range(int(BURST) + 1)
    ]
    assert statuses[-1] == 429
    assert set(statuses[:-1]) == {404}
    assert (await house.ask("GET", "/api/v1/hall", role="operator"))[0] == 200
    assert (await house.ask("POST", "/api/v1/devices/nobody/reconnect", {}, role="lead"))[0] == 404


async def test_every_answer_carries_the_headers(house: House) -> None:
    for path in ("/", "/healthz", "/api/v1/hall", "/api/v1/nothing"):
        _, _, headers = await house.ask("GET", path)
        assert headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Server"] == "auditorium"
    _, _, headers = await house.ask("GET", "/api/v1/hall")
    assert headers["Cache-Control"] == "no-store"


async def test_a_bug_of_ours_is_a_500_and_the_service_goes_on(house: House) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    house.hall.rig.order = broken  # type: ignore[assignment, method-assign]
    status, said, _ = await house.ask("GET", "/api/v1/commands/1")
    assert (status, said["code"]) == (500, "internal")
    assert "Zero" not in str(said)
    assert (await house.ask("GET", "/api/v1/hall"))[0] == 200


async def test_a_flood_of_wrong_tokens_puts_nobody_out(house: House) -> None:
    tablet = await house.tablet()
    for number in range(1100):
        await house.service.gate.identify(f"Bearer aud_{number}", None)
    await house.service.gate.review()
    await tablet.say(t="ping", id=1)
    await tablet.hear("pong", id=1)
