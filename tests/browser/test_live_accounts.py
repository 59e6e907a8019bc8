"""Accounts, their hand-over and the contact sheet on the real service, in the administrator's hands."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Tablet
from tests.browser.live_stage import LiveStage
from tests.browser.looking import axe, measures
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser
SOON = 40_000
ACCOUNTS = {"lead": ("admin", "demo-admin")}
"""Whoever sits down is the hall's administrator."""


@pytest.fixture
def stage(live: LiveStage) -> Stage:
    """The hall."""
    return live


def test_req_55_an_account_is_added_and_handed_over(tablet: Tablet, stage: Stage) -> None:
    page = tablet(at="#/more/accounts")
    accounts = page.locator("au-accounts")
    accounts.get_by_role("button", name="Add an account").tap()
    page.get_by_label("Name", exact=True).fill("chen")
    page.get_by_label("Role", exact=True).select_option("helpdesk")
    page.get_by_label("Password", exact=True).fill("long-enough")
    page.get_by_role("button", name="Submit").tap()
    expect(accounts).to_contain_text("chen", timeout=SOON)
    assert axe(page) == []
    assert measures(page)["small"] == []
    accounts.get_by_role("button", name="chen · Hand over").tap()
    page.get_by_label("Who follows").select_option("operator")
    page.get_by_role("button", name="Submit").tap()
    expect(accounts).to_contain_text("chen → operator", timeout=SOON)
    expect(accounts.locator("li.over").first).to_contain_text("chen", timeout=SOON)


def test_a_token_is_shown_once(tablet: Tablet, stage: Stage) -> None:
    page = tablet(at="#/more/accounts")
    accounts = page.locator("au-accounts")
    accounts.get_by_role("button", name="Add a token").tap()
    page.get_by_label("Name", exact=True).fill("wall")
    page.get_by_label("Role", exact=True).select_option("viewer")
    page.get_by_role("button", name="Submit").tap()
    expect(accounts.locator(".secret")).to_contain_text("aud_", timeout=SOON)
    page.reload()
    expect(accounts).to_contain_text("wall", timeout=SOON)
    expect(accounts.locator(".secret")).to_have_count(0)


def test_req_12_and_15_the_contact_sheet_stays_while_the_service_is_gone(
    tablet: Tablet, stage: Stage
) -> None:
    page = tablet(at="#/more")
    sheet = page.locator("au-contacts")
    expect(sheet).to_contain_text("Version 1", timeout=SOON)
    expect(sheet).to_contain_text("0000-0001")
    assert (
        sheet.get_by_role("link", name="Print the sheet").get_attribute("href")
        == "/api/v1/contacts/print?lang=en"
    )
    stage.refuse(on=True)
    try:
        page.goto(page.url.split("#")[0] + "#/hall", wait_until="commit")
        page.goto(page.url.split("#")[0] + "#/more", wait_until="commit")
        expect(sheet).to_contain_text("0000-0001")
        assert "0000-0001" in (page.evaluate("localStorage.getItem('auditorium.contacts')") or "")
    finally:
        stage.refuse(on=False)
