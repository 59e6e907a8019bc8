"""The page and the real service, with the demonstration's hall behind it: the same stage, nothing scripted.

With `AUDITORIUM_SCREENSHOTS=1` the first story also writes the pictures of the README.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Tablet
from tests.browser.live_stage import LiveStage
from tests.browser.looking import axe
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser
SOON = 30_000
"""Milliseconds for what takes a real device its time."""
IMAGES = Path(__file__).parents[2] / "docs" / "images"


@pytest.fixture
def stage(live: LiveStage) -> Stage:
    """The hall, its devices well and as at the start."""
    live.reset()
    return live


def tile(page: Page, name: str) -> Locator:
    """A scene's tile."""
    return page.locator("au-tile").filter(has_text=name).first


def hold(page: Page, button: Locator, until: Locator) -> None:
    """Put the finger down and leave it there until it shows: a projector's power is not for a tap."""
    box = button.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    expect(until.first).to_be_visible()
    page.mouse.up()


def run(page: Page, name: str) -> None:
    """Run a scene from its tile."""
    hold(page, tile(page, name).locator(".main button"), page.locator("au-tile .tile.running"))


def ready(page: Page) -> None:
    """Wait until the page shows every device as answering."""
    expect(page.locator("au-card .stale")).to_have_count(0, timeout=SOON)


def test_lecture_is_previewed_runs_and_stands(tablet: Tablet, stage: Stage) -> None:
    """Now -> then, every step as it lands, the projector's warming, then live; looked at, and clean."""
    page = tablet()
    ready(page)
    tile(page, "Lecture").locator(".see button").tap()
    sheet = page.locator("au-scene-sheet")
    power = sheet.locator("au-steps li").filter(has_text="Main projector").filter(has_text="Power")
    expect(power).to_contain_text("Off")
    hold(page, sheet.get_by_role("button", name="Run"), sheet.locator("au-steps li.running"))
    expect(power).to_have_class("running")
    expect(power).to_have_class("ok", timeout=SOON)
    expect(sheet.locator(".lead")).to_contain_text("Done", timeout=SOON)
    sheet.get_by_role("button", name="Close").tap()
    expect(tile(page, "Lecture")).to_contain_text("Live")
    assert axe(page) == []
    assert page.heard == []
    if os.environ.get("AUDITORIUM_SCREENSHOTS"):
        photograph(tablet)


def photograph(tablet: Tablet) -> None:
    """The pictures of the README: the hall as it stands, in both languages."""
    IMAGES.mkdir(exist_ok=True)
    for lang, name in (("zh-CN", "hall.png"), ("en", "hall-en.png")):
        page = tablet(lang=lang)
        ready(page)
        expect(page.locator("au-shell .chip").filter(has_text=" ms")).to_have_count(1, timeout=SOON)
        page.screenshot(path=IMAGES / name)


def test_a_change_at_the_front_panel_is_shown_and_differs_from_the_scene(
    tablet: Tablet, stage: Stage
) -> None:
    page = tablet()
    ready(page)
    run(page, "Lecture")
    expect(tile(page, "Lecture")).to_contain_text("Live", timeout=SOON)
    stage.change("matrix/video_tie/1", 3)
    expect(tile(page, "Lecture")).to_contain_text("1 changed since")
    expect(page.locator("au-card").filter(has_text="Main matrix")).to_contain_text("Camera")


@pytest.mark.parametrize(("lang", "words"), [("en", "Live, 2 not done"), ("zh-CN", "2 步未成功")])
def test_a_scene_that_stands_but_for_a_step_says_so(
    tablet: Tablet, stage: Stage, lang: str, words: str
) -> None:
    page = tablet(lang=lang)
    ready(page)
    stage.deafen("matrix-2/recall")
    run(page, {"en": "Ceremony", "zh-CN": "颁奖"}[lang])
    expect(tile(page, {"en": "Ceremony", "zh-CN": "颁奖"}[lang])).to_contain_text(words, timeout=SOON)


def test_a_tripped_outlet_is_one_line_one_ticket_and_restored_by_itself(tablet: Tablet, stage: Stage) -> None:
    page = tablet()
    ready(page)
    stage.trip("pdu-a/outlet/1")
    strip = page.locator("au-strip")
    expect(strip).to_contain_text("outlet 1 (Main projector)", timeout=SOON)
    card = page.locator("au-card").filter(has_text="Main projector").first
    expect(card).to_contain_text("lost", timeout=SOON)
    page.get_by_role("link", name="Tickets").first.tap()
    expect(page.locator("au-tickets .item")).to_have_count(1, timeout=SOON)
    page.locator("au-tickets .item").tap()
    expect(page.locator("au-ticket")).to_contain_text("outlet 1 (Main projector)")
    stage.change("pdu-a/outlet/1", True)
    expect(page.locator("au-ticket .chips")).to_contain_text("Restored", timeout=SOON)


def test_a_killed_service_is_a_banner_and_its_scene_is_interrupted_when_it_is_back(
    tablet: Tablet, stage: Stage
) -> None:
    page = tablet()
    ready(page)
    run(page, "Film")
    stage.refuse(on=True)
    expect(page.locator("au-shell .banner")).to_contain_text("Connection lost")
    stage.refuse(on=False)
    expect(page.locator("au-shell .banner")).to_have_count(0, timeout=SOON)
    expect(tile(page, "Film")).to_contain_text("nterrupted", timeout=SOON)
    expect(page.locator("au-tile .tile.running")).to_have_count(0)


def test_a_pulled_cable_greys_the_values_with_their_age(tablet: Tablet, stage: Stage) -> None:
    page = tablet(at="#/devices/main-projector")
    power = page.locator("au-control").first
    expect(power.locator("au-press[on]")).to_be_visible(timeout=SOON)
    stage.lose("main-projector")
    expect(page.get_by_text("Device offline")).to_be_visible(timeout=SOON)
    expect(power.locator("au-life")).to_contain_text("ago")
    stage.heal("main-projector")
    expect(page.get_by_text("Device offline")).to_have_count(0, timeout=SOON)
    expect(power.locator("au-press[on]")).to_be_visible()


def test_a_scene_stopped_half_way_says_so_and_what_was_done(tablet: Tablet, stage: Stage) -> None:
    """Also where the room happens to be as it wishes: nobody verified that, and it is not called live."""
    page = tablet()
    ready(page)
    site, to = page.url.split("#")[0], {"Origin": page.url.split("/#")[0]}
    begun = page.request.post(f"{site}api/v1/scenes/lecture/run", data={}, headers=to).json()
    lecture = tile(page, "Lecture")
    expect(lecture).to_contain_text("7/13", timeout=SOON)  # the projectors are warming
    page.request.post(f"{site}api/v1/runs/{begun['id']}/stop", data={}, headers=to)
    expect(lecture).to_contain_text("Stopped", timeout=SOON)
    expect(lecture).to_contain_text("of 13 steps")
    expect(page.locator("au-tile .tile.live")).to_have_count(0)
    lecture.locator(".see button").tap()
    expect(page.locator("au-scene-sheet .stands")).to_contain_text("were not put back")
    expect(page.locator("au-scene-sheet .stands")).to_contain_text("Not done: ")
    assert axe(page) == []
    expect(page.locator("au-tile .tile.live")).to_have_count(0)
