"""A device's panel is made from its description: wishes and facts stand apart on it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Tablet
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser


def test_power_shows_the_wish_and_the_way(tablet: Tablet, stage: Stage) -> None:
    """On is wished (dashed), warming is what it says, on is only on when the projector says so."""
    stage.slow(100)
    page = tablet(at="#/devices/main-projector")
    power = page.locator("au-control").first
    on = power.locator("au-press").filter(has_text="On")
    on.locator("button").tap()
    expect(on).to_have_attribute("pending", "")
    expect(power.locator(".passing")).to_have_text("Warming up")
    expect(power.locator("au-life")).to_contain_text("now Warming up")
    expect(on).to_have_attribute("on", "")
    expect(power.locator("au-life")).to_be_empty()


def test_power_off_is_held_with_the_keyboard_too(tablet: Tablet, stage: Stage) -> None:
    """First press arms and is announced, second press does it."""
    stage.change("main-projector/power", "on")
    page = tablet(at="#/devices/main-projector")
    off = page.locator("au-control").first.locator("au-press").filter(has_text="Off")
    expect(off).to_be_visible()
    off.locator("button").focus()
    page.keyboard.press("Enter")
    expect(off).to_have_attribute("armed", "")
    expect(off).not_to_have_attribute("pending", "")
    page.keyboard.press("Enter")
    expect(off).to_have_attribute("pending", "")


def test_a_second_tap_while_it_is_under_way_is_swallowed(tablet: Tablet, stage: Stage) -> None:
    """Three taps, one order on the wire."""
    stage.slow(1500)
    page = tablet(at="#/devices/main-projector")
    orders: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda text: orders.append(str(text))))
    page.reload()
    frozen = page.locator("au-control").filter(has_text="Frozen").get_by_role("button", name="Frozen")
    frozen.tap()
    frozen.tap()
    frozen.tap()
    expect(page.locator("au-press[pending]")).to_have_count(1)
    assert len([text for text in orders if '"t":"set"' in text]) == 1


def test_a_route_by_its_destination(tablet: Tablet) -> None:
    """Tap the destination, tap the source; undo waits in the hall."""
    page = tablet("portrait", at="#/devices/matrix")
    route = page.locator("au-tie").first
    route.locator("> au-press button").tap()
    route.locator(".options au-press").filter(has_text="Camera").locator("button").tap()
    expect(route.locator(".from")).to_have_text("Camera")
    page.get_by_role("link", name="Hall").tap()
    expect(page.locator("au-last")).to_contain_text("Camera")
    page.get_by_role("button", name="Undo: Lectern PC").tap()
    expect(page.locator("au-card").filter(has_text="Main matrix")).to_contain_text("Lectern PC")


def test_a_refusal_stands_on_the_control_with_its_sentence(tablet: Tablet, stage: Stage) -> None:
    """The wish is gone, the confirmed value stands, the reason is said."""
    stage.slow(50)
    stage.deafen("matrix/video_tie/1")
    page = tablet(at="#/devices/matrix")
    route = page.locator("au-tie").first
    route.locator("> au-press button").tap()
    route.locator(".options au-press").filter(has_text="Camera").locator("button").tap()
    expect(route.locator("au-life")).to_contain_text("did not do it")
    expect(route.locator(".from")).to_have_text("Lectern PC")


def test_cutting_an_outlet_names_what_hangs_on_it_and_asks_for_a_slide(tablet: Tablet) -> None:
    """Class c: the sheet says what goes dark; nothing is sent before the knob has travelled."""
    page = tablet(at="#/devices/pdu-a")
    outlet = page.locator("au-cell").first
    outlet.locator("> au-press button").tap()
    sheet = outlet.locator("au-confirm")
    expect(sheet).to_contain_text("This outlet feeds: Main projector")
    box = sheet.locator("au-slide button").bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 30)
    page.mouse.up()
    expect(outlet.locator("> au-press[on]")).to_have_count(1)
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 8, box["y"] + 30, steps=6)
    page.mouse.up()
    expect(outlet.locator("> au-press")).to_contain_text("Off")


def test_the_trace_runs_and_pauses(tablet: Tablet) -> None:
    """Frames as they pass, in the device's own words."""
    page = tablet(at="#/devices/mixer")
    page.get_by_role("button", name="Watch the trace").tap()
    expect(page.locator("au-trace .line").first).to_contain_text("POWR", timeout=8000)
    page.get_by_role("button", name="Pause").tap()
    expect(page.get_by_role("button", name="Resume · 2 new")).to_be_visible(timeout=8000)


def test_an_action_asks_for_its_argument(tablet: Tablet) -> None:
    """Recall a preset: choose it, then do it."""
    page = tablet(at="#/devices/matrix")
    page.get_by_role("button", name="Recall preset").tap()
    page.locator("au-actions").get_by_role("button", name="7", exact=True).tap()
    page.get_by_role("button", name="Do: Recall preset").tap()
    expect(page.locator("au-actions dialog[open]")).to_have_count(0)
