"""What may be added to a ticket, by whom, and what must be said with it: asked before a line is written.

The laws are those of requirements 0.5 and 0.7. A refusal is a sentence for the person who tried.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from controller.record import asking, consulting, failpoints, relapsing, talking
from controller.record.again import may_reopen
from controller.record.blank import spoken
from controller.record.lines import Sentence, moment
from controller.record.pausing import refused as not_waited
from controller.record.pausing import refused_approval
from controller.record.service import law
from controller.record.service.hands import hands
from controller.record.states import CARRIES, ENTRIES, MOVES, OVER, State
from controller.record.tickets import Ticket, destination, may_move

S = State
CALLED = frozenset({S.RESOLVED, S.CALLBACK})
"""Where a ticket stands when its satisfaction call is made."""
AFTERWARDS = frozenset(
    {"note", "comment", "progress", "photo", "mail", "attachment", "reopened", "unmerged", "part_returned"}
    | {"explained", "complaint_answered"}
    | {"state", "merged"}
)
"""What people may still say of a ticket that is over; where `state` and `merged` lead is another law."""
REOPEN_WITHIN = 7 * 86400.0
"""Seconds, where the contract says nothing else."""
UNMERGE_WITHIN = timedelta(hours=24)
REVIEW_WITHIN = timedelta(days=7)
"""A work-around is looked at again within this time."""

NEEDS: Mapping[str, tuple[str, ...]] = {
    "note": ("text",),
    "progress": ("text",),
    "comment": ("text",),
    "answered": ("text",),
    "converted": ("reason",),
    "handed_over": ("from", "to"),
    "photo": ("name", "media", "sha256"),
    "mail": ("text",),
    "joined": ("fault",),
    "left": ("fault",),
    "contact_made": ("person",),
    "contact_attempt": ("person", "phone"),
    "class": ("class", "reason"),
    "workaround": ("what", "accepted_by"),
    "reopened": ("reason",),
    "merged": ("into",),
    "absorbed": ("from", "received", "class"),
    "unmerged": ("reason",),
    "released": ("from",),
    "workaround_over": ("reason",),
    "survey_later": ("until",),
    "explained": ("reason", "measure"),
    "approval_asked": ("to", "reason"),
    "approval_given": ("of",),
    "approval_refused": ("of", "reason"),
    S.WAITING: ("reason", "asked_by", "until"),
    S.CANCELLED: ("reason",),
    S.CLOSED: ("resolution", "cause_code", "parts", "evidence"),
    **law.NEEDS,
}
"""What an entry of a kind, or a move to a state, must say."""


class NotLawful(Exception):
    """The entry may not be added; `sentence` says why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.sentence: Sentence = {"zh": zh, "en": en}


def check(
    ticket: Ticket,
    data: Mapping[str, Any],
    actor: str,
    role: str,
    at: datetime,
    reopen: float = REOPEN_WITHIN,
    zone: tzinfo = UTC,
) -> None:
    """Raise `NotLawful` unless `actor`, as `role`, may add the entry `data` to `ticket` at this moment;
    `reopen` is for how many seconds a closed one may be reopened, `zone` is the hall's.
    """
    data, kind = spoken(data), str(data.get("entry"))
    if role not in ENTRIES.get(kind, ()):
        raise NotLawful(f"您的角色不能添加“{kind}”。", f"Your role may not add {kind!r} to a ticket.")
    if ticket.state in OVER and kind not in AFTERWARDS and role != "system":
        raise NotLawful(f"工单 {ticket.no} 已结束。", f"Ticket {ticket.no} is over ({ticket.state}).")
    to = _known(ticket, kind, data)
    moves = kind == "state" or to != ticket.state
    settled = consulting.closes(ticket, to)
    _complete((kind, to) if moves and not settled else (kind,), data)
    _allowed(ticket, kind, to, role, zone)
    why = refused_approval(ticket, data, actor, role, at)
    if why is None and moves and to == S.WAITING:
        why = not_waited(ticket, data, at)
    if why is None and moves and to == S.VERIFYING and role != "system":
        why = relapsing.refused(ticket.entries, ticket.cycle, data, at)
    if to == S.CLOSED and moves and not settled and not (ticket.device or data.get("device")):
        raise NotLawful("缺少：设备（没有则写“无”）。", "Still to be said: device (or none).")
    if kind == "reopened":
        _in_time(ticket, at, reopen)
    _by_kind(ticket, kind, data, actor, role, at)
    why = why or law.refusal(ticket, kind, data, at)
    why = why or (_ends(ticket, to) if moves else None)
    if why is not None:
        raise NotLawful(why["zh"], why["en"])


def _ends(ticket: Ticket, to: State) -> Sentence | None:
    """Why it cannot be over yet."""
    if to == S.CLOSED:
        return law.open_ends(ticket)
    return law.unanswered(ticket) if to in (S.CANCELLED, S.MERGED) else None


def _by_kind(ticket: Ticket, kind: str, data: Mapping[str, Any], actor: str, role: str, at: datetime) -> None:
    """What only some entries have to keep to."""
    match kind:
        case "unmerged":
            _soon(ticket, at)
        case "contact_made" if (why := talking.refused(data, role, at, ticket.start)) is not None:
            raise NotLawful(why["zh"], why["en"])
        case "workaround" if data.get("review") and moment(data["review"]) - at > REVIEW_WITHIN:
            raise NotLawful("临时措施须在七天内复查。", "A work-around is looked at again within seven days.")
        case "workaround" if data.get("review") and moment(data["review"]) <= at:
            raise NotLawful("复查日期须在将来。", "The date of the review lies ahead.")
        case "workaround_over" if ticket.workaround is None:
            raise NotLawful("没有生效的临时措施。", "There is no work-around in force.")
        case "converted" if not consulting.may_convert(ticket):
            raise NotLawful("只有未答复的咨询可以转为故障。", "Only an open question can become a fault.")
        case "survey" | "survey_attempt" | "survey_later" if ticket.state not in CALLED and not _early():
            raise NotLawful(
                "问题解决之后才能回访。", "The satisfaction call is made once the ticket is resolved."
            )
        case "survey" if not isinstance(data.get("solved"), bool) and not _early():
            raise NotLawful("缺少：问题是否已解决。", "Still to be said: whether it is solved.")
        case "survey" | "survey_attempt" | "survey_later" if actor.casefold() in hands(ticket):
            raise NotLawful(
                "回访须由未参与处理的人员进行。", "Whoever worked on the ticket does not make its call."
            )


def _early() -> bool:
    return failpoints.planted("surveys_at_any_time")


def _soon(ticket: Ticket, at: datetime) -> None:
    merged = (entry.at for entry in reversed(ticket.entries) if entry.kind == "merged" and entry.lawful)
    if at - next(merged, at) > UNMERGE_WITHIN:
        raise NotLawful(
            "合并已超过二十四小时，不能再拆分。", "After twenty-four hours what was merged stays merged."
        )


def survey_done(ticket: Ticket, zone: tzinfo = UTC) -> bool:
    """Whether the satisfaction call of this cycle is over: answered, or tried in vain on three different
    days of the hall.
    """
    if ticket.type == consulting.CONSULTATION:
        return True  # nothing was repaired
    calls = [entry for entry in ticket.entries if entry.cycle == ticket.cycle]
    if failpoints.planted("days_are_those_of_utc"):
        zone = UTC
    days = {entry.at.astimezone(zone).date() for entry in calls if entry.kind == "survey_attempt"}
    answered = (entry for entry in calls if entry.kind == "survey" and entry.lawful)
    return len(days) >= 3 or any(entry.data.get("solved") is not False for entry in answered)


def _known(ticket: Ticket, kind: str, data: Mapping[str, Any]) -> State:
    if kind == asking.GIVEN and "to" not in data:
        raise NotLawful("没有待批准的申请。", "Nothing is asked for that could be answered.")
    try:
        return destination(ticket, kind, data)
    except (KeyError, ValueError):
        raise NotLawful("没有这样的状态。", "There is no such state of a ticket.") from None


def _complete(names: Iterable[str], data: Mapping[str, Any]) -> None:
    missing = [word for name in names for word in NEEDS.get(name, ()) if not data.get(word)]
    if missing:
        raise NotLawful(f"缺少：{'、'.join(missing)}。", f"Still to be said: {', '.join(missing)}.")


def _allowed(ticket: Ticket, kind: str, to: State, role: str, zone: tzinfo) -> None:
    if not may_move(ticket, to, kind):
        raise NotLawful(
            f"工单 {ticket.no} 处于“{ticket.state}”，不能变为“{to}”。",
            f"Ticket {ticket.no} is {ticket.state} and cannot become {to}.",
        )
    if to != ticket.state and kind not in CARRIES and role not in MOVES[ticket.state][to]:
        raise NotLawful(f"您的角色不能把工单变为“{to}”。", f"Your role may not make a ticket {to}.")
    if to == S.CLOSED and not survey_done(ticket, zone):
        raise NotLawful(
            "关闭前须完成满意度回访，或在三个不同日期尝试过。",
            "Before closing, the satisfaction call is answered, or tried on three different days.",
        )


def _in_time(ticket: Ticket, at: datetime, within: float) -> None:
    if not may_reopen(ticket, at, within):
        days = f"{within / 86400:.3g}"
        raise NotLawful(
            f"关闭已超过 {days} 天：请新建工单并关联本单。",
            f"It was closed more than {days} days ago: open a new ticket that names this one.",
        )
