"""Who sits here, and in which language."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Tablet

pytestmark = pytest.mark.browser


def test_one_tap_on_a_demo_account(tablet: Tablet) -> None:
    """The demonstration offers its accounts."""
    page = tablet("phone", "zh-CN", role=None)
    page.locator("au-login .demo au-press button").first.tap()
    expect(page.locator("au-tile").first).to_contain_text("讲座")


def test_a_wrong_password_is_said_and_nothing_more(tablet: Tablet) -> None:
    """The sentence does not tell which of the two was wrong."""
    page = tablet(role=None)
    page.get_by_label("Name").fill("lin")
    page.get_by_label("Password").fill("guess")
    page.get_by_role("button", name="Sign in").tap()
    expect(page.get_by_role("alert")).to_have_text("Wrong name or password.")
    page.get_by_label("Password").fill("stage-demo")
    page.keyboard.press("Enter")
    expect(page.locator("au-tile").first).to_be_visible()


def test_the_language_follows_the_tablet_and_then_the_person(tablet: Tablet) -> None:
    """Switched without a reload, remembered after one."""
    page = tablet(lang="zh-CN", at="#/more")
    expect(page.locator("nav")).to_contain_text("现场")
    page.get_by_role("button", name="English").tap()
    expect(page.locator("nav")).to_contain_text("Hall")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.reload()
    expect(page.locator("nav")).to_contain_text("Hall")


def test_signing_out(tablet: Tablet) -> None:
    """The page forgets what it knew."""
    page = tablet(at="#/more")
    page.get_by_role("button", name="Sign out").tap()
    expect(page.locator("au-login form")).to_be_visible()


def test_only_the_keyboard(tablet: Tablet) -> None:
    """See a scene by its number, run it, go to the faults: no pointer needed."""
    page = tablet()
    expect(page.locator("au-tile").first).to_be_visible()
    page.keyboard.press("4")
    expect(page.locator("au-scene-sheet dialog[open]")).to_be_visible()
    page.locator("au-scene-sheet .wide button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("au-scene-sheet .lead")).to_contain_text("Done")
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("f")
    expect(page.locator("au-faults")).to_be_visible()
