"""What a page could not be told is not shown as nothing: it says so, and is asked again."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Tablet
from tests.browser.looking import axe

pytestmark = pytest.mark.browser
BROKEN = '{"title": "x", "status": 500, "detail": {"zh": "记录读不出来", "en": "the record cannot be read"}}'
NONE = {"tickets": [], "total": 0, "next": None}
PAGES = (
    ("#/more/articles", "**/api/v1/knowledge", "No articles yet"),
    ("#/more/readiness", "**/api/v1/readiness", "No sweep yet"),
    ("#/more/reports", "**/api/v1/reports", "Monthly service report"),
    ("#/more/promises", "**/api/v1/promises", "Class"),
)


@pytest.mark.parametrize(("at", "path", "nothing"), PAGES)
def test_a_page_that_was_not_told_says_why_and_asks_again(
    tablet: Tablet, at: str, path: str, nothing: str
) -> None:
    page = tablet()
    page.route(path, lambda route: route.fulfill(status=500, content_type="application/json", body=BROKEN))
    page.goto(page.url.partition("#")[0] + at)
    expect(page.get_by_role("alert").filter(has_text="the record cannot be read")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text(nothing)
    assert axe(page) == []
    page.unroute(path)
    page.get_by_role("button", name="Retry").tap()
    expect(page.get_by_role("alert").filter(has_text="the record cannot be read")).to_have_count(0)


def test_a_search_that_failed_says_why(tablet: Tablet) -> None:
    page = tablet(at="#/tickets")
    page.route("**/api/v1/tickets?q=*", lambda route: route.abort())
    page.get_by_placeholder("Search all tickets").fill("投影")
    failed = page.locator("au-search").get_by_role("alert")
    expect(failed).to_be_visible()
    page.unroute("**/api/v1/tickets?q=*")
    page.route("**/api/v1/tickets?q=*", lambda route: route.fulfill(json=NONE))
    page.locator("au-search").get_by_role("button", name="Retry").tap()
    expect(failed).to_have_count(0)
    expect(page.locator("au-search").get_by_role("status")).to_be_visible()
