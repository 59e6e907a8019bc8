"""A customer who is not content, on the page and the real service: told, shown, answered, closed."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Tablet
from tests.browser.live_stage import LiveStage
from tests.browser.looking import axe, measures
from tests.browser.stage import Stage
from tests.browser.test_desk import report

pytestmark = pytest.mark.browser
SOON = 40_000
ACCOUNTS = {"admin": ("admin", "demo-admin")}
STEPS = (
    {"kind": "restored"},
    {"kind": "state", "to": "resolved"},
    {"kind": "state", "to": "callback_due"},
)


CALL = {"kind": "survey", "solved": True, "score": 1, "text": "nobody called back"}


def say(page: Page, no: str, entry: dict[str, object]) -> None:
    """Add an entry as whoever is logged in on this page."""
    site = page.url.partition("#")[0]
    to = {"Origin": site.rstrip("/")}
    reply = page.request.post(f"{site}api/v1/tickets/{no}/entries", data=entry, headers=to)
    assert reply.ok, reply.text()


@pytest.fixture
def stage(live: LiveStage) -> Stage:
    """The hall."""
    return live


@pytest.mark.parametrize(
    ("lang", "size", "words"),
    [
        ("en", "landscape", ("Complaint", "Say what is done about it", "What is done about it", "Submit")),
        ("zh-CN", "portrait", ("投诉", "记录处理结果", "如何处理", "提交")),
    ],
)
def test_req_63_a_complaint_is_shown_and_answered(
    tablet: Tablet, lang: str, size: str, words: tuple[str, ...]
) -> None:
    head, answer, label, submit = words
    first = tablet()
    report(first, "the picture is blue")
    no = first.url.rpartition("/")[2]
    for step in STEPS:
        say(first, no, step)
    say(tablet(role="admin"), no, CALL)
    page = tablet(size, lang, at=f"#/tickets/{no}")
    card = page.locator("au-ticket-service section").filter(has_text=head)
    expect(card).to_contain_text("nobody called back", timeout=SOON)
    expect(card).to_contain_text("1 / 5")
    assert axe(page) == []
    assert measures(page) == {"wide": [], "small": []}
    card.get_by_role("button", name=answer, exact=True).tap()
    card.get_by_label(label, exact=True).fill("we called and said sorry")
    card.get_by_role("button", name=submit, exact=True).tap()
    expect(card).to_contain_text("we called and said sorry", timeout=SOON)
    expect(card.get_by_role("button", name=answer, exact=True)).to_have_count(0)
