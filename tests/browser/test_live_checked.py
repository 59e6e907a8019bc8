"""REQ-14: a device answered and did not obey; who tried it by hand says so on its ticket, and it is over."""

import os
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Tablet
from tests.browser.live_stage import LiveStage
from tests.browser.looking import axe, measures
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser
SOON = 60_000


@pytest.fixture
def stage(live: LiveStage) -> Stage:
    """The hall, its devices well and as at the start."""
    live.reset()
    return live


@pytest.mark.parametrize(("size", "lang"), [("portrait", "en"), ("landscape", "zh-CN")])
def test_req14_checked_by_hand_on_the_ticket(tablet: Tablet, stage: Stage, size: str, lang: str) -> None:
    page = tablet(size, lang, at="#/hall")
    output = 3 if lang == "en" else 4
    stage.deafen(f"matrix/video_tie/{output}")
    point = f"{stage.base_url}/api/v1/points/matrix/video_tie/{output}"
    wanted = 2 if page.request.get(point).json()["reported"] != 2 else 3
    told = page.request.put(point, data={"value": wanted}, headers={"Origin": stage.base_url})
    assert told.ok, told.text()
    fault = f"matrix/video_tie/{output}/did_not_reach_state"
    page.goto(f"{stage.base_url}/#/faults/{fault.replace('/', '%2F')}")
    expect(page.locator("au-fault au-checked details")).to_have_count(1, timeout=SOON)
    page.locator("au-fault a.go", has_text=re.compile(r"#\s*\d")).tap(timeout=SOON)
    sheet = page.locator("au-ticket au-checked details")
    sheet.locator("summary").tap()
    sheet.locator("textarea").fill("pressed its front panel / 按了前面板")
    assert measures(page) == {"wide": [], "small": []}
    assert axe(page) == []
    if folder := os.environ.get("AUDITORIUM_PICTURES"):
        page.screenshot(path=f"{folder}/checked-{size}-{lang}.png", full_page=True)
    sheet.locator("au-press").tap()
    expect(page.locator("au-ticket au-checked details")).to_have_count(0)
    expect(page.locator("au-ticket .story")).to_contain_text("front panel")
    stage.heal("matrix")
    assert page.heard == []  # type: ignore[attr-defined]
