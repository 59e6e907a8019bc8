"""A plug is pulled: one ticket names it, somebody sees to it, it comes back."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Tablet
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser


def test_one_cause_one_ticket_from_the_strip_to_the_story(tablet: Tablet, stage: Stage) -> None:
    """The outlet is the cause, the projector's silence stands behind it."""
    page = tablet()
    stage.trip("pdu-a/outlet/1")
    strip = page.locator("au-strip")
    expect(strip).to_contain_text("PDU A outlet 1 is off")
    expect(strip).to_contain_text("9:5")
    strip.get_by_role("button", name="Acknowledge").tap()
    expect(strip.locator(".seen")).to_be_visible()
    strip.locator("a.grow").tap()
    expect(page.locator("au-faults .item")).to_have_count(2)
    expect(page.locator("au-fault")).to_contain_text("Main projector is lost")
    expect(page.locator("au-fault")).to_contain_text("What to do now")
    page.locator("au-fault").get_by_role("link", name="Ticket #").tap()
    expect(page.locator("au-tickets .item")).to_have_count(1)
    expect(page.locator("au-ticket .story li")).to_have_count(2)


@pytest.mark.parametrize(("lang", "size"), [("en", "landscape"), ("zh-CN", "portrait")])
def test_what_stands_behind_a_cause_says_so_and_leads_to_it(
    tablet: Tablet, stage: Stage, lang: str, size: str
) -> None:
    """Whoever opens the silence of the projector reads at its top whose fault it is: one tap away."""
    page = tablet(size, lang, at="#/faults")
    stage.trip("pdu-a/outlet/1")
    page.locator("au-faults .item").first.tap()
    shown = page.locator("au-fault")
    expect(shown.locator(".cause")).to_have_count(0)
    shown.locator(".list .item").tap()
    said = {"en": "Behind: PDU A outlet 1 is off", "zh-CN": "起因：电源 A 插座 1 断开"}[lang]
    expect(shown.locator(".cause")).to_have_text(said)
    box = shown.locator(".cause").bounding_box()
    assert box is not None
    assert box["height"] >= 48
    shown.locator(".cause").tap()
    expect(shown.locator("h2")).to_have_text(said.partition("：" if lang == "zh-CN" else ": ")[2])


def test_contact_made_stops_its_clock(tablet: Tablet, stage: Stage) -> None:
    """One line and one tap; the clock shows when, the story shows who."""
    stage.lose("matrix-b")
    page = tablet("phone", at="#/tickets")
    page.locator("au-tickets .item").tap()
    page.get_by_role("button", name="Contact made").tap()
    expect(page.get_by_label("Whom you reached")).to_be_focused()
    page.get_by_label("Whom you reached").fill("Wang")
    page.locator("au-ticket textarea").first.fill("Visit agreed for 20:00")
    page.get_by_role("button", name="Contact made").tap()
    expect(page.locator("au-ticket .story")).to_contain_text("Visit agreed for 20:00")
    expect(page.locator("au-ticket au-sla").first).to_contain_text("met in")
    expect(page.get_by_role("button", name="Contact made")).to_have_count(0)


def test_it_comes_back_and_the_ticket_says_so(tablet: Tablet, stage: Stage) -> None:
    """Restored by itself; the ticket is not closed behind anybody's back."""
    page = tablet(at="#/tickets")
    stage.lose("matrix-b")
    page.locator("au-tickets .item").tap()
    stage.heal("matrix-b")
    expect(page.locator("au-ticket .story")).to_contain_text("The device answers again")
    expect(page.locator("au-ticket .chips")).to_contain_text("Restored, verifying")


def test_no_faults_is_only_said_with_a_heartbeat(tablet: Tablet, stage: Stage) -> None:
    """An empty list without one would be a lie."""
    page = tablet(at="#/faults")
    expect(page.locator("au-faults .side")).to_contain_text("checked")
    stage.refuse(True)
    expect(page.locator("au-faults .side")).to_contain_text("faults unknown")


def test_a_ticket_that_is_none_is_said_to_be_none(tablet: Tablet) -> None:
    """A number that was mistyped is not read for ever."""
    page = tablet(at="#/tickets/999")
    expect(page.locator("au-ticket")).to_contain_text("There is no such ticket")
