"""The connection: never a stale value shown as live, never an order queued."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Tablet
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser
OFF = "aria-disabled"


def test_a_lost_server_is_a_banner_and_everything_is_old(tablet: Tablet, stage: Stage) -> None:
    """Controls go off, values keep their last state with their age, faults become unknown."""
    page = tablet()
    stage.refuse(True)
    expect(page.locator("au-shell .banner")).to_contain_text("Connection lost")
    expect(page.locator("au-strip")).to_contain_text("faults unknown")
    expect(page.locator("au-card .stale")).to_have_count(7)
    expect(page.locator("au-tile .main button").first).to_have_attribute(OFF, "true")
    expect(page.locator("au-hall au-lane .lane").first).to_have_attribute(OFF, "true")


def test_it_comes_back_by_itself_and_right(tablet: Tablet, stage: Stage) -> None:
    """What happened while it was away is there afterwards."""
    page = tablet()
    stage.refuse(True)
    expect(page.locator("au-shell .banner")).to_be_visible()
    stage.change("main-projector/input", "sdi 1")
    stage.refuse(False)
    expect(page.locator("au-shell .banner")).to_have_count(0)
    expect(page.locator("au-card").first).to_contain_text("SDI 1")


def test_it_resumes_by_revision(tablet: Tablet, stage: Stage) -> None:
    """After a short drop the server is asked for what was missed, not for everything."""
    page = tablet()
    expect(page.locator("au-card").first).to_be_visible()
    stage.change("main-projector/input", "hdmi 2")
    expect(page.locator("au-card").first).to_contain_text("HDMI 2")
    with page.expect_websocket(lambda socket: "rev=" in socket.url) as again:
        stage.drop()
    assert "/api/v1/ws?rev=" in again.value.url
    expect(page.locator("au-shell .banner")).to_have_count(0)


def test_a_pulled_cable_is_noticed_by_its_silence(tablet: Tablet, stage: Stage) -> None:
    """The socket stays open and carries nothing: two missed beats say so."""
    page = tablet()
    stage.mute(True)
    expect(page.locator("au-shell .banner")).to_be_visible(timeout=8000)


def test_an_order_into_the_void_is_said_to_be_unsent_and_never_arrives(tablet: Tablet, stage: Stage) -> None:
    """Two seconds without an answer: not sent, and not sent later either."""
    page = tablet(at="#/devices/main-projector")
    control = page.locator("au-control").filter(has_text="Showing")
    stage.mute(True)
    control.get_by_role("button", name="Blanked").tap()
    expect(control.locator("au-press[pending]")).to_have_count(1)
    expect(page.locator("au-toasts")).to_contain_text("Not sent: Main projector · Video mute")
    expect(page.locator("au-shell .banner")).to_have_count(0, timeout=10_000)
    expect(control.locator("au-press[on]")).to_have_text("Showing")


def test_a_lost_device_keeps_its_last_values_greyed_with_their_age(tablet: Tablet, stage: Stage) -> None:
    """Stale is not off and not unknown."""
    page = tablet(at="#/devices/side-projector")
    stage.lose("side-projector")
    power = page.locator("au-control").first
    expect(power.locator("au-life")).to_contain_text("ago")
    expect(power.locator(".was")).to_contain_text("Off")
    expect(power.locator("button").first).to_have_attribute(OFF, "true")
    expect(page.get_by_text("Device offline")).to_be_visible()
    stage.heal("side-projector")
    expect(power.locator("au-press[on]")).to_contain_text("Off")


def test_an_ended_session_leads_to_the_login(tablet: Tablet, stage: Stage) -> None:
    """A socket that will not open may mean that the session ended."""
    page = tablet()
    page.context.clear_cookies()
    stage.drop()
    expect(page.locator("au-login form")).to_be_visible()
