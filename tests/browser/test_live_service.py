"""A visit on the real service, from the check-in on the tablet to leaving: nobody leaves what is untested."""

import pytest
from playwright.sync_api import Page, expect

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


def do(page: Page, act: str, choice: str = "", **said: str) -> None:
    """Tap an act of the service, and fill in its sheet."""
    sheet = page.locator("au-ticket-service")
    sheet.get_by_role("button", name=act, exact=True).tap()
    for label, text in said.items():
        sheet.get_by_label(label.replace("_", " ")).fill(text)
    if choice:
        sheet.locator("select").select_option(label=choice)
    if said or choice:
        sheet.get_by_role("button", name="Submit").tap()


def test_req_23_and_24_a_visit_ends_with_a_test_after_the_work(tablet: Tablet, stage: Stage) -> None:
    page = tablet(at="#/tickets/new")
    page.get_by_label("What happened").fill("no picture")
    page.locator("au-report select[name=device]").select_option("main-projector")
    page.locator("au-report").get_by_role("button", name="Send the report").tap()
    service = page.locator("au-ticket-service")
    do(page, "Check in", Person="Chen")
    expect(service.locator(".track .done")).to_have_count(1, timeout=SOON)
    expect(service).to_contain_text("Not tested since the last work", timeout=SOON)
    do(page, "Test the device")
    expect(service).to_contain_text("Test passed", timeout=SOON)
    do(page, "Part changed", Part_or_software="lamp", Serial_in="B2")
    expect(service).to_contain_text("Not tested since the last work", timeout=SOON)
    do(page, "Leave", "Done")
    expect(page.locator("au-toasts")).to_contain_text("test the device first", timeout=SOON)
    page.keyboard.press("Escape")
    do(page, "Test the device")
    expect(service).to_contain_text("Test passed", timeout=SOON)
    assert axe(page) == []
    do(page, "Leave", "Done")
    expect(service.locator(".track .done")).to_have_count(2, timeout=SOON)
    expect(page.locator("au-ticket .story")).to_contain_text("Device test: passed", timeout=SOON)


def test_req_29_the_repair_plan_is_one_table(tablet: Tablet, stage: Stage) -> None:
    page = tablet(at="#/more/promises")
    table = page.locator("au-promises table")
    expect(table.locator("tbody tr")).to_have_count(4, timeout=SOON)
    expect(table).to_contain_text("goal 24 h")
    expect(table.locator("tbody tr").first).to_contain_text("10 min")
    assert axe(page) == []
