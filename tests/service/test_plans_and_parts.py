"""Plans, experts and parts, as their entries tell them (REQ-25, REQ-27, REQ-30)."""

from controller.record.service.parts import parts, summed
from controller.record.service.plans import demand, expert, plan
from controller.record.words import text
from tests.record.desk import Story, at, stamp
from tests.service.test_visits import may


def test_req_25_a_plan_says_what_by_whom_and_until_when() -> None:
    story = Story(**{"class": 3})
    assert "until" in may(story, "plan", what="spare", text="x")
    assert "one of" in may(story, "plan", what="prayer", text="x", until=stamp(999))
    assert "future" in may(story, "plan", what="spare", text="x", until=stamp(399))
    story.then(5, "plan", what="spare", text="a lamp from store", person="Chen", until=stamp(999))
    found = plan(story.ticket)
    assert found is not None
    assert (found.way, found.person, found.until) == ("spare", "Chen", at(999))
    assert text(story.ticket.entries[-1]) == {
        "zh": "处理方案（备机）：a lamp from store",
        "en": "Plan (spare unit): a lamp from store",
    }


def test_req_25_a_demand_stands_until_a_plan_is_made() -> None:
    story = Story(**{"class": 3}).then(1, "plan_demanded", "system", of=0, until=stamp(9))
    found = demand(story.ticket)
    assert found is not None
    assert (found.until, found.overdue) == (at(9), False)
    story.then(9, "overdue", "system", what="plan")
    found = demand(story.ticket)
    assert found is not None
    assert found.overdue
    assert demand(story.then(10, "plan", what="spare", text="x", until=stamp(99)).ticket) is None


def test_req_27_who_was_proposed_and_what_came_of_it() -> None:
    story = Story(**{"class": 3})
    assert expert(story.ticket) is None
    said = {"who": "zhao", "name": {"zh": "赵工", "en": "Zhao"}, "level": 3, "phones": ["1"]}
    story.then(1, "expert_proposed", "system", **said)
    found = expert(story.ticket)
    assert found is not None
    assert (found.who, found.level, found.result) == ("zhao", 3, "")
    assert text(story.ticket.entries[-1]) == {"zh": "建议请专家：赵工", "en": "An expert is proposed: Zhao"}
    assert "one of" in may(story, "expert", outcome="shrugged")
    story.then(2, "expert", outcome="advised", person="Zhao", text="reseat the board")
    found = expert(story.ticket)
    assert found is not None
    assert (found.who, found.result, found.text) == ("zhao", "advised", "reseat the board")
    alone = expert(Story().then(2, "expert", outcome="remote", person="Zhao").ticket)
    assert alone is not None
    assert (alone.who, alone.result) == ("", "remote")


def test_req_30_serials_out_and_in_and_what_goes_back() -> None:
    story = Story().then(1, "part_used", part="lamp", serial_out="A1", serial_in="B2", count=2)
    story.then(2, "part_used", part="firmware", sort="software", serial_out="1.0", serial_in="1.1")
    assert "RMA" in may(story, "part_returned", number=1, shipped="2026-03-03")
    assert "no such part" in may(story, "part_returned", number=3, rma="R7")
    assert "after it was shipped" in may(story, "part_returned", number=1, rma="R7", back="2026-03-03")
    assert "part or software" in may(story, "part_used", part="x", sort="ghost")
    story.then(3, "part_returned", number=1, rma="R7", shipped="2026-03-03")
    story.then(4, "part_returned", number=1, back="2026-03-20")
    lamp, software = parts(story.ticket)
    assert (lamp.out, lamp.into, lamp.rma, lamp.shipped, lamp.back) == (
        "A1", "B2", "R7", "2026-03-03", "2026-03-20",
    )  # fmt: skip
    assert (software.sort, software.into, software.rma) == ("software", "1.1", "")
    assert summed(story.ticket) == "2 x lamp, firmware"


def test_req_30_a_part_comes_back_after_the_ticket_is_closed() -> None:
    story = Story().then(1, "part_used", part="lamp").then(2, "contact_made", person="Li").then(3, "restored")
    story.state(4, "resolved").state(5, "callback_due").then(6, "survey").state(7, "closed", resolution="x")
    assert may(story, "part_returned", number=1, rma="R7", shipped="2026-03-03") == ""
