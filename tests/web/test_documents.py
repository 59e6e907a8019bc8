"""What the service tells of itself: devices, hall, health, numbers, and the document of all routes."""

from pathlib import Path

import pytest

from tests.web.house import House
from web.app import routes


async def test_a_device_is_described_for_controls(house: House) -> None:
    status, matrix, _ = await house.ask("GET", "/api/v1/devices/matrix", role="viewer")
    assert status == 200
    assert matrix["name"] == {"zh": "矩阵", "en": "Matrix"}
    ties = next(one for one in matrix["points"] if one["key"] == "video_tie")
    assert ties["type"] == "whole"
    assert ties["settable"] is True
    assert ties["values"] == [0, 1, 2, 3, 4]
    assert ties["value_names"]["1"] == {"zh": "讲台", "en": "Lectern"}
    assert ties["axes"][0]["places"][0] == {"id": 1, "name": {"zh": "主屏", "en": "Main screen"}}
    assert ties["axes"][0]["places"][1] == {"id": 2, "name": None}
    recall = next(one for one in matrix["actions"] if one["name"] == "recall")
    assert [one["name"] for one in recall["args"]] == ["preset"]
    assert matrix["link"]["state"] == "up"
    assert matrix["link"]["sentence"] is None


async def test_what_feeds_what_and_why_a_link_is_down(house: House) -> None:
    house.far["lamp"].absent = True
    house.far["lamp"].hang_up()
    _, lamp, _ = await house.ask("GET", "/api/v1/devices/lamp", role="viewer")
    assert lamp["fed_by"] == ["pdu/outlet/4"]
    assert lamp["link"]["state"] == "lost"
    assert "主投影" in lamp["link"]["sentence"]["zh"]
    _, pdu, _ = await house.ask("GET", "/api/v1/devices/pdu", role="viewer")
    assert pdu["feeds"] == {"4": "lamp"}
    power = next(one for one in lamp["points"] if one["key"] == "power")
    assert (power["type"], power["risk"], power["passing"]) == ("word", "b", ["cooling", "warming"])
    inputs = next(one for one in lamp["points"] if one["key"] == "input")
    assert inputs["values"] == ["hdmi 1", "hdmi 2"]


async def test_the_trace_of_a_device(house: House) -> None:
    await house.ask("PUT", "/api/v1/points/matrix/video_tie/1?wait=5s", {"value": 2})
    _, said, _ = await house.ask("GET", "/api/v1/devices/matrix/trace?limit=3", role="viewer")
    assert len(said["frames"]) == 3
    assert {one["dir"] for one in said["frames"]} <= {">", "<", "!"}
    assert (await house.ask("GET", "/api/v1/devices/matrix/trace?limit=0"))[0] == 422
    assert (await house.ask("GET", "/api/v1/devices/matrix/trace?limt=3"))[0] == 422


async def test_the_hall(house: House) -> None:
    _, hall, _ = await house.ask("GET", "/api/v1/hall", role="viewer")
    assert hall["help_desk"] == "8000"
    assert isinstance(hall["nodes"], dict)
    assert hall["key_actions"][0]["set"] == [{"ref": "lamp/power", "value": "off"}]
    assert hall["trouble"] is None


async def test_ready_once_every_device_was_asked(house: House) -> None:
    assert (await house.ask("GET", "/readyz", role=None))[:2] == (200, {"ok": True})
    house.hall._unasked.add("lamp")
    assert (await house.ask("GET", "/readyz", role=None))[0] == 503
    assert (await house.ask("GET", "/healthz", role=None))[0] == 200


async def test_the_numbers(house: House) -> None:
    await house.ask("PUT", "/api/v1/points/matrix/video_tie/1?wait=5s", {"value": 2})
    _, text, headers = await house.ask("GET", "/metrics", role=None)
    assert headers["Content-Type"].startswith("text/plain")
    for line in (
        'auditorium_device_up{device="lamp"} 1.0',
        'auditorium_commands_total{driver="matrix",result="confirmed"} 1.0',
        'auditorium_command_duration_seconds_bucket{driver="matrix",le="+Inf",result="confirmed"} 1.0',
        "auditorium_ws_clients 0.0",
        'auditorium_build_info{python="',
    ):
        assert line in text, line


async def test_the_numbers_are_for_this_machine_or_a_token(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.api.health.is_loopback", lambda remote: False)
    assert (await house.ask("GET", "/metrics", role=None))[0] == 401
    assert (await house.ask("GET", "/metrics", role="viewer"))[0] == 200


async def test_the_document_lists_every_route_and_its_role(house: House) -> None:
    _, document, _ = await house.ask("GET", "/api/openapi.json", role="viewer")
    assert document["openapi"] == "3.1.0"
    listed = {
        (method.upper(), path): operation["x-role"]
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }
    assert listed == {(route.method, route.plain): route.need for route in routes() if route.shown}


async def test_the_page_is_never_stale_and_its_parts_are_kept(house: House) -> None:
    from web import pages

    status, text, headers = await house.ask("GET", "/", role=None)
    if status == 503:
        assert "npm run build" in text
        return
    assert headers["Cache-Control"] == "no-cache"
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    asset = next(iter((pages.STATIC / "assets").glob("*.js")))
    _, _, headers = await house.ask("GET", f"/assets/{asset.name}", role=None)
    assert "immutable" in headers["Cache-Control"]
    assert (await house.ask("GET", "/assets/none.js", role=None))[0] == 404
    assert (await house.ask("GET", "/devices/lamp", role=None))[0] == 200
    for path in (
        "/../pages.py",
        "/%2e%2e/pages.py",
        "/..%2fpages.py",
        "/assets/%2e%2e/%2e%2e/app.py",
        "/a%00.js",
    ):
        assert (await house.ask("GET", path, role=None))[0] in (400, 404), path


async def test_without_a_built_page_it_says_what_to_type(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.pages.STATIC", tmp_path)
    status, text, _ = await house.ask("GET", "/", role=None)
    assert status == 503
    assert "npm run build" in text
    assert "页面尚未构建" in text
