"""REQ 11 and 0.1 on the page: the button that sends a report is in view, and a ticket shows its receipt."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Tablet
from tests.browser.live_stage import LiveStage
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser
IN_VIEW = """one => { const box = one.getBoundingClientRect();
  return box.height >= 48 && box.top >= 0 && box.bottom <= innerHeight; }"""


@pytest.fixture
def stage(live: LiveStage) -> Stage:
    """The hall."""
    return live


@pytest.mark.parametrize("size", ["landscape", "portrait"])
@pytest.mark.parametrize(("lang", "send"), [("en", "Send the report"), ("zh-CN", "提交报修")])
def test_req_11_the_button_that_sends_is_in_view(tablet: Tablet, size: str, lang: str, send: str) -> None:
    page = tablet(size, lang, at="#/tickets/new")
    button = page.locator("au-report au-press.send")
    expect(button).to_contain_text(send)
    assert button.evaluate(IN_VIEW)


def test_req_0_1_the_head_of_a_ticket_shows_its_receipt_and_when_it_was_entered(tablet: Tablet) -> None:
    page = tablet()
    received = (datetime.now(UTC) - timedelta(days=40)).isoformat()
    said = {"title": "by letter", "via": "letter", "received": received}
    answer = page.context.request.post(
        page.url.partition("#")[0] + "api/v1/tickets",
        data=said,
        headers={"Origin": page.url.partition("/#")[0]},
    )
    assert answer.status == 201, answer.text()
    page.goto(page.url.partition("#")[0] + f"#/tickets/{answer.json()['no']}")
    chips = page.locator("au-ticket .top .chips")
    day = (datetime.now(UTC) - timedelta(days=40) + timedelta(hours=8)).strftime("%m-%d")
    expect(chips).to_contain_text(day)
    expect(chips).to_contain_text("entered")
