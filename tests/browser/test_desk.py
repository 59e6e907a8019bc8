"""The desk on the page and the real service: reported, worked on, found, merged, printed."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Tablet
from tests.browser.live_stage import LiveStage
from tests.browser.looking import axe
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser
SOON = 30_000


@pytest.fixture
def stage(live: LiveStage) -> Stage:
    """The hall."""
    return live


def report(page: Page, title: str, details: str = "") -> None:
    """Fill in the one screen."""
    page.goto(page.url.partition("#")[0] + "#/tickets/new")
    page.get_by_label("What happened", exact=True).fill(title)
    page.get_by_label("Device", exact=True).select_option(label="Main projector")
    page.get_by_label("Impact").select_option("degraded")
    page.get_by_text("More to say").tap()
    page.get_by_label("Channel").select_option("phone")
    page.get_by_label("Who reports it").fill("Ms Li")
    page.get_by_label("Details").fill(details)
    page.get_by_role("button", name="Send the report").tap()
    expect(page.locator("au-ticket .top h2")).to_have_text(title, timeout=SOON)


def act(page: Page, name: str, **fields: str) -> None:
    """One of the buttons, and the words it takes."""
    page.locator("au-ticket-acts").get_by_role("button", name=name, exact=True).tap()
    for label, text in fields.items():
        field = page.locator("au-ticket-acts").get_by_label(label.replace("_", " "), exact=True)
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
    if fields:
        page.get_by_role("button", name="Submit").tap()


def test_from_the_report_to_the_merge(tablet: Tablet) -> None:
    """One screen opens it; what may be done is what the state allows; two characters find it again."""
    page = tablet()
    report(page, "主投影偏红", "墙面也渗水")
    expect(page.locator("au-ticket .chips").first).to_contain_text("phone")
    page.get_by_label("Whom you reached").fill("Wang")
    page.locator("au-ticket textarea").first.fill("on the way")
    page.get_by_role("button", name="Contact made").tap()
    act(page, "Diagnosing")
    expect(page.locator("au-ticket .chips").first).to_contain_text("Diagnosing")
    expect(page.locator("au-ticket-acts").get_by_role("button", name="Diagnosing", exact=True)).to_have_count(
        0
    )
    act(page, "Work-around", What="the side screens", Accepted_by="Ms Li")
    expect(page.locator("au-ticket-kin")).to_contain_text("the side screens")
    act(page, "Change the class", Impact="hall", Reason="the gala is cancelled")
    expect(page.locator("au-ticket .chips").first).to_contain_text("Class 3")
    assert axe(page) == []
    report(page, "another one")
    act(page, "Merge into another", **{"Ticket no.": "1"})
    expect(page.locator("au-ticket-kin")).to_contain_text("Merged into #1")
    act(page, "Take apart", Reason="two things")
    expect(page.locator("au-ticket .chips").first).to_contain_text("New")
    page.get_by_placeholder("Search all tickets").fill("渗水")
    expect(page.locator("au-search .item")).to_have_count(1, timeout=SOON)
    page.locator("au-search .item").tap()
    expect(page.locator("au-ticket .top h2")).to_have_text("主投影偏红")
    page.goto(page.url.partition("#")[0] + "#/hall")
    expect(page.locator("au-workarounds")).to_contain_text("the side screens")


def test_knowledge_is_written_and_said_to_have_helped(tablet: Tablet) -> None:
    """An article stands beside the next ticket of its kind of device."""
    page = tablet(at="#/more/articles")
    page.get_by_role("button", name="Write an article").tap()
    for label, text in (
        ("Title (Chinese)", "偏红"), ("Title (English)", "Red tint"), ("Text (Chinese)", "换线"),
        ("Text (English)", "Change the cable"), ("Drivers, such as pjlink", "pjlink"),
    ):  # fmt: skip
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Submit").tap()
    expect(page.locator("au-articles section")).to_contain_text("Red tint", timeout=SOON)
    report(page, "red again")
    page.locator("au-advice summary").tap()
    page.get_by_role("button", name="Helped", exact=True).tap()
    expect(page.locator("au-advice")).to_contain_text("helped 1")


def test_reports_open_from_the_page(tablet: Tablet) -> None:
    """A page for paper, with the numbers leading to their events."""
    report(tablet(), "crackles")
    page = tablet(at="#/more/reports")
    page.get_by_role("combobox").select_option(index=0)
    section = page.locator("au-reports section").filter(has_text="Monthly service report")
    with page.context.expect_page() as opened:
        section.get_by_role("link", name="Open / print").click()
    paper = opened.value
    expect(paper.locator("h1")).to_have_text("Monthly service report")
    paper.locator('td a[href^="#f"]').first.click()
    expect(paper.locator("tr:target")).to_be_visible()
