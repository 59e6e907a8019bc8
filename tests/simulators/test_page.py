"""The simulators' page in a real browser: what a button says is what the device does."""

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import async_playwright, expect

from drivers.projectors.pjlink import PJLINK
from simulators.backdoor import BackDoor
from simulators.venue import Venue
from tests.simulators.real import device

pytestmark = pytest.mark.browser
NAME = {"zh": "主投影", "en": "Main projector"}


@pytest.fixture
async def hall(chromium):
    """The page of a hall with one projector, and the projector."""
    one = device(PJLINK, warm_up="8s")
    about = {
        "pjlink": {"name": NAME, "driver": "pjlink", "address": "tcp://x:1", "listens": ["tcp://127.0.0.1:1"]}
    }
    server = TestServer(BackDoor(Venue([one]), about, {"zh": "大礼堂", "en": "Grand Hall"}).app())
    await server.start_server()
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = await browser.new_page()
        await page.goto(str(server.make_url("/")))
        yield page, one
        await browser.close()
    await server.close()


async def test_a_break_is_switched_on_and_off(hall):
    page, one = hall
    silent = page.get_by_role("button", name="不应答")
    await silent.click()
    await expect(silent).to_have_attribute("aria-pressed", "true")
    assert one.impairments.silent
    await page.get_by_role("button", name="答应但不执行").click()
    await expect(page.locator(".state")).to_have_text("有毛病: 不应答, 答应但不执行")
    await silent.click()
    await expect(silent).to_have_attribute("aria-pressed", "false")
    assert (one.impairments.silent, one.impairments.deaf) == (False, True)
    await page.get_by_role("button", name="全部修好").click()
    await expect(page.locator(".state")).to_have_text("正常")


async def test_it_speaks_english_and_shows_values(hall):
    page, _ = hall
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_role("heading", name="Main projector")).to_be_visible()
    await page.get_by_role("button", name="Too hot").click()
    await page.get_by_text("Values now").click()
    await expect(page.get_by_role("row", name="health/temperature")).to_contain_text('"failed"')
    await page.get_by_role("button", name="Restart").click()
    await expect(page.locator(".state")).to_have_text("starting")


async def test_axe_finds_nothing_in_either_language(hall):
    page, _ = hall
    for name in ("主投影", "Main projector"):
        await expect(page.get_by_role("heading", name=name)).to_be_visible()
        found = await Axe().run(page)
        assert [one["id"] for one in found.response["violations"]] == []
        await page.locator("#lang").click()


async def test_every_text_is_there_in_both_languages():
    server = TestServer(BackDoor(Venue([]), {}, NAME).app())
    await server.start_server()
    async with ClientSession() as http:
        kinds = await (await http.get(server.make_url("/impairments"))).json()
    assert all(kind["en"] and kind["zh"] for kind in kinds.values())
    await server.close()
