"""How a ticket ended is told to all who were told of it, also where it ended by an approval, by an answer, or
in another ticket (docs: telling people).
"""

from dataclasses import replace

import pytest

from controller.record import failpoints
from tests.desk.desks import cancel
from tests.desk.post import PEOPLE, PostHouse


async def heard(house: PostHouse, what: str, seconds: float = 700) -> list[tuple[str, tuple[str, ...]]]:
    """Who is told so, and in which words."""
    before = len(house.box.got)
    await house.pass_time(seconds)
    found = []
    for letter in house.box.got[before:]:
        if any(one["what"] == what for one in letter.news):
            found.append((letter.to.partition("@")[0], letter.lines))
    return sorted(found)


async def opened(**more: object) -> tuple[PostHouse, int]:
    """A ticket of which chen has been told, who reads both languages."""
    people = dict(PEOPLE.contacts)
    people["chen"] = replace(people["chen"], lang="both")
    house = await PostHouse(directory=replace(PEOPLE, contacts=people), mail="mail").start()
    no = house.open(**more)
    await house.pass_time(35)
    assert ("chen", ["opened"]) in house.told()
    return house, no


async def test_req12_a_ticket_cancelled_by_two_is_told_to_all_who_were_told_once() -> None:
    house, no = await opened(more={"reporter": "ms.li@example.org", "lang": "en"})
    cancel(house.board, no)
    found = dict(await heard(house, "cancelled"))
    assert set(found) == {"chen", "lead", "ms.li"}, "the lead was told that it was asked for"
    assert f"工单 #{no} 已取消：no picture" in found["chen"]
    assert f"Ticket #{no} is cancelled: no picture" in found["chen"]
    assert found["ms.li"] == (f"Ticket #{no} is cancelled: no picture",)
    assert await heard(house, "cancelled", 3600) == []


async def test_req14_an_answer_is_told_and_who_asked_reads_it() -> None:
    asked = {"type": "consultation", "reporter": "ms.li@example.org", "lang": "en"}
    house, no = await opened(grade=1, more=asked)
    said = {"entry": "answered", "text": "hold the button"}
    house.board.add_entry(no, said, "chen", "engineer")
    found = dict(await heard(house, "answered"))
    assert f"工单 #{no} 已答复：no picture" in found["chen"]
    assert f"Ticket #{no} is answered: no picture" in found["chen"]
    mine = [line for one in house.box.got if one.to.startswith("ms.li") for line in one.lines]
    assert mine[-1] == f"Ticket #{no}, our answer: hold the button"
    assert await heard(house, "answered", 3600) == []


async def test_req_0_7_what_was_merged_is_told_and_what_was_taken_apart_too() -> None:
    house, no = await opened()
    other = house.open(title="no light")
    house.board.merge(no, other, "wang", "lead")
    found = dict(await heard(house, "merged"))
    assert f"工单 #{no} 已并入工单 #{other}，在那里继续处理：no picture" in found["chen"]
    assert f"Ticket #{no} goes on in ticket #{other}: no picture" in found["chen"]
    assert await heard(house, "merged", 3600) == []
    house.board.unmerge(no, "two things", "wang", "lead")
    assert f"Ticket #{no} goes on by itself again: no picture" in dict(await heard(house, "unmerged"))["chen"]


@pytest.mark.parametrize(
    "shown",
    [
        test_req12_a_ticket_cancelled_by_two_is_told_to_all_who_were_told_once,
        test_req14_an_answer_is_told_and_who_asked_reads_it,
        test_req_0_7_what_was_merged_is_told_and_what_was_taken_apart_too,
    ],
)
async def test_each_of_these_would_tell(shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"ends_are_not_told"}))
    with pytest.raises((AssertionError, KeyError)):
        await shown()
