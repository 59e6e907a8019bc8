"""The proofs of tickets as work are seen to fail: each with the bug that it is there to find."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from controller.record import failpoints
from tests.record import test_apart
from tests.web import test_links_api, test_reports_api
from tests.web.house import HALL, House, open_house

PURE: list[tuple[str, Callable[[], None]]] = [
    (
        "what_was_merged_stays_stopped",
        test_apart.test_req_0_7_the_clocks_of_an_unmerged_ticket_have_never_stood,
    ),
    ("urgency_gives_more_time", test_apart.test_req_0_3_a_class_raised_by_urgency_never_gets_a_later_promise),
]


@pytest.mark.parametrize(("bug", "proof"), PURE)
def test_a_planted_bug_of_the_clocks_is_found(
    bug: str, proof: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    proof()
    monkeypatch.setattr(failpoints, "_planted", frozenset({bug}))
    with pytest.raises(AssertionError):
        proof()


@pytest_asyncio.fixture
async def linked(tmp_path: Path) -> AsyncIterator[House]:
    house = await open_house(tmp_path, HALL + test_links_api.LINKED.replace("URL", "http://127.0.0.1:9/"))
    yield house
    await house.close()


async def test_a_report_that_reads_on_is_found(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"a_past_month_reads_on"}))
    with pytest.raises(AssertionError):
        await test_reports_api.test_req_80_a_past_month_is_the_same_bytes_whatever_came_later(house)


async def test_a_message_that_is_taken_twice_is_found(linked: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"a_message_is_taken_again"}))
    with pytest.raises(AssertionError):
        await test_links_api.test_theirs_opens_ours_once_and_our_receipt_counts(linked)
