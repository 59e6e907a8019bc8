"""The page of messages on a real service: what was given up is seen, tried again, and arrives (REQ-12)."""

import asyncio
import os
import threading
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Tablet
from tests.browser.looking import axe, measures
from tests.browser.stage import PAGE
from tests.desk.vendors import Receiver, listening
from tests.web.house import HALL, House, open_house
from tests.web.test_notifications_api import SECRET, TOLD

pytestmark = pytest.mark.browser
LIMIT = 60.0


class PostStage:
    """A hall that tells a receiver, in a loop of its own; `receiver.status` says how it answers."""

    def __init__(self, folder: Path) -> None:
        self._loop, self._ended = asyncio.new_event_loop(), asyncio.Event()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self.accounts = {"lead": ("lead", "lead-secret"), "viewer": ("viewer", "viewer-secret")}
        self.house, self.receiver = self.do(self._open(folder))
        self.base_url = self.house.url

    def do(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(LIMIT)

    async def _open(self, folder: Path) -> tuple[House, Receiver]:
        from controller.clock import SystemClock

        self._far = listening(Receiver(SystemClock().now), "/hook")
        receiver = await self._far.__aenter__()
        assert isinstance(receiver, Receiver)
        house = await open_house(folder, HALL + TOLD.replace("URL", receiver.url).replace("SECRET", SECRET))
        receiver.now = house.clock.now
        for role in self.accounts:
            await house.user(role)
        return house, receiver

    async def _close(self) -> None:
        await self.house.close()
        await self._far.__aexit__(None, None, None)

    def reset(self) -> None:
        """Nothing to put back."""

    def stop(self) -> None:
        self.do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[PostStage]:
    if not PAGE.exists():
        pytest.skip("there is no built page (npm run build in web/ui)")
    stage = PostStage(tmp_path)
    yield stage
    stage.stop()


def pictured(page: Any, name: str) -> None:
    """Keep a picture where somebody wants to look."""
    if folder := os.environ.get("AUDITORIUM_LOOK"):
        page.screenshot(path=f"{folder}/{name}.png")


@pytest.mark.parametrize(("size", "lang"), [("landscape", "en"), ("phone", "zh-CN")])
def test_a_message_that_was_given_up_is_tried_again_by_hand(
    stage: PostStage, tablet: Tablet, size: str, lang: str
) -> None:
    stage.receiver.status = 400
    body = {
        "title": {"zh": "主投影无画面", "en": "No picture on the main projector"},
        "class": 4,
        "device": "lamp",
    }
    _, ticket, _ = stage.do(stage.house.ask("POST", "/api/v1/tickets", body, role="helpdesk"))
    stage.do(stage.house.until(lambda: stage.house.service.post.counts()["dead"], turns=200_000))
    page = tablet(size, lang, at="#/more/letters")
    letter = page.locator("au-letter").first
    expect(letter).to_contain_text("HTTP 400")
    pictured(page, f"letters-{size}")
    assert measures(page) == {"wide": [], "small": []}
    assert axe(page) == []
    stage.receiver.status = 0
    letter.locator("button").click()
    expect(page.locator("au-letter .chip").first).to_contain_text({"en": "Sent", "zh-CN": "已发送"}[lang])
    assert stage.receiver.took[0]["ticket"] == ticket["no"]
    page.goto(f"{stage.base_url}/#/tickets/{ticket['no']}")
    expect(page.locator("au-told au-letter")).to_have_count(1)
    stage.do(stage.house.pass_time(310, 5))
    expect(page.locator("au-told .chip").first).to_contain_text("50%")
    pictured(page, f"told-{size}")
    assert measures(page) == {"wide": [], "small": []}
    assert page.heard == []  # type: ignore[attr-defined]


def test_a_viewer_sees_whom_to_call_and_no_messages(stage: PostStage, tablet: Tablet) -> None:
    page = tablet(role="viewer", at="#/more")
    expect(page.locator("au-more")).to_be_visible()
    assert page.locator("a[href='#/more/letters']").count() == 0
    expect(page.locator("au-contacts")).to_contain_text("13800000000")
    expect(page.locator("au-contacts li").nth(1)).to_contain_text("on call now")  # below the hotline
