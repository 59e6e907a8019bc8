"""No channel is used faster than its maker allows, in any minute, and nothing is lost by that."""

from hypothesis import given, settings
from hypothesis import strategies as st

from controller.desk.notify.bucket import Limit, ready
from tests.desk.post import MONDAY, Box, PostHouse, timedelta

TIMES = st.lists(st.floats(0, 30), min_size=1, max_size=80)


@settings(max_examples=200, deadline=None)
@given(TIMES, st.integers(1, 120))
def test_no_minute_ever_holds_more_than_the_vendor_allows(gaps: list[float], law: int) -> None:
    """Against a count of every window: a robot that may say 20 a minute says 20 at most, in any minute."""
    limit, now, used = Limit.within(law), MONDAY, []
    for gap in gaps:
        now = max(now + timedelta(seconds=gap), ready(used[-200:], limit, now + timedelta(seconds=gap)))
        used.append(now)
    for at in used:
        assert sum(at <= one < at + timedelta(seconds=60) for one in used) <= max(law, 2)


def test_a_bucket_that_is_full_lets_a_burst_go() -> None:
    limit, used = Limit(5, 15), []
    while ready(used, limit, MONDAY) == MONDAY:
        used.append(MONDAY)
    assert len(used) == 5
    assert ready(used, limit, MONDAY) == MONDAY + timedelta(seconds=4)


async def test_a_channel_is_never_used_faster_than_its_limit_and_nothing_is_lost() -> None:
    house = await PostHouse(box=Box(limit=Limit.within(20))).start()
    for _ in range(60):
        house.open(grade=3)
    await house.pass_time(300, 1)
    assert len({one.ticket for one in house.box.got if one.news[0]["what"] == "opened"}) == 60
    tried = [line.at for line in house.journal.lines if line.kind == "outbox.try"]
    assert max(sum(a <= b < a + timedelta(seconds=60) for b in tried) for a in tried) <= 20
