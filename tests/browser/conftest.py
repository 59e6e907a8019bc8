"""A browser, a hall to look at, and tablets of three sizes in two languages."""

from collections.abc import Callable, Generator, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import stage as stages
from tests.browser.live_stage import LiveStage
from tests.browser.looking import last_seen, watch

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"landscape": (1280, 800), "portrait": (820, 1180), "phone": (390, 844)}
Tablet = Callable[..., Page]


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test failed, so that its pages can still be looked at."""
    report = yield
    if report.when == "call" and report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for all stories; closed before any other test needs the event loop."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def scripted() -> Iterator[stages.Stage]:
    """The scripted hall, where there is a node to play it and a built page to show."""
    node = stages.node()
    if node is None or not stages.PAGE.exists():
        pytest.skip("the scripted hall needs node and a built page (npm run build in web/ui)")
    hall = stages.ScriptedStage.start(node)
    yield hall
    hall.stop()


@pytest.fixture(scope="module")
def live(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveStage]:
    """The real service with the demonstration's hall behind it: one for a file of tests, with what that file
    adds to the hall's (`MORE`) and to the people in it (`ACCOUNTS`).
    """
    if not stages.PAGE.exists():
        pytest.skip("there is no built page (npm run build in web/ui)")
    stage = LiveStage(tmp_path_factory.mktemp("live"), more=getattr(request.module, "MORE", ""))
    stage.accounts |= getattr(request.module, "ACCOUNTS", {})
    yield stage
    stage.stop()


@pytest.fixture
def stage(scripted: stages.Stage) -> stages.Stage:
    """The hall as at the start."""
    scripted.reset()
    return scripted


@pytest.fixture
def tablet(browser: Browser, stage: stages.Stage, request: pytest.FixtureRequest) -> Iterator[Tablet]:
    """Open the page as somebody, somewhere: `tablet("portrait", "en", role="viewer", at="#/faults")`."""
    contexts = []

    def open_page(
        size: str = "landscape", lang: str = "en", role: str | None = "lead", at: str = "#/hall"
    ) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale=lang, has_touch=True, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.heard = watch(page)  # type: ignore[attr-defined]
        if role:
            name, password = stage.accounts[role]
            reply = context.request.post(
                f"{stage.base_url}/api/v1/session", data={"name": name, "password": password}
            )
            assert reply.ok
        page.goto(f"{stage.base_url}/{at}")
        page.wait_for_selector("au-shell .chip i, au-login form")
        return page

    yield open_page
    for context in contexts:
        if request.node.stash.get(FAILED, False):
            print(*map(last_seen, context.pages), sep="\n")
        context.close()
