"""REQ 50 on the real service: a report with a photo; one that is written while nobody answers comes once."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Tablet
from tests.browser.live_stage import LiveStage
from tests.browser.looking import axe, measures
from tests.browser.stage import Stage
from tests.web.test_photos_api import png

pytestmark = pytest.mark.browser
SOON = 40_000


@pytest.fixture
def stage(live: LiveStage) -> Stage:
    """The hall."""
    return live


def fill(page: Page, title: str, folder: Path) -> None:
    """What a person writes, with a photo."""
    picture = folder / "picture.png"
    picture.write_bytes(png(40, 30))
    page.get_by_label("What happened", exact=True).fill(title)
    page.get_by_label("Photo").set_input_files(picture)


def found(page: Page, title: str) -> list[dict]:  # type: ignore[type-arg]
    """The tickets of this title, as the service has them."""
    told = page.request.get(f"{page.url.split('#')[0]}api/v1/tickets?q={title}").json()
    return [one for one in told["tickets"] if one["title"] == title]


def test_req_50_a_photo_is_shown_on_the_ticket(tablet: Tablet, stage: Stage, tmp_path: Path) -> None:
    page = tablet("portrait", at="#/tickets/new")
    fill(page, "redpicture", tmp_path)
    assert axe(page) == []
    assert measures(page) == {"wide": [], "small": []}
    page.get_by_role("button", name="Send the report").tap()
    image = page.locator("au-ticket .photo img")
    expect(image).to_be_visible(timeout=SOON)
    assert image.evaluate("(one) => one.decode().then(() => one.naturalWidth)") == 40
    assert axe(page) == []


def test_req_50_what_was_written_offline_comes_exactly_once(
    tablet: Tablet, stage: Stage, tmp_path: Path
) -> None:
    page = tablet(at="#/tickets/new")
    fill(page, "nosignal", tmp_path)
    stage.refuse(on=True)
    try:
        page.get_by_role("button", name="Keep it").tap(timeout=SOON)
        expect(page.locator("au-toasts")).to_contain_text("Kept on this tablet", timeout=SOON)
    finally:
        stage.refuse(on=False)
    expect(page.locator("au-toasts")).to_contain_text("The report that waited", timeout=SOON)
    assert len(found(page, "nosignal")) == 1
    for _ in range(2):
        stage.drop()
        page.reload()
        page.wait_for_selector("au-shell .chip i")
    assert len(found(page, "nosignal")) == 1


def test_req_50_an_answer_that_got_lost_is_no_second_ticket(
    tablet: Tablet, stage: Stage, tmp_path: Path
) -> None:
    page = tablet(at="#/tickets/new")
    fill(page, "lostanswer", tmp_path)

    def swallow(route) -> None:  # type: ignore[no-untyped-def]
        route.fetch()
        route.abort()

    page.route("**/api/v1/tickets", swallow, times=1)
    page.get_by_role("button", name="Send the report").tap()
    expect(page.locator("au-toasts")).to_contain_text("Kept on this tablet", timeout=SOON)
    expect(page.locator("au-toasts")).to_contain_text("The report that waited", timeout=SOON)
    assert len(found(page, "lostanswer")) == 1
