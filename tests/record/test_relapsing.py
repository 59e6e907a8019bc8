"""Requirements 0.2 and 0.7: from when on something was restored, and what nobody may say of that."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from controller.record import failpoints
from controller.record.clocks import readings
from controller.record.contract import STRICT
from controller.record.lawful import NotLawful, check
from tests.record.desk import Story, at, stamp
from tests.record.hours import SHANGHAI
from tests.record.test_clocks_oracle import compare


def relapsed() -> Story:
    return Story().then(10, "restored").then(20, "relapsed")


def reopened() -> Story:
    story = Story().then(10, "restored").state(15, "resolved", actor="system")
    return story.then(60, "reopened", reason="not solved")


def refusal(story: Story, minute: float, said: float, role: str = "engineer", **data: str) -> str:
    entry = {"entry": "restored", "at": stamp(said), **data}
    try:
        check(story.ticket, entry, "wu", role, at(minute))
    except NotLawful as error:
        return error.sentence["en"]
    return ""


def c4(story: Story, cycle: int = 1) -> tuple[str, float]:
    found = readings(story.ticket, at(1000), STRICT, SHANGHAI)
    return next((str(one.state), one.net) for one in found if (one.name, one.cycle) == ("C4", cycle))


def breach() -> None:
    """Late after a relapse, and called mended long before it: the promise was not kept."""
    late = relapsed().then(300, "restored", at=stamp(5)).state(301, "resolved", actor="system")
    assert c4(late) == ("met", 20 * 60), "as far back as the relapse, where old lines say more"
    assert refusal(relapsed(), 300, 5)


def test_req_0_2_a_restoration_is_not_dated_before_the_relapse_or_the_reopening() -> None:
    breach()
    for story, since in ((relapsed(), 20), (reopened(), 60)):
        assert refusal(story, 300, since - 1) == (
            "A restoration is not dated before the last relapse or reopening."
        )
        assert refusal(story, 300, since) == refusal(story, 300, 250) == ""
    assert refusal(Story(10), 300, 12) == "", "with no relapse it may be dated back to its receipt"


def test_req_0_2_no_restoration_is_dated_before_the_last_relapse() -> None:
    story = Story(10).then(20, "restored").then(30, "relapsed").then(40, "restored", at=stamp(15))
    assert story.ticket.restored == at(30)
    again = (
        Story(10).then(20, "restored").state(30, "diagnosing").state(40, "restored_verifying", at=stamp(5))
    )
    assert again.ticket.restored == at(30), "whoever takes it back to work has seen it fail as well"
    apart = (
        Story(10).then(20, "restored").then(25, "merged", into=1).then(30, "unmerged").then(31, "relapsed")
    )
    assert apart.then(40, "restored", at=stamp(12)).ticket.restored == at(31)


def test_req_0_2_nor_into_the_future() -> None:
    assert refusal(Story(), 10, 600) == "A restoration is not in the future."
    assert refusal(Story(), 10, 10.5) == "", "clocks of two machines differ a little"


def test_req_0_2_the_same_as_a_bare_change_of_state() -> None:
    said = {"entry": "state", "to": "restored_verifying"}
    assert refusal(relapsed(), 300, 5, **said)
    assert refusal(relapsed(), 300, 5, "system", **said) == "", "the hall's own lines are held by the fold"


def judged() -> None:
    """Every way to fail, every moment that a restoration may claim: as oracle and law book have it."""
    fails = (
        lambda story: story.then(20, "relapsed"),
        lambda story: story.state(20, "diagnosing"),
        lambda story: story.then(12, "merged", into=1).then(14, "unmerged").then(20, "relapsed"),
        lambda story: story.then(12, "relapsed").then(15, "restored").then(20, "relapsed"),
        lambda story: story.state(15, "resolved", actor="system").then(20, "reopened", reason="x"),
    )
    for fail in fails:
        for said in (-5, 5, 10, 15, 20, 25, 300, 310):
            story = fail(Story().then(10, "restored", at=stamp(9))).then(300, "restored", at=stamp(said))
            compare(story, at(320), STRICT, SHANGHAI, timedelta(minutes=1))
            story.state(330, "resolved", actor="system")
            compare(story, at(340), STRICT, SHANGHAI, timedelta(minutes=1))


def test_req_0_2_the_oracle_and_the_law_book_date_it_alike() -> None:
    judged()


@pytest.mark.parametrize("so", [breach, judged])
def test_the_planted_bug_is_found(monkeypatch: pytest.MonkeyPatch, so: Callable[[], None]) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"a_restoration_before_its_relapse"}))
    with pytest.raises(AssertionError):
        so()
