"""The page of the sweep before doors: stopped, put back, held back before an audience, its sheet checked.

The real service and its simulators. `AUDITORIUM_LOOK=DIR` keeps a picture of every page that was judged.
"""

import json
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Tablet
from tests.browser.live_stage import LiveStage
from tests.browser.stage import Stage
from tests.browser.test_judged_scenes import EVERYWHERE, SWEPT, api, judged
from tests.browser.test_live import SOON, ready

pytestmark = pytest.mark.browser
STOP = {"zh-CN": "停止并恢复", "en": "Stop and put back"}
INSIST = {"zh-CN": "仍然试动", "en": "Try them all the same"}
SEAL = {"zh-CN": "核验签名", "en": "Check the signature"}
HOLDS = {"zh-CN": "由本礼堂签名", "en": "Signed by this hall, and unchanged"}
CHANGED = {"zh-CN": "被改动过", "en": "Changed since it was signed"}
OVER = "async () => (await (await fetch('/api/v1/readiness')).json()).sheets[0].ended !== null"


@pytest.fixture
def stage(live: LiveStage) -> Stage:
    """The hall, its devices well and as at the start."""
    live.reset()
    return live


def there(tablet: Tablet, size: str, lang: str) -> Page:
    page = tablet(size, lang)
    ready(page)
    page.evaluate("location.hash = '#/more/readiness'")
    return page


@pytest.mark.parametrize(("size", "lang"), EVERYWHERE)
def test_it_is_stopped_on_the_page_and_puts_back(tablet: Tablet, stage: Stage, size: str, lang: str) -> None:
    page = there(tablet, size, lang)
    before = api(page, "GET", "points/matrix/video_tie/8")["reported"]
    stage.slow(700)
    page.locator("au-readiness au-press button").first.click()
    stop = page.locator("au-readiness au-press").filter(has_text=STOP[lang]).locator("button")
    expect(stop).to_be_visible(timeout=SOON)
    judged(page, "sweeping")
    stop.click()
    page.wait_for_function(OVER, polling=200, timeout=60_000)
    stage.slow(0)
    expect(page.locator("au-readiness .sheet")).to_contain_text({"zh-CN": "停止", "en": "Stopped"}[lang])
    judged(page, "stopped")
    assert api(page, "GET", "readiness")["sheets"][0]["left"] == []
    assert api(page, "GET", "points/matrix/video_tie/8")["reported"] == before


@pytest.mark.parametrize(("size", "lang"), EVERYWHERE)
def test_before_an_audience_it_says_that_it_only_asks(
    tablet: Tablet, stage: Stage, size: str, lang: str
) -> None:
    page = there(tablet, size, lang)
    now = datetime.now(UTC)
    said = {"title": "Gala", "start": now.isoformat(), "end": (now + timedelta(hours=1)).isoformat()}
    event = api(page, "POST", "events", said)
    try:
        expect(page.locator("au-readiness")).to_contain_text("Gala", timeout=SOON)
        before = len(api(page, "GET", "readiness")["sheets"])
        page.locator("au-readiness au-press button").first.click()
        page.wait_for_function(SWEPT, arg=before, polling=200, timeout=SOON)
        expect(page.locator("au-readiness .sheet .warn")).to_contain_text("Gala", timeout=SOON)
        insist = page.locator("au-readiness au-press").filter(has_text=INSIST[lang]).locator("button")
        expect(insist).to_be_visible(timeout=SOON)
        judged(page, "hushed")
    finally:
        api(page, "DELETE", f"events/{event['id']}")
        api(page, "POST", "mode", {"mode": "edit"})


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_a_sheet_is_checked_as_shown_and_as_a_file(tablet: Tablet, stage: Stage, lang: str) -> None:
    page = there(tablet, EVERYWHERE[0][0], lang)
    before = len(api(page, "GET", "readiness")["sheets"])
    page.locator("au-readiness au-press button").first.click()
    page.wait_for_function(SWEPT, arg=before, polling=200, timeout=SOON)
    seal = page.locator("au-readiness au-press").filter(has_text=SEAL[lang]).locator("button")
    seal.click()
    expect(page.locator("au-toasts")).to_contain_text(HOLDS[lang])
    id = next(one["id"] for one in api(page, "GET", "readiness")["sheets"] if one["signature"])
    sheet = api(page, "GET", f"readiness/{id}")
    sheet["items"][0]["light"] = "red"
    chosen = {"name": "sheet.json", "mimeType": "application/json", "buffer": json.dumps(sheet).encode()}
    page.locator("au-readiness input[type=file]").set_input_files(files=[chosen])
    expect(page.locator("au-toasts")).to_contain_text(CHANGED[lang])
