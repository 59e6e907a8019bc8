"""What takes two people, on the page and the real service: one asks with evidence, another one approves."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Tablet
from tests.browser.live_stage import LiveStage
from tests.browser.looking import axe, measures
from tests.browser.stage import Stage
from tests.browser.test_desk import act, report

pytestmark = pytest.mark.browser
SOON = 40_000
ACCOUNTS = {"admin": ("admin", "demo-admin")}
"""Who sits in the hall, beside the usual ones."""


@pytest.fixture
def stage(live: LiveStage) -> Stage:
    """The hall."""
    return live


def button(page: Page, name: str):  # type: ignore[no-untyped-def]
    return page.locator("au-ticket").get_by_role("button", name=name, exact=True)


@pytest.mark.parametrize("size", ["landscape", "portrait"])
def test_req_0_5_force_majeure_is_asked_for_by_one_and_approved_by_another(tablet: Tablet, size: str) -> None:
    page = tablet(size)
    report(page, "the street is under water")
    until = f"{datetime.now(UTC) + timedelta(hours=5):%Y-%m-%dT%H:%M}"
    evidence = "Evidence (note of the call)"
    act(
        page,
        "Ask: force majeure",
        **{"Asked by": "Ms Li", evidence: "called at noon", "Expected until": until},
    )
    card = page.locator("au-ticket-wait")
    expect(card).to_contain_text("Needs a second person", timeout=SOON)
    for text in ("force majeure", "Ms Li", "called at noon", "lead"):
        expect(card).to_contain_text(text)
    expect(button(page, "Approve")).to_have_count(0)
    expect(button(page, "Do not approve")).to_have_count(1)
    assert axe(page) == []
    assert measures(page)["small"] == []
    boss = tablet(size, role="admin", at="#" + page.url.partition("#")[2])
    button(boss, "Approve").tap()
    expect(boss.locator("au-ticket-wait")).to_contain_text("Approved by", timeout=SOON)
    expect(boss.locator("au-ticket .chips").first).to_contain_text("Waiting for customer")
    expect(card).to_contain_text("Waiting for the customer", timeout=SOON)
    assert axe(boss) == []
    assert measures(boss)["small"] == []


def test_req_0_7_a_false_alarm_is_cancelled_by_two(tablet: Tablet) -> None:
    first = tablet()
    report(first, "the fire bell")
    page = tablet(lang="zh-CN", at="#" + first.url.partition("#")[2])
    expect(page.locator("au-ticket .top h2")).to_be_visible(timeout=SOON)
    page.locator("au-ticket-acts").get_by_role("button", name="申请：取消工单", exact=True).tap()
    page.locator("au-ticket-acts").get_by_label("原因", exact=True).fill("误报")
    page.get_by_role("button", name="提交").tap()
    expect(page.locator("au-ticket-wait")).to_contain_text("待第二人批准", timeout=SOON)
    boss = tablet(role="admin", at="#" + page.url.partition("#")[2])
    button(boss, "Approve").tap()
    expect(boss.locator("au-ticket .chips").first).to_contain_text("Cancelled", timeout=SOON)
    expect(boss.locator("au-ticket .story")).to_contain_text("approves what lead asked for")
