"""What must be so before an entry of the service is added to a ticket: visits, team, plan, expert, parts.

`stands` is asked for buttons, `refusal` with the whole entry before a line is written.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from controller.record.consulting import CONSULTATION
from controller.record.lines import Sentence, moment
from controller.record.service import visits
from controller.record.service.complaints import ANSWERED, open_ones
from controller.record.service.parts import SORTS, parts
from controller.record.service.plans import CALLED, WAYS
from controller.record.service.team import lacks, team
from controller.record.service.visits import AHEAD, OUTCOMES, Stage
from controller.record.states import ENDED, OVER, State
from controller.record.tickets import Ticket

NEEDS: Mapping[str, tuple[str, ...]] = {
    "work": ("text",),
    "visit_planned": ("person", "at"),
    "visit_left": ("outcome",),
    "visit_called_off": ("reason",),
    "team_member": ("person",),
    "team_decision": ("text",),
    "team_cause": ("text",),
    "team_measure": ("text", "person"),
    "team_measure_done": ("number",),
    "team_review": ("text",),
    "plan": ("what", "text", "until"),
    "expert": ("outcome",),
    "part_used": ("part",),
    "part_returned": ("number",),
    ANSWERED: ("text",),
}
"""What an entry of these kinds must say."""

OF_A_FAULT = frozenset({"visit_planned", "visit_departed", "visit_arrived", "team_opened", "plan", "expert"})
"""A question is answered: nobody comes for it before it is found to be a fault."""

REVIEWED = frozenset({State.VERIFYING, State.RESOLVED, State.CALLBACK})
DUTIES = ("leader", "member", "left")
Data = Mapping[str, Any]


def stands(ticket: Ticket, kind: str) -> bool:
    """Whether an entry of this kind has its place on the ticket as it stands; of other kinds it is not for
    us to say.
    """
    if ticket.type == CONSULTATION and kind in OF_A_FAULT:
        return False
    if kind in ("visit_planned", "visit_departed", "visit_arrived", "work", "plan", "expert"):
        return ticket.state not in ENDED
    if kind == "visit_left":
        return bool(visits.here(ticket))
    if kind == "visit_called_off":
        return any(one.stage in AHEAD for one in visits.unfinished(ticket))
    if kind == "part_used":
        return ticket.state not in OVER
    if kind == "part_returned":
        return bool(parts(ticket))
    if kind == ANSWERED:
        return bool(open_ones(ticket))
    if kind == "team_opened":
        return team(ticket) is None and ticket.state not in ENDED
    return not kind.startswith("team_") or _team_stands(ticket, kind)


def refusal(ticket: Ticket, kind: str, data: Data, at: datetime) -> Sentence | None:
    """Why this entry may not be added; None where it may."""
    if not stands(ticket, kind):
        return _say("现在不能添加这一项。", "This has no place on the ticket as it stands.")
    law = _LAWS.get(kind)
    return None if law is None else law(ticket, data, at)


def open_ends(ticket: Ticket) -> Sentence | None:
    """What has to be ended before the ticket is closed."""
    if visits.unfinished(ticket):
        return _say("还有未结束的上门服务。", "A visit is not ended yet.")
    found = team(ticket)
    if found is not None and found.review is None:
        return _say("应急小组尚未完成结案评审。", "The emergency team still owes its closing review.")
    return unanswered(ticket)


def unanswered(ticket: Ticket) -> Sentence | None:
    """A ticket with a complaint is not over in any way before that is answered."""
    if open_ones(ticket):
        return _say("客户的投诉尚未处理。", "The customer's complaint is not answered yet.")
    return None


def _team_stands(ticket: Ticket, kind: str) -> bool:
    found = team(ticket)
    if found is None or found.review is not None or ticket.state in OVER:
        return False
    if kind == "team_measure_done":
        return any(one.done is None for one in found.measures)
    return kind != "team_review" or ticket.state in REVIEWED


# ------------------------------------------------------------ visits


def _departed(ticket: Ticket, data: Data, at: datetime) -> Sentence | None:
    if data.get("visit") is not None and visits.meant(ticket, data, Stage.PLANNED) is None:
        return _say("没有这个待出发的上门服务。", "There is no such visit that waits to set out.")
    return None


def _arrived(ticket: Ticket, data: Data, at: datetime) -> Sentence | None:
    ahead = visits.meant(ticket, data, *AHEAD)
    if data.get("visit") is not None and ahead is None:
        return _say("没有这个待到场的上门服务。", "There is no such visit that is expected.")
    person = data.get("person") or (ahead.person if ahead is not None else "")
    if not person:
        return _say("缺少：到场人员。", "Still to be said: who has arrived.")
    if any(one.person == person for one in visits.here(ticket)):
        return _say(f"{person} 已经签到。", f"{person} has checked in already.")
    return None


def _left(ticket: Ticket, data: Data, at: datetime) -> Sentence | None:
    visit = visits.meant(ticket, data, Stage.ARRIVED)
    if visit is None:
        return _say("没有这个已到场的上门服务。", "There is no such visit in the hall.")
    signed = str(data.get("signed_by") or "")
    if signed and signed == visit.person:
        return _say("须由客户签字，不能是工程师本人。", "The customer signs, not the engineer.")
    match data["outcome"]:
        case "done":
            return _done(ticket, visits.proof(ticket, visit), signed)
        case "workaround" if ticket.workaround is None:
            return _say("没有生效的临时措施。", "There is no work-around in force.")
        case "appointment" if not data.get("until") or moment(data["until"]) <= at:
            return _say("缺少：下次预约时间。", "Still to be said: when somebody comes again.")
        case outcome if outcome not in OUTCOMES:
            return _say("没有这样的结果。", "A visit does not end like that.")
    return None if signed else _unsigned()


def _done(ticket: Ticket, test: visits.Test | None, signed: str) -> Sentence | None:
    if ticket.device in (None, "", "none"):
        return None if signed else _unsigned()
    if test is None:
        return _say(
            "最后一次操作之后尚未检测：请先检测设备。",
            "Nothing was tested after the last work: test the device first.",
        )
    if test.passed is False:
        return _say("设备检测未通过，不能以“完成”离场。", "The device failed its test: the job is not done.")
    if test.passed is None and not signed:
        return _say(
            "系统无法检测该设备：须由客户签字确认。",
            "The hall cannot test this device: the customer signs for it.",
        )
    return None


def _unsigned() -> Sentence:
    return _say("缺少：客户签字。", "Still to be said: which customer signs.")


def _called_off(ticket: Ticket, data: Data, at: datetime) -> Sentence | None:
    if visits.meant(ticket, data, *AHEAD) is None:
        return _say("没有这个待到场的上门服务。", "There is no such visit that is expected.")
    return None


# ------------------------------------------------------------ team, plan, expert, parts


def _member(ticket: Ticket, data: Data, at: datetime) -> Sentence | None:
    if data.get("duty", "member") not in DUTIES:
        return _say("没有这样的职责。", "There is no such duty in a team.")
    return None


def _measured(ticket: Ticket, data: Data, at: datetime) -> Sentence | None:
    found = team(ticket)
    if found is None or not any(one.no == data["number"] and one.done is None for one in found.measures):
        return _say("没有这条未完成的措施。", "There is no such measure that is still to be done.")
    return None


def _review(ticket: Ticket, data: Data, at: datetime) -> Sentence | None:
    found = team(ticket)
    missing = [] if found is None else list(lacks(found))
    if missing:
        names = "、".join(_LACKING[one] for one in missing)
        return _say(f"评审前还缺：{names}。", f"Before its review the team still owes: {', '.join(missing)}.")
    return None


_LACKING = {"leader": "组长", "cause": "原因分析", "measures": "改进措施"}


def _plan(ticket: Ticket, data: Data, at: datetime) -> Sentence | None:
    if data["what"] not in WAYS:
        return _say("方案须为备机、原厂或临时措施。", f"A plan is one of: {', '.join(WAYS)}.")
    if moment(data["until"]) <= at:
        return _say("方案的完成时间须在将来。", "A plan ends in the future.")
    return None


def _expert(ticket: Ticket, data: Data, at: datetime) -> Sentence | None:
    if data["outcome"] not in CALLED:
        return _say("没有这样的结果。", f"What came of it is one of: {', '.join(CALLED)}.")
    return None


def _used(ticket: Ticket, data: Data, at: datetime) -> Sentence | None:
    if data.get("sort", SORTS[0]) not in SORTS:
        return _say("没有这类备件。", "A part is a part or software.")
    return None


def _returned(ticket: Ticket, data: Data, at: datetime) -> Sentence | None:
    part = next((one for one in parts(ticket) if one.no == data["number"]), None)
    if part is None:
        return _say("没有这个备件。", "There is no such part on this ticket.")
    if not (part.rma or data.get("rma")):
        return _say("缺少：返修（RMA）编号。", "Still to be said: its RMA number.")
    shipped = data.get("shipped") or part.shipped
    if data.get("back") and (not shipped or data["back"] < shipped):
        return _say("寄回须在寄出之后。", "It comes back after it was shipped.")
    return None


def _say(zh: str, en: str) -> Sentence:
    return {"zh": zh, "en": en}


_LAWS: Mapping[str, Callable[[Ticket, Data, datetime], Sentence | None]] = {
    "visit_departed": _departed,
    "visit_arrived": _arrived,
    "visit_left": _left,
    "visit_called_off": _called_off,
    "team_member": _member,
    "team_measure_done": _measured,
    "team_review": _review,
    "plan": _plan,
    "expert": _expert,
    "part_used": _used,
    "part_returned": _returned,
}
