"""What has to be said before a ticket waits, and what before somebody's approval counts (0.5, 0.7)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from controller.record import asking
from controller.record.lines import Sentence, moment
from controller.record.states import APPROVERS, LAWFUL_PAUSES, OVER, State
from controller.record.tickets import Ticket, may_move

Data = Mapping[str, Any]
SHOWN = frozenset({"photo", "mail", "attachment"})
"""Entries that may be the evidence for a wait: what somebody attached."""


def refused(ticket: Ticket, data: Data, at: datetime) -> Sentence | None:
    """Why the ticket may not wait like this; None where it may."""
    if data["reason"] not in LAWFUL_PAUSES:
        return _say("此原因不能暂停计时。", f"{data['reason']!r} does not pause the clocks.")
    if moment(data["until"]) <= at:
        return _say("预计结束时间须在将来。", "The end that is expected lies ahead.")
    if data.get("file") is not None and not any(_shows(one, data["file"]) for one in ticket.entries):
        return _say("工单上没有这个附件。", "There is no such photo, mail or file on the ticket.")
    if not (data.get("evidence") or data.get("file")):
        return _say(
            "缺少：依据（通话记录或附件）。", "Still to be said: evidence (a note of the call, or a file)."
        )
    return None


def refused_approval(ticket: Ticket, data: Data, actor: str, role: str, at: datetime) -> Sentence | None:
    """Why something that takes two people may not be done, asked for or answered like this."""
    match data.get("entry"):
        case "state" if asking.takes_two(data.get("to"), data):
            return _say(
                "须由第二人批准：请先提出申请。", "It needs a second person's approval: ask for it first."
            )
        case asking.ASKED:
            return _asked(ticket, data, at)
        case asking.GIVEN | asking.DENIED as kind:
            return _answered(ticket, kind, data, actor, role, at)
    return None


def _asked(ticket: Ticket, data: Data, at: datetime) -> Sentence | None:
    if not asking.takes_two(data["to"], data):
        return _say("此事无需批准。", "This needs nobody's approval.")
    to = State(data["to"])
    if not may_move(ticket, to, asking.GIVEN):
        return _say(
            f"工单 {ticket.no} 处于“{ticket.state}”，不能变为“{to}”。",
            f"Ticket {ticket.no} is {ticket.state} and cannot become {to}.",
        )
    if to != State.WAITING:
        return None
    missing = [name for name in ("asked_by", "until") if not data.get(name)]
    if missing:
        return _say(f"缺少：{'、'.join(missing)}。", f"Still to be said: {', '.join(missing)}.")
    return refused(ticket, data, at)


def _answered(ticket: Ticket, kind: str, data: Data, actor: str, role: str, at: datetime) -> Sentence | None:
    asked = asking.pending(ticket.entries)
    if asked is None or asked.seq != data["of"] or ticket.state in OVER:
        return _say("没有待批准的申请。", "Nothing is asked for that could be answered.")
    mine = actor.casefold() in {one.casefold() for one in asking.askers(ticket.entries)}
    if kind == asking.DENIED:
        mine = mine or role in APPROVERS
        return None if mine else _say("只有申请人可以撤回。", "Only who asked for it may take it back.")
    if (mine and actor != asked.actor) or not asking.holds(ticket.entries, actor, kind, data):
        return _say("须由另一人批准。", "Who asks for it does not approve it: a second person does.")
    if asked.data.get("until") and moment(asked.data["until"]) <= at:
        return _say("申请的结束时间已过。", "The end that was asked for is past: ask anew.")
    return None


def _shows(entry: Any, seq: object) -> bool:
    return entry.lawful and entry.seq == seq and entry.kind in SHOWN


def _say(zh: str, en: str) -> Sentence:
    return {"zh": zh, "en": en}
