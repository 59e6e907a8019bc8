"""Every screen, three sizes, two languages: nothing sticks out, nothing is too small, nothing complains."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import SIZES, Tablet
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser
EVERYWHERE = [(size, lang) for size in SIZES for lang in ("zh-CN", "en")]
SCREENS = {
    "#/hall": "au-tile",
    "#/devices": "au-card",
    "#/devices/main-projector": "au-control",
    "#/devices/matrix": "au-tie",
    "#/devices/mixer": "au-lane",
    "#/devices/pdu-a": "au-cell",
    "#/faults": "au-faults .item",
    "#/faults/outlet_lost%2Fpdu-a%2Foutlet%2F2": "au-fault h2",
    "#/tickets": "au-tickets .item",
    "#/more": "au-language",
    "#/more/calendars": "au-calendars .years",
}


def assert_fair(page: Page) -> None:
    """No overflow, no target under 48 px, no violation, not a word on the console."""
    found = looking.measures(page)
    assert found == {"wide": [], "small": []}
    assert looking.axe(page) == []
    assert page.heard == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(("size", "lang"), EVERYWHERE)
def test_every_screen_with_a_fault_standing(tablet: Tablet, stage: Stage, size: str, lang: str) -> None:
    """The hall at its worst: one outlet lost, a projector behind it, a ticket running."""
    page = tablet(size, lang)
    stage.trip("pdu-a/outlet/2")
    expect(page.locator("au-strip .strip")).to_be_visible()
    for screen, sign in SCREENS.items():
        page.evaluate("(hash) => (location.hash = hash)", screen)
        expect(page.locator(sign).first).to_be_visible()
        assert_fair(page)


@pytest.mark.parametrize(("size", "lang"), EVERYWHERE)
def test_the_login(tablet: Tablet, size: str, lang: str) -> None:
    """The first thing a stranger sees."""
    page = tablet(size, lang, role=None)
    expect(page.locator("au-login form")).to_be_visible()
    assert_fair(page)


@pytest.mark.parametrize(("size", "lang"), EVERYWHERE)
def test_the_sheets(tablet: Tablet, size: str, lang: str) -> None:
    """A scene before it runs, and the sources of a destination."""
    page = tablet(size, lang)
    page.locator("au-tile").last.locator(".see button").click()
    expect(page.locator("au-scene-sheet au-slide")).to_be_visible()
    assert_fair(page)
    page.goto(page.url.split("#")[0] + "#/devices/matrix")
    page.reload()
    page.locator("au-tie > au-press button").first.click()
    expect(page.locator("au-tie .options").first).to_be_visible()
    assert_fair(page)


@pytest.mark.parametrize("size", ["landscape", "portrait"])
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_the_hall_fits_without_scrolling(tablet: Tablet, stage: Stage, size: str, lang: str) -> None:
    """Six scenes, four faders, seven devices of which three need attention."""
    page = tablet(size, lang)
    stage.trip("pdu-a/outlet/2")
    expect(page.locator("au-card .fault")).to_have_count(2)
    content, room = looking.scroll(page)
    assert content <= room


def test_dark_before_any_script(tablet: Tablet) -> None:
    """With scripts held back the page is already dark: no white flash in a dark hall."""
    page = tablet(role=None)
    page.route("**/*.js", lambda route: route.abort())
    page.reload(wait_until="domcontentloaded")
    for part in ("html", "body"):
        assert (
            page.eval_on_selector(part, "(el) => getComputedStyle(el).backgroundColor") == "rgb(11, 13, 16)"
        )
