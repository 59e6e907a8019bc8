"""Scenes with a choice, a question, a queue, a past; events, the clock, show mode, readiness: all looked at.

The real service and its simulators. `AUDITORIUM_LOOK=DIR` keeps a picture of every page that was judged.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import looking
from tests.browser.conftest import SIZES, Tablet
from tests.browser.live_stage import LiveStage
from tests.browser.stage import Stage
from tests.browser.test_live import SOON, hold, ready, tile

pytestmark = pytest.mark.browser
EVERYWHERE = [(size, lang) for size in SIZES for lang in ("zh-CN", "en")]
MORE = """
schedules:
  closing:
    scene: all-off
    name: {zh: 每晚散场, en: Closing time}
    at: "* * * * *"
    ask: 20m
"""


@pytest.fixture
def stage(live: LiveStage) -> Stage:
    """The hall, its devices well and as at the start."""
    live.reset()
    return live


@pytest.fixture(autouse=True)
def quiet(browser: Browser, stage: Stage) -> Iterator[None]:
    """No run is left behind for the next story."""
    yield
    context = browser.new_context()
    name, password = stage.accounts["lead"]
    url, origin = f"{stage.base_url}/api/v1", {"Origin": stage.base_url}
    context.request.post(f"{url}/session", data={"name": name, "password": password})
    for run in context.request.get(f"{url}/runs").json()["runs"].values():
        if run["state"] in ("running", "queued", "undoing"):
            context.request.post(f"{url}/runs/{run['id']}/stop", data={}, headers=origin)
    context.close()


def judged(page: Page, name: str) -> None:
    """Nothing sticks out, nothing is too small, nothing complains; and a picture of it."""
    if folder := os.environ.get("AUDITORIUM_LOOK"):
        width = (page.viewport_size or {}).get("width")
        lang = page.evaluate("document.documentElement.lang")
        page.screenshot(path=Path(folder) / f"{name}-{lang}-{width}.png")
    assert looking.measures(page) == {"wide": [], "small": []}
    assert looking.axe(page) == []
    assert page.heard == []  # type: ignore[attr-defined]


def api(page: Page, method: str, path: str, body: Any = None) -> Any:
    """Ask the service as the person at this tablet would."""
    origin = page.evaluate("location.origin")
    reply = page.request.fetch(
        f"{origin}/api/v1/{path}", method=method, data=body, headers={"Origin": origin}
    )
    assert reply.ok, reply.text()
    return reply.json() if reply.text() else None


FADER = """
async (level) => {
  const found = await (await fetch('/api/v1/points/mixer/fader/1')).json();
  return Math.abs(found.reported - level) < 0.1;
}
"""
SWEPT = """
async (before) => {
  const { sheets } = await (await fetch('/api/v1/readiness')).json();
  return sheets.length > before && sheets[0].ended !== null;
}
"""
"""What a page may ask the service until it is so."""


OVERFLOW = {"zh-CN": "外场转播", "en": "Overflow"}
LECTURE = {"zh-CN": "讲座", "en": "Lecture"}


def opened(page: Page, name: str) -> Any:
    """The sheet of a scene by its name."""
    tile(page, name).locator(".see button").click()
    return page.locator("au-scene-sheet")


@pytest.mark.parametrize(("size", "lang"), EVERYWHERE)
def test_what_may_be_chosen_is_chosen_before_it_runs(tablet: Tablet, size: str, lang: str) -> None:
    """The way through the cables is shown for the choice that stands."""
    page = tablet(size, lang)
    ready(page)
    sheet = opened(page, OVERFLOW[lang])
    expect(sheet.locator("au-choices fieldset")).to_have_count(2)
    choice = sheet.locator("au-choices .choice").nth(1)
    choice.click()
    expect(choice).to_have_attribute("aria-pressed", "true")
    name = {"zh-CN": "讲台电脑", "en": "Lectern"}[lang]
    expect(sheet.locator("au-steps .group").first).to_contain_text(name)
    expect(sheet.locator(".lead")).to_be_visible()
    judged(page, "choices")


def asking(page: Page, stage: Stage, lang: str) -> Any:
    """A run of Overflow that has come to its question."""
    stage.deafen("matrix-2/video_tie/3")
    stage.change("matrix-2/video_tie/3", 3)
    ready(page)
    run = api(page, "POST", "scenes/overflow/run", {})
    expect(tile(page, OVERFLOW[lang]).locator(".tile.running")).to_be_visible()
    sheet = opened(page, OVERFLOW[lang])
    expect(sheet.locator("au-asking section")).to_be_visible(timeout=SOON)
    return run


@pytest.mark.parametrize(("size", "lang"), EVERYWHERE)
def test_a_failure_asks_the_person_and_the_run_waits(
    tablet: Tablet, stage: Stage, size: str, lang: str
) -> None:
    """Three answers; another scene is queued or takes the room; after a stop it may go on from there."""
    page = tablet(size, lang)
    run = asking(page, stage, lang)
    judged(page, "asking")
    page.keyboard.press("Escape")
    other = opened(page, LECTURE[lang])
    expect(other.locator(".foot au-press")).to_have_count(2)
    judged(page, "conflict")
    waits = tile(page, LECTURE[lang]).locator(".tile.queued")
    hold(page, other.locator(".foot au-press button").first, other.locator(".lead.queued"))
    expect(waits).to_be_attached()
    page.keyboard.press("Escape")
    api(page, "POST", f"runs/{run['id']}/stop", {})
    expect(tile(page, LECTURE[lang]).locator(".tile.queued")).to_have_count(0)
    sheet = opened(page, OVERFLOW[lang])
    word = {"zh-CN": "从这里继续", "en": "Go on from here"}[lang]
    again = sheet.get_by_role("button", name=word)
    expect(again).to_be_visible(timeout=SOON)
    judged(page, "resume")
    stage.heal("matrix-2")
    hold(page, again, sheet.locator(".lead.running, .lead.done"))
    expect(sheet.locator(".lead.done")).to_be_visible(timeout=SOON)


def test_who_answers_decides(tablet: Tablet, stage: Stage) -> None:
    """Going on leaves the step failed, and says so."""
    page = tablet()
    asking(page, stage, "en")
    page.locator("au-asking").get_by_role("button", name="Go on without it").click()
    sheet = page.locator("au-scene-sheet")
    expect(sheet.locator(".lead.done")).to_be_visible(timeout=SOON)
    expect(sheet.locator("au-steps li.failed")).to_have_count(1)


@pytest.mark.parametrize(("size", "lang"), EVERYWHERE)
def test_what_was_done_by_hand_is_shown_as_such(tablet: Tablet, stage: Stage, size: str, lang: str) -> None:
    """The run goes on; the step names the person, and is not ticked off like what was proved."""
    page = tablet(size, lang)
    asking(page, stage, lang)
    word = {"zh-CN": "已手动完成", "en": "I did it by hand"}[lang]
    sheet = page.locator("au-scene-sheet")
    expect(sheet.locator("au-steps .by").first).to_be_visible()
    judged(page, "by-hand-asked")
    sheet.locator("au-asking").get_by_role("button", name=word).click()
    expect(sheet.locator(".lead.done")).to_be_visible(timeout=SOON)
    expect(sheet.locator("au-steps li.by_hand .hand")).to_contain_text("lead")
    expect(sheet.locator(".blocked")).to_be_visible()
    judged(page, "by-hand")


@pytest.mark.parametrize(("size", "lang"), EVERYWHERE)
def test_the_versions_of_a_scene_and_the_way_back(tablet: Tablet, stage: Stage, size: str, lang: str) -> None:
    """What another version says otherwise, line by line; a lead brings it back."""
    page = tablet(size, lang)
    ready(page)
    refs = ["matrix/video_tie/1", "mixer/fader/1"]
    level = -20 - len(size) - len(lang)
    stage.change("mixer/fader/1", level)
    page.wait_for_function(FADER, arg=level, polling=200)
    lesson = {"id": "film", "name": {"zh": "放映", "en": "Film"}, "refs": refs, "keep": True}
    api(page, "POST", "scenes", lesson)
    sheet = opened(page, {"zh-CN": "放映", "en": "Film"}[lang])
    versions = sheet.locator("au-versions")
    expect(versions.locator("li").nth(1)).to_be_visible()
    versions.locator("li").last.locator("au-press button").first.click()
    expect(versions.locator("pre .new, pre .old").first).to_be_visible()
    versions.locator("pre").scroll_into_view_if_needed()
    judged(page, "versions")
    back = versions.locator("au-press button").last
    back.scroll_into_view_if_needed()
    hold(page, back, versions.locator("li").nth(2))


def event(title: str, minutes: int = 90) -> dict[str, Any]:
    """An event that begins in so many minutes."""
    at = datetime.now(UTC) + timedelta(minutes=minutes)
    said = {"title": title, "start": at.isoformat(), "end": (at + timedelta(hours=2)).isoformat()}
    return said | {"scene": "lecture", "notes": "主讲人自带电脑 / speaker brings a laptop"}


@pytest.mark.parametrize(("size", "lang"), EVERYWHERE)
def test_events_the_clock_and_the_mode(tablet: Tablet, size: str, lang: str) -> None:
    """What is booked, what runs by itself, and show mode, in which nothing about the hall is changed."""
    page = tablet(size, lang, at="#/more/agenda")
    booked = api(page, "POST", "events", event("开学典礼 Opening ceremony"))
    expect(page.locator("au-agenda li").filter(has_text="Opening ceremony").first).to_be_visible()
    judged(page, "agenda")
    api(page, "POST", "mode", {"mode": "show"})
    leave = {"zh-CN": "退出演出模式", "en": "Leave show mode"}[lang]
    expect(page.locator("au-agenda")).to_contain_text(leave)
    judged(page, "show")
    api(page, "POST", "mode", {"mode": "edit"})
    api(page, "DELETE", f"events/{booked['id']}")


@pytest.mark.parametrize(("size", "lang"), EVERYWHERE)
def test_a_scene_by_the_clock_asks_first(tablet: Tablet, size: str, lang: str) -> None:
    """On every screen, with the time that is left, and three answers."""
    page = tablet(size, lang)
    banner = page.locator("au-asks section")
    expect(banner).to_be_visible(timeout=80_000)
    expect(banner.locator("au-press")).to_have_count(3)
    judged(page, "asks")


def test_who_says_not_today_is_heard(tablet: Tablet) -> None:
    page = tablet()
    banner = page.locator("au-asks section")
    expect(banner).to_be_visible(timeout=80_000)
    banner.locator("au-press button").last.click()
    expect(banner).to_have_count(0)


@pytest.mark.parametrize(("size", "lang"), EVERYWHERE)
def test_the_sheet_before_doors(tablet: Tablet, stage: Stage, size: str, lang: str) -> None:
    """A device that answers and ignores is red, and comes first; the sheet is signed."""
    page = tablet(size, lang)
    ready(page)
    stage.deafen("matrix/video_tie/8")
    page.evaluate("location.hash = '#/more/readiness'")
    before = len(api(page, "GET", "readiness")["sheets"])
    page.locator("au-readiness au-press button").first.click()
    page.wait_for_function(SWEPT, arg=before, polling=200, timeout=SOON)
    expect(page.locator("au-readiness li.red").first).to_be_visible(timeout=SOON)
    judged(page, "readiness")
