"""A scene that cannot go on asks every screen, though nobody has its sheet open; any may answer."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Tablet
from tests.browser.stage import Stage
from tests.browser.test_judged_scenes import (
    EVERYWHERE,
    LECTURE,
    OVERFLOW,
    api,
    judged,
    opened,
    quiet,
    stage,
)
from tests.browser.test_live import SOON, ready, tile

__all__ = ["quiet", "stage"]
pytestmark = pytest.mark.browser
ASKED = {"zh-CN": "“外场转播”等待答复", "en": "“Overflow” waits for an answer"}
WAITS = {"zh-CN": "等待答复", "en": "Waits for an answer"}
GO_ON = {"zh-CN": "跳过，继续", "en": "Go on without it"}
SCREEN = "au-questions section"


@pytest.fixture
def asked(stage: Stage) -> Iterator[None]:
    """A device of the scene that does not obey."""
    stage.deafen("matrix-2/video_tie/3")
    stage.change("matrix-2/video_tie/3", 3)
    yield
    stage.heal("matrix-2")


def shown(page: Page, lang: str) -> None:
    """The question, what failed and why, and every answer there is."""
    banner = page.locator(SCREEN)
    expect(banner).to_have_count(1, timeout=SOON)
    expect(banner).to_contain_text(ASKED[lang])
    expect(banner.locator("au-press")).to_have_count(4)


@pytest.mark.parametrize(("size", "lang"), EVERYWHERE)
def test_req22_whoever_pressed_every_screen_is_asked(
    tablet: Tablet, asked: None, size: str, lang: str
) -> None:
    """On the hall, on another page, and over the sheet of another scene; the tile and the last line tell."""
    page, other = tablet(size, lang), tablet(size, lang, at="#/devices")
    ready(page)
    api(page, "POST", "scenes/overflow/run", {})
    shown(page, lang)
    shown(other, lang)
    expect(tile(page, OVERFLOW[lang]).locator(".tile.asks")).to_contain_text(WAITS[lang])
    expect(page.locator("au-last")).to_contain_text(WAITS[lang])
    judged(page, "asked")
    sheet = opened(page, LECTURE[lang])
    expect(sheet.locator("au-asking section")).to_be_visible()
    judged(page, "asked-over-a-sheet")
    other.locator(SCREEN).get_by_role("button", name=GO_ON[lang]).click()
    for one in (page, other):
        expect(one.locator(SCREEN)).to_have_count(0, timeout=SOON)
    expect(sheet.locator("au-asking")).to_have_count(0)
    expect(tile(page, OVERFLOW[lang]).locator(".tile.asks")).to_have_count(0)


def test_who_may_only_look_sees_the_question_and_cannot_answer(tablet: Tablet, asked: None) -> None:
    page, guest = tablet(), tablet(role="viewer")
    ready(page)
    api(page, "POST", "scenes/overflow/run", {})
    shown(guest, "en")
    for button in guest.locator(f"{SCREEN} button").all():
        expect(button).to_be_disabled()
