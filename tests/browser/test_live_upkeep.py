"""Maintenance on the real service: a window is announced on the page, a fault inside it is no alarm."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Tablet
from tests.browser.live_stage import LiveStage
from tests.browser.looking import axe
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser
SOON = 40_000


@pytest.fixture
def stage(live: LiveStage) -> Stage:
    """The hall, its devices well and as at the start."""
    live.reset()
    return live


def test_a_window_is_announced_and_a_fault_inside_is_no_alarm(tablet: Tablet, stage: Stage) -> None:
    page = tablet(at="#/more/maintenance")
    form = page.locator("au-maintenance form")
    form.get_by_label("What").select_option("matrix-2")
    form.get_by_label("Why").fill("new cards")
    form.get_by_role("button", name="Announce a window").tap()
    row = page.locator("au-maintenance li")
    expect(row).to_contain_text("In force")
    expect(row).to_contain_text("new cards")
    assert axe(page) == []
    stage.lose("matrix-2")
    page.goto(page.url.split("#")[0] + "#/faults")
    fault = page.locator("au-faults .item").first
    expect(fault).to_contain_text("In maintenance", timeout=SOON)
    fault.tap()
    expect(page.locator("au-fault")).to_contain_text("Probable cause")
    expect(page.locator("au-fault")).to_contain_text("Act within")
    expect(page.locator("nav .badge.bad")).to_have_count(0)
    assert axe(page) == []
