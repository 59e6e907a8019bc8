"""Who is told what: a line of a ticket becomes news, and the news finds its people. Pure functions.

A new ticket is for whoever is on call; a class of 3 or more pages at once (REQ-21). A clock that passes a
part of its promise goes up the directory (REQ-12): half of it to the one at work, or, while nobody has
called back, to the next on the roster (REQ-13); then to the team's lead, at the breach to the project's
contact and the head of the service centre, at last to management. How it ended is told to all who were told
that it began. A person who reported by mail hears by mail: that it arrived and its number, what the desk
says, and when it is done.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from controller.desk.callbacks import THRESHOLD
from controller.desk.notify.directory import ON_CALL, Contact, Directory
from controller.record import failpoints
from controller.record.lines import Line
from controller.record.outbox import Told
from controller.record.service.complaints import is_poor
from controller.record.tickets import Ticket

ENDS: Mapping[str, str] = {"resolved": "resolved", "closed": "closed", "cancelled": "cancelled"}
OWED: Mapping[str, tuple[str, ...]] = {
    "team_opened": (ON_CALL, "lead", "project", "head"),
    "plan_demanded": (ON_CALL, "lead"),
    "expert": ("lead",),
    "plan_passed": (ON_CALL, "lead"),
    "overdue_plan": ("lead", "project", "head"),
    "overdue_review": ("lead", "project", "head"),
    "overdue_workaround": (ON_CALL, "lead"),
    "complaint": ("lead", "head"),
    "overdue_complaint": ("lead", "project", "head"),
    "long_wait": (ON_CALL, "lead", "project", "head"),
    "approval_asked": ("lead",),
}
"""Who hears of what a great ticket needs: the roles of the directory; an expert also hears for himself."""
CALM = frozenset(
    {"overdue_review", "overdue_workaround", "overdue_complaint", "complaint", "plan_passed"}
    | {"approval_asked"}
)
"""What breaks no promise to whoever waits for a repair, and has time until the morning."""
LINKED = "link:"
"""How the names of other help desks begin: what they write is news, a note of ours is not."""
PAGED = 3
"""From this class on people are paged at once."""
INSTEAD = ("engineer", "lead", "project", "head", "management")
"""Who hears of a ticket when nobody on the roster can be reached, in this order."""
REPORTER = "reporter"
TO_REPORTER: Mapping[str, str] = {
    "opened": "receipt",
    "progress": "progress",
    "answered": "answer",
    **{what: what for what in ("cancelled", "merged", "unmerged")},
    "resolved": "done",
}
"""What of the news somebody who wrote to the desk hears too, and how it is put to him."""
Whom = tuple[Contact, bool]


@dataclass(frozen=True, slots=True)
class Address:
    """Where one intent goes."""

    channel: str
    to: str
    who: str
    lang: str
    urgent: bool


def news_of(line: Line, ticket: Ticket) -> dict[str, Any] | None:
    """What a line means for people; None for the many that mean nothing to anybody outside the desk."""
    base = {"ticket": ticket.no, "title": ticket.title, "class": ticket.grade, "device": ticket.device}
    match line.kind:
        case "ticket.opened":
            return base | {"what": "opened", "via": ticket.via}
        case "ticket.entry":
            lawful = any(one.seq == line.seq and one.lawful for one in reversed(ticket.entries))
            if lawful and line.data.get("entry") == "note" and line.actor.startswith(LINKED):
                return base | {"what": "linked", "text": line.data.get("text", "")}
            return _entry(line.data, base) if lawful else None
        case _ if line.kind == THRESHOLD:
            said = {name: line.data[name] for name in ("clock", "cycle", "percent", "late_s")}
            said["target_s"] = line.data.get("target_s")
            return base | {"what": "plan_passed" if line.data.get("plan") else "threshold"} | said
    return None


def _entry(data: Mapping[str, Any], base: dict[str, Any]) -> dict[str, Any] | None:
    if data.get("entry") in ("approval_given", "answered", "merged") and failpoints.planted(
        "ends_are_not_told"
    ):
        return None
    match data.get("entry"):
        case "reopened":
            found = base | {"what": "reopened", "reason": data.get("reason", "")}
            return found | ({"not_solved": True} if data.get("not_solved") else {})
        case "restored":
            return base | {"what": "restored", "by_itself": bool(data.get("by_itself"))}
        case "class" if int(data["class"]) >= PAGED:
            return base | {"what": "class", "reason": data.get("reason", "")}
        case "state" if data.get("to") in ENDS:
            return base | {"what": ENDS[data["to"]]}
        case "approval_given" if data.get("to") == "cancelled":
            return base | {"what": "cancelled"}
        case "answered":
            return base | {"what": "answered", "text": data.get("text", "")}
        case "merged":
            return base | {"what": "merged", "into": data.get("into")}
        case "relapsed" | "unmerged" as what:
            return base | {"what": what}
        case "comment":
            return base | {"what": "mail", "text": data.get("text", "")}
        case "survey" if data.get("solved") is not False and is_poor(data.get("score")):
            return base | {"what": "complaint", "score": data["score"]}
        case "team_opened" | "plan_demanded" as what:
            return base | {"what": what}
        case "expert_proposed":
            return base | {"what": "expert", "expert": data.get("who", ""), "name": data.get("name", "")}
        case "long_wait":
            return base | {"what": "long_wait", "late_s": data.get("late_s", 0)}
        case "approval_asked":
            return base | {"what": "approval_asked", "reason": data.get("reason", "")}
        case "overdue":
            return base | {"what": f"overdue_{data.get('what')}"}
        case "progress" | "mail" as what:
            return base | {"what": what, "text": data.get("text", "")}
    return None


def people(news: Mapping[str, Any], line: Line, told: Iterable[Told], directory: Directory) -> list[Whom]:
    """Who is to hear of it, and whether at once."""
    urgent = news["class"] >= PAGED
    match news["what"]:
        case "reopened" if news.get("not_solved") and not failpoints.planted("managers_are_not_told"):
            return [*_first(directory, line, urgent), *_managers(directory)]
        case "opened" | "reopened" | "class":
            return _first(directory, line, urgent)
        case "threshold":
            return list(_up(news, line, told, directory)) or _anybody(news, line, directory)
        case "progress":
            return []
        case what if what in OWED:
            return list(_owed(news, line, directory)) or _first(directory, line, True)
    known = {one.who for one in told}
    return [(one, False) for id, one in directory.contacts.items() if id in known]


def _managers(directory: Directory) -> list[Whom]:
    """Who hears that a customer says it is not solved (REQ-63)."""
    found = _reachable(directory.role("head")) or _reachable(directory.role("lead"))
    return [(one, False) for one in found]


def _owed(news: Mapping[str, Any], line: Line, directory: Directory) -> Iterator[Whom]:
    """Those who have to do something about a great ticket; what breaks no promise waits for the morning."""
    urgent = news["what"] not in CALM
    for role in OWED[news["what"]]:
        found = directory.on_call(line.at) if role == ON_CALL else directory.role(role)
        yield from ((one, urgent) for one in _reachable(found)[: 1 if role == ON_CALL else None])
    expert = directory.contacts.get(str(news.get("expert", "")))
    if expert is not None and expert.reach:
        yield expert, urgent


def _first(directory: Directory, line: Line, urgent: bool) -> list[Whom]:
    return [(one, urgent) for one in _duty(directory, line)[:1]]


def _duty(directory: Directory, line: Line) -> list[Contact]:
    """Who is on call, as far as there is a way to them; where there is none, whoever can be reached."""
    found = _reachable(directory.on_call(line.at))
    return found or _reachable([one for role in INSTEAD for one in directory.role(role)])


def _up(news: Mapping[str, Any], line: Line, told: Iterable[Told], directory: Directory) -> Iterator[Whom]:
    """The rungs of the ladder that this percentage reaches."""
    percent, first = int(news["percent"]), news["clock"] == "C1"
    urgent = first or percent >= 100
    for role in directory.escalation.get(percent, ()):
        if role != ON_CALL:
            yield from ((one, urgent) for one in _reachable(directory.role(role)))
        elif first:
            yield from ((one, True) for one in following(told, _duty(directory, line)))
        else:
            yield from ((one, urgent) for one in _duty(directory, line)[:1])


def _anybody(news: Mapping[str, Any], line: Line, directory: Directory) -> list[Whom]:
    """A rung on which nobody stands: whoever is on call hears of it, rather than nobody."""
    rung = directory.escalation.get(int(news["percent"]), ())
    found = _duty(directory, line) if rung else []
    return [(one, news["clock"] == "C1" or int(news["percent"]) >= 100) for one in found[:1]]


def _reachable(contacts: list[Contact]) -> list[Contact]:
    """Those to whom there is a way."""
    return [one for one in contacts if one.reach]


def following(told: Iterable[Told], roster: list[Contact]) -> list[Contact]:
    """The next on the roster who has not heard of this ticket; the last one once all have."""
    known = {one.who for one in told}
    return next(([one] for one in roster if one.id not in known), roster[-1:])


def addresses(found: Iterable[Whom]) -> list[Address]:
    """Every way to these people, each once: a group's robot is told once, whoever reads there, and it is
    quiet only where all of them are.
    """
    ways: dict[tuple[str, str, str], Address] = {}
    for contact, urgent in found:
        for reach in contact.reach:
            way = (reach.channel, reach.to, contact.lang)
            before = ways.get(way)
            urgent = urgent or (before is not None and before.urgent)
            who = contact.id if before is None or contact.quiet is None else before.who
            ways[way] = Address(*way[:2], who, contact.lang, urgent)
    return list(ways.values())


def reporter(
    news: Mapping[str, Any], ticket: Ticket, mail: str | None
) -> Iterator[tuple[Address, dict[str, Any]]]:
    """What somebody who wrote to the desk hears by mail; `mail` is the desk's own channel."""
    data = ticket.entries[0].data
    address = data.get("reporter")
    what = TO_REPORTER.get(str(news["what"]))
    if mail and address and what:
        answers = {"answers": data["message_id"]} if what == "receipt" and data.get("message_id") else {}
        way = Address(mail, str(address), REPORTER, str(data.get("lang", "zh")), urgent=True)
        yield way, {**news, "what": what, **answers}
