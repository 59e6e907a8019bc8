"""What leaves the desk and when: grouped, paced, escalated, retried, never forgotten: REQ-12, 13, 21."""

from dataclasses import replace
from datetime import time

import pytest

from controller.desk.notify.directory import Contact, Directory, Quiet, Reach
from controller.desk.notify.message import Delivered, Failed
from controller.desk.notify.routing import addresses
from controller.record import failpoints
from controller.record.contract import STRICT
from tests.desk.post import MONDAY, Box, PostHouse, contact, timedelta


async def test_a_new_ticket_waits_for_company_and_goes_to_whoever_is_on_call() -> None:
    house = await PostHouse().start()
    no = house.open(title={"zh": "无画面", "en": "No picture"})
    await house.pass_time(25)
    assert house.box.got == []
    await house.pass_time(10)
    (told,) = house.box.got
    assert (told.to, told.ticket, told.lang) == ("chen@example.org", no, "zh")
    assert told.subject == f"[大礼堂 #{no}] 无画面"
    assert told.lines == (f"新工单 #{no}：无画面（严重）",)


async def test_req21_a_class_3_ticket_pages_at_once() -> None:
    house = await PostHouse().start()
    house.open(grade=3)
    await house.turn()
    assert house.told() == [("chen", ["opened"])]
    assert house.box.got[0].urgent


async def test_the_intent_is_the_very_next_line_of_the_same_turn() -> None:
    house = await PostHouse().start()
    house.open()
    kinds = [line.kind for line in house.journal.lines]
    assert kinds[-2:] == ["ticket.opened", "outbox.queued"]
    assert house.journal.lines[-1].data["cause"] == house.journal.lines[-2].seq


async def test_req13_nobody_calls_back_so_the_next_on_the_roster_is_paged_then_the_ladder() -> None:
    house = await PostHouse().start()
    house.open(grade=4)
    await house.pass_time(16 * 60)
    calls = [(who, what) for who, what in house.told() if "threshold" in what or "opened" in what]
    whom = [who for who, _ in calls]
    assert whom[:3] == ["chen", "li", "lead"]
    assert {"project", "head"} <= set(whom[3:5])
    assert whom[5] == "boss"
    news = [n for one in house.box.got for n in one.news if n["what"] == "threshold"]
    assert [n["percent"] for n in news if n["clock"] == "C1"] == [50, 80, 100, 100, 150]


async def test_a_rung_on_which_nobody_stands_is_told_to_whoever_is_on_call() -> None:
    """Given a directory without lead, project or management, and a first on call who has no address."""
    people = Directory({"chen": Contact("chen", "chen", order=1), "li": contact("li", order=2)})
    house = await PostHouse(directory=people).start()
    house.open()
    await house.pass_time(16 * 60)
    percents = [n["percent"] for one in house.box.got for n in one.news if n.get("clock") == "C1"]
    assert {who for who, _ in house.told()} == {"li"}
    assert percents == [50, 80, 100, 150]


async def test_a_roster_of_people_without_an_address_wakes_somebody_who_has_one() -> None:
    chen, lead = Contact("chen", "chen", order=1), contact("lead", "lead")
    house = await PostHouse(directory=Directory({"chen": chen, "lead": lead})).start()
    house.open(grade=3)
    await house.pass_time(6 * 60)
    assert {who for who, _ in house.told()} == {"lead"}
    assert house.told()[0][1] == ["opened"]


def test_a_group_that_two_people_read_sleeps_only_when_both_do() -> None:
    night = Quiet(time(22), time(7))
    robot = (Reach("group"),)
    early, late = Contact("a", "a", reach=robot), Contact("b", "b", reach=robot, quiet=night)
    for pair in ((early, late), (late, early)):
        (way,) = addresses((one, False) for one in pair)
        assert way.who == "a"


async def test_whoever_works_on_it_hears_what_the_customer_writes_and_that_it_failed_again() -> None:
    house = await PostHouse().start()
    no = house.open()
    await house.pass_time(35)
    say = lambda **data: house.board.add_entry(no, data, "guest", "system")  # noqa: E731
    say(entry="mail", text="still dark")
    say(entry="restored")
    say(entry="relapsed")
    await house.pass_time(320)
    assert ("chen", ["mail", "restored", "relapsed"]) in house.told()
    assert "still dark" in house.box.got[-1].text or "still dark" in house.box.got[1].text


async def test_whoever_works_on_it_hears_what_another_desk_writes_and_no_note_of_ours() -> None:
    house = await PostHouse().start()
    no = house.open()
    await house.pass_time(35)
    said = {"zh": "对方状态：reopened。", "en": "Their state: reopened."}
    house.board.add_entry(no, {"entry": "note", "text": "customer says smoke"}, "link:city", "system")
    house.board.add_entry(no, {"entry": "note", "text": said}, "link:city", "system")
    house.board.add_entry(no, {"entry": "note", "text": "a thought of ours"}, "li", "helpdesk")
    await house.pass_time(320)
    assert ("chen", ["linked", "linked"]) in house.told()
    assert "customer says smoke" in house.box.got[-1].text
    assert "对方状态：reopened" in house.box.got[-1].text


async def test_at_night_the_night_duty_is_paged() -> None:
    house = await PostHouse().start()
    await house.pass_time(10 * 3600, 600)  # 22:00
    house.open(grade=3)
    await house.turn()
    assert house.told() == [("wang", ["opened"])]
    assert house.box.got[0].lines[0].startswith("New ticket #")


async def test_later_news_of_a_ticket_waits_five_minutes_and_shares_a_letter() -> None:
    house = await PostHouse().start()
    no = house.open()
    await house.pass_time(35)
    house.board.add_entry(no, {"entry": "contact_made", "way": "here", "person": "Ms Li"}, "chen", "engineer")
    house.board.add_entry(no, {"entry": "restored"}, "chen", "engineer")
    house.board.add_entry(no, {"entry": "state", "to": "resolved"}, "chen", "engineer")
    await house.pass_time(200)
    assert len(house.box.got) == 1
    await house.pass_time(150)
    assert house.told()[1] == ("chen", ["restored", "resolved"])


async def test_what_is_over_before_anybody_was_told_is_told_to_nobody() -> None:
    house = await PostHouse().start()
    no = house.open()
    house.journal.append("ticket.entry", str(no), {"entry": "restored", "by_itself": True})
    await house.pass_time(60)
    assert house.box.got == []
    assert house.journal.lines[-1].kind == "outbox.dropped"


async def test_a_breach_that_stands_is_told_again_after_four_hours() -> None:
    house = await PostHouse().start()
    no = house.open(grade=1)
    house.board.add_entry(no, {"entry": "contact_made", "way": "here", "person": "Ms Li"}, "chen", "engineer")
    await house.pass_time(8.6 * 3600, 60)
    again = [
        one for one in house.box.got if one.to == "head@example.org" and one.news[0]["what"] == "standing"
    ]
    assert 1 <= len(again) <= 2
    assert "C4" in again[0].news[0]["clocks"]


async def test_in_quiet_hours_only_what_is_urgent_is_told() -> None:
    house = await PostHouse().start()
    ends = house.office.settings.directory.quiet_until
    assert ends("boss", MONDAY) is None
    assert ends("boss", MONDAY + timedelta(hours=11)) == MONDAY + timedelta(hours=19)
    assert ends("boss", MONDAY + timedelta(hours=18.5)) == MONDAY + timedelta(hours=19)
    await house.pass_time(10.5 * 3600, 600)
    about = {"ticket": 1, "title": "x", "class": 2, "device": None, "what": "resolved"}
    for urgent in (False, True):
        data = {"channel": "mail", "to": f"boss{urgent}", "who": "boss", "lang": "zh", "urgent": urgent}
        more = {"group": f"g{urgent}", "news": about, "cause": 1}
        house.journal.append("outbox.queued", "1", data | more)
    await house.pass_time(3600, 60)
    assert [one.to for one in house.box.got] == ["bossTrue"]
    await house.pass_time(8 * 3600, 600)
    assert [one.to for one in house.box.got] == ["bossTrue", "bossFalse"]


# ------------------------------------------------------------ what goes wrong


async def test_req17_an_urgent_message_that_reached_nobody_is_a_ticket_of_ours() -> None:
    """Given a channel that refuses for good: one ticket says so, restored when the channel works again."""
    box = Box(always=Failed("wrong token", again=False))
    house = await PostHouse(box=box).start()
    house.open(grade=3)
    house.open(grade=4)
    await house.pass_time(120)
    (ours,) = [ticket for ticket in house.board.tickets() if ticket.cause]
    assert (ours.cause, ours.entries[0].data["text"]) == ("service/channel/mail", "wrong token")
    box.always = Delivered()
    house.office.retry(house.office.outbox.of("dead")[0].key, "lead")
    await house.turn()
    assert house.board.ticket(ours.no).state == "restored_verifying"
    await house.pass_time(620)
    assert house.board.ticket(ours.no).state == "resolved"


async def test_req17_a_mailbox_that_is_silent_for_five_minutes_is_a_ticket_of_ours() -> None:
    house = await PostHouse().start()
    beat = lambda trouble: house.office.heartbeats.inbox(trouble, house.clock.now())  # noqa: E731
    beat("no route")
    house.clock.advance(299)
    beat("no route")
    assert house.board.tickets() == []
    house.clock.advance(2)
    beat("no route")
    beat("no route")
    (ours,) = house.board.tickets()
    assert ours.cause == "service/inbox"
    beat("")
    assert house.board.ticket(ours.no).state == "restored_verifying"
    beat("")
    house.clock.advance(1)
    beat("no route")
    house.clock.advance(301)
    beat("no route")
    assert house.board.ticket(ours.no).state == "new"


async def test_causes_that_a_death_kept_from_their_intents_are_told_at_the_next_start() -> None:
    house = await PostHouse().start()
    house.open()
    house.journal.lines.pop()  # the intent was in no commit
    after = await house.crash()
    await after.pass_time(35)
    assert after.told() == [("chen", ["opened"])]


async def test_req13_the_message_says_the_call_back_that_was_promised() -> None:
    house = await PostHouse(contract=replace(STRICT, call_back=20.0)).start()
    no = house.open(title={"zh": "无画面", "en": "No picture"})
    await house.pass_time(60)
    lines = [line for one in house.box.got for line in one.lines]
    assert f"工单 #{no} 电话响应（20 秒）已超时（100%）：无画面（严重）" in lines
    assert not any("十分钟" in line for line in lines)
    english = [line for one in house.box.got if one.lang != "zh" for line in one.lines]
    assert all("call-back (20 s)" in line for line in english if "call-back" in line)


async def test_req_0_3_a_missed_plan_is_told_to_the_lead_and_is_no_breach() -> None:
    house = await PostHouse().start()
    no = house.open(grade=3)
    for entry in (
        {"entry": "contact_made", "way": "here", "person": "Li"},
        {"entry": "state", "to": "onsite"},
    ):
        house.board.add_entry(no, entry, "chen", "lead")
    await house.pass_time(25 * 3600, step=600.0)
    news = [
        (one.to.partition("@")[0], n) for one in house.box.got for n in one.news if n["what"] == "plan_passed"
    ]
    assert {who for who, _ in news} >= {"lead"}
    assert not {who for who, _ in news} & {"project", "head", "boss"}
    lines = [line for one in house.box.got for line in one.lines if "计划目标" in line]
    assert any("修复（24 小时）" in line for line in lines)


def told_of_no(house: PostHouse) -> set[str]:
    return {one.to for one in house.box.got if any(news["what"] == "reopened" for news in one.news)}


async def solved_or_not(solved: bool) -> PostHouse:
    house = await PostHouse().start()
    no = house.open()
    house.board.add_entry(no, {"entry": "restored"}, "chen", "engineer")
    house.board.add_entry(no, {"entry": "state", "to": "resolved"}, "chen", "engineer")
    house.board.add_entry(no, {"entry": "survey", "solved": solved}, "clerk", "clerk")
    await house.pass_time(600)
    return house


async def test_req_63_a_customers_no_is_told_to_the_head_too() -> None:
    assert told_of_no(await solved_or_not(False)) == {"chen@example.org", "head@example.org"}
    assert told_of_no(await solved_or_not(True)) == set()


async def test_the_test_of_the_customers_no_would_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"managers_are_not_told"}))
    with pytest.raises(AssertionError):
        await test_req_63_a_customers_no_is_told_to_the_head_too()
