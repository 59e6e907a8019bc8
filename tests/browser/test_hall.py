"""Stories of the stage: run a scene, see it land, see what somebody changed, take it back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Tablet
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser


def press(page: Page, selector: str) -> None:
    """Put the finger down and leave it there."""
    box = page.locator(selector).first.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()


@pytest.mark.parametrize("size", ["landscape", "portrait", "phone"])
def test_a_scene_is_seen_before_it_runs_and_while_it_runs(tablet: Tablet, stage: Stage, size: str) -> None:
    """Now -> then, then every step as it lands, then live."""
    stage.slow(120)
    page = tablet(size)
    page.locator("au-tile").first.locator(".see button").tap()
    sheet = page.locator("au-scene-sheet")
    expect(sheet.get_by_text("2 changes")).to_be_visible()
    power = sheet.locator("au-steps li").filter(has_text="Power")
    expect(power).to_contain_text("Off")
    sheet.get_by_role("button", name="Run").tap()
    expect(power).to_have_class("running")
    expect(power).to_have_class("ok")
    expect(sheet.get_by_text("Done · 6/6")).to_be_visible()
    sheet.get_by_role("button", name="Close").tap()
    expect(page.locator("au-tile").first).to_contain_text("Live")


def test_one_tap_runs_a_reversible_scene(tablet: Tablet, stage: Stage) -> None:
    """Class a with nothing in its way needs no sheet."""
    stage.slow(50)
    page = tablet()
    page.locator("au-tile").nth(3).locator(".main button").tap()
    expect(page.locator("au-tile").nth(3)).to_contain_text("Live")
    expect(page.locator("au-scene-sheet dialog[open]")).to_have_count(0)


def test_a_change_at_the_front_panel_is_seen_as_a_difference(tablet: Tablet, stage: Stage) -> None:
    """The room was Rehearsal; somebody turned the matrix by hand."""
    stage.slow(50)
    page = tablet()
    rehearsal = page.locator("au-tile").nth(3)
    rehearsal.locator(".main button").tap()
    expect(rehearsal).to_contain_text("Live")
    stage.change("matrix/video_tie/3", 4)
    expect(rehearsal).to_contain_text("1 changed since")


def test_a_deaf_device_makes_the_scene_fail_and_say_why(tablet: Tablet, stage: Stage) -> None:
    """The device said yes and did nothing: the run says so, and what was put back."""
    stage.slow(50)
    stage.deafen("matrix/video_tie/3")
    stage.change("mixer/mute/2", True)
    page = tablet()
    rehearsal = page.locator("au-tile").nth(3)
    rehearsal.locator(".main button").tap()
    expect(rehearsal).to_contain_text("Failed last time")
    expect(page.locator("au-last")).to_contain_text("did not do it")
    rehearsal.locator(".see button").tap()
    expect(page.locator("au-scene-sheet .reason")).to_contain_text("did not do it")
    expect(page.locator("au-steps li.failed")).to_contain_text("Stage monitor")
    expect(page.locator("au-scene-sheet")).to_contain_text("Put back")


def test_a_blocked_scene_opens_its_sheet_instead_of_running(tablet: Tablet, stage: Stage) -> None:
    """One tap on a scene that cannot run shows what is in its way."""
    stage.lose("matrix")
    page = tablet()
    expect(page.locator("au-card .fault")).to_have_count(1)
    page.locator("au-tile").first.locator(".main button").tap()
    expect(page.locator("au-scene-sheet .blocked").first).to_be_visible()
    expect(page.locator("au-steps li.blocked").first).to_contain_text("offline")


def test_stop_is_held_not_tapped(tablet: Tablet) -> None:
    """Class b: a tap does nothing but say so; 0.8 s stops the scene."""
    page = tablet()
    page.locator("au-tile").first.locator(".main button").tap()
    stop = page.locator("au-keys au-press").nth(2).locator("button")
    expect(stop).to_have_attribute("aria-disabled", "false")
    stop.tap()
    expect(page.locator("au-tile").first.locator(".tile")).to_have_class("tile running")
    press(page, "au-keys au-press >> nth=2")
    expect(page.locator("au-last")).to_contain_text("Stop")
    page.mouse.up()


def test_what_is_wide_is_slid(tablet: Tablet, stage: Stage) -> None:
    """Class c: a press is not enough, the knob must travel the whole way."""
    stage.slow(30)
    page = tablet()
    page.locator("au-tile").last.locator(".main button").tap()
    slide = page.locator("au-slide button")
    slide.tap()
    expect(page.locator("au-slide")).to_be_visible()
    box = slide.bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 10, box["y"] + 30, steps=8)
    page.mouse.up()
    expect(page.locator("au-scene-sheet .lead")).to_contain_text("/4")
    expect(page.locator("au-scene-sheet .lead")).to_contain_text("Done")


def test_mute_all_and_its_undo(tablet: Tablet) -> None:
    """Only what the key changed is put back."""
    page = tablet()
    page.locator("au-keys au-press").nth(1).locator("button").tap()
    mutes = page.locator("au-hall au-lane .mute[on]")
    expect(mutes).to_have_count(4)
    page.get_by_role("button", name="Undo: Mute all").tap()
    expect(mutes).to_have_count(2)


def test_a_fader_follows_the_finger_and_the_desk_follows_later(tablet: Tablet, stage: Stage) -> None:
    """Relative drag; the number shown while it travels is the wish, the tick is the desk."""
    stage.slow(400)
    page = tablet()
    lane = page.locator("au-hall au-lane").first
    box = lane.locator(".lane").bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 38, steps=6)
    expect(lane.locator(".db")).not_to_have_text("−12.0")
    page.mouse.up()
    expect(lane.locator(".db")).to_have_class("db num pending ")
    expect(lane.locator(".db")).to_have_class("db num calm ")
    expect(lane.locator(".db")).not_to_have_text("−12.0")


def test_a_viewer_sees_everything_and_moves_nothing(tablet: Tablet) -> None:
    """Controls are off, with the reason where the control is."""
    page = tablet(role="viewer")
    expect(page.locator("au-tile").first.locator(".main button")).to_have_attribute("aria-disabled", "true")
    page.goto(page.url.split("#")[0] + "#/devices/matrix")
    expect(page.get_by_text("This role does not operate devices")).to_be_visible()
