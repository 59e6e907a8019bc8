"""A calendar from a file on the real service: mistakes by their place, what it changes, then in force."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Tablet
from tests.browser.live_stage import LiveStage
from tests.browser.looking import axe, measures
from tests.browser.stage import Stage
from tests.record.hours import NEXT_YEAR

pytestmark = pytest.mark.browser
ROWS = [f"{day.date},{day.kind},{day.name}" for day in NEXT_YEAR]
YEAR = "\n".join(["date,kind,name", *ROWS])


@pytest.fixture
def stage(live: LiveStage) -> Stage:
    """The hall of the demonstration."""
    return live


def choose(page: Page, name: str, raw: bytes) -> None:
    """Hand the page a file."""
    kind = "text/csv" if name.endswith("csv") else "application/json"
    page.locator("au-calendar-file input[type=file]").set_input_files(
        {"name": name, "mimeType": kind, "buffer": raw}
    )


def test_req_0_4_a_mistake_is_shown_with_file_line_and_column(tablet: Tablet) -> None:
    page = tablet(at="#/more/calendars")
    choose(page, "days.csv", b"date,kind\n2027-02-03, party\nsoon,off\n")
    told = page.locator("au-calendar-file .wrong")
    expect(told).to_contain_text("days.csv:2:13 not a kind: 'party'")
    expect(told).to_contain_text("days.csv:3:1 not a date: 'soon'")
    expect(page.locator("au-calendar-file au-press")).to_have_count(0)
    assert measures(page) == {"wide": [], "small": []}
    assert axe(page) == []


def test_req_0_4_deadlines_that_would_move_are_told_first(tablet: Tablet) -> None:
    """A question is answered within office hours: without these it is answered later."""
    page = tablet(at="#/more/calendars")
    site = page.url.split("#")[0]
    question = {"title": "How do I record?", "type": "consultation"}
    made = page.request.post(f"{site}api/v1/tickets", data=question, headers={"Origin": site.rstrip("/")})
    assert made.status == 201
    today = datetime.now(UTC).date()
    days = [f"{today + timedelta(days=turn)},holiday,closed" for turn in range(10)]
    choose(page, "closed.csv", "\n".join(["date,kind,name", *days]).encode())
    seen = page.locator("au-calendar-file .preview")
    expect(seen).to_contain_text("Open tickets whose deadlines move: 1")
    expect(seen).to_contain_text(f"#{made.json()['no']}")
    expect(seen).to_contain_text("→ closed")


def test_req_0_4_a_helpdesk_looks_and_a_lead_puts_in_force(tablet: Tablet) -> None:
    """Years say how they are known; a file in the encoding of spreadsheets is read; nothing holds unseen."""
    page = tablet("portrait", "zh-CN", at="#/more/calendars")
    expect(page.locator("au-calendars .years li").last).to_contain_text("未公布")
    choose(page, "2027.csv", YEAR.encode("gb18030"))
    seen = page.locator("au-calendar-file .preview")
    expect(seen).to_contain_text("春节")
    expect(seen).to_contain_text("休息")
    expect(page.locator("au-calendars .years li").last).to_contain_text("未公布")
    assert measures(page) == {"wide": [], "small": []}
    assert axe(page) == []
    button = page.locator("au-calendar-file au-press button")
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("au-calendars .years li").last).to_contain_text("已公布")
    expect(page.locator("au-calendars ol li").first).to_contain_text("lead")
    expect(page.locator("au-calendars ol li").first).to_contain_text("现行")
    expect(page.locator("au-calendar-file .preview")).to_have_count(0)


@pytest.mark.parametrize(("missing", "says"), [("warn", "provisional"), ("block", "import it now")])
def test_req_0_4_a_missing_year_is_named(tablet: Tablet, missing: str, says: str) -> None:
    """From 1 December it warns, from the 25th it is as red as a fault: the service says which."""
    page = tablet()

    def told(route: Route) -> None:
        reply = route.fetch()
        year = {"year": 2027, "state": "expected", "days_off": 0, "made_up": 0}
        route.fulfill(response=reply, json={**reply.json(), "missing": missing, "years": [year]})

    page.route("**/api/v1/calendars", told)
    page.goto(page.url.split("#")[0] + "#/more/calendars")
    note = page.locator(f"au-calendars .note.{missing}")
    expect(note).to_contain_text("The official calendar of 2027 is missing.")
    expect(note).to_contain_text(says)
    assert axe(page) == []


def test_a_viewer_sees_it_and_is_offered_no_file(tablet: Tablet) -> None:
    page = tablet(role="viewer", at="#/more/calendars")
    expect(page.locator("au-calendars .years li")).not_to_have_count(0)
    expect(page.locator("au-calendar-file")).to_have_count(0)


@pytest.mark.parametrize("place", ["accounts", "letters", "reports"])
def test_a_page_without_its_right_says_whose_it_is_and_offers_the_way_back(
    tablet: Tablet, place: str
) -> None:
    """Once for all pages: no code of a refusal on the screen, no request that would be refused."""
    page = tablet(role="viewer", at=f"#/more/{place}")
    told = page.locator("au-barred")
    expect(told).to_contain_text("You are signed in as guest (Viewer).")
    expect(told).to_contain_text("Administrator")
    assert page.locator("au-toasts p").count() == 0
    assert [line for line in page.heard if "403" in line] == []  # type: ignore[attr-defined]
    assert axe(page) == []
    told.get_by_role("link", name="Back to More").tap()
    expect(page.locator("au-more .help")).to_be_visible()
    expect(page.locator(f'au-more a[href="#/more/{place}"]')).to_have_count(0)


def test_a_form_that_would_be_refused_is_not_shown(tablet: Tablet) -> None:
    page = tablet(role="viewer", lang="zh-CN", at="#/tickets/new")
    expect(page.locator("au-barred")).to_contain_text("您当前以 guest（只看）登录。")
