"""Visits, plan, team and parts of a ticket on paper: what was signed for, and what came out and went in."""

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from web.papers import when, word
from web.printing import Block, Facts, Heading, Lang, Table
from web.words import known

Shown = Mapping[str, Any]


def blocks(service: Shown, lang: Lang, zone: ZoneInfo) -> Iterator[Block]:
    """Whatever there is; nothing where there is nothing."""
    for name in ("wait", "asked"):
        if service[name]:
            yield Heading(word("ui.wait" if name == "wait" else "ui.wait.asked", lang))
            yield Facts(list(_waits(service[name], lang, zone)))
    if service["visits"]:
        yield Heading(word("ui.serve.visit", lang))
        yield _visits(service["visits"], lang, zone)
    if service["plan"] or service["expert"]:
        yield Heading(word("ui.serve.plans", lang))
        yield Facts(list(_plans(service, lang, zone)))
    if service["team"]:
        yield Heading(word("ui.serve.team", lang))
        yield Facts(list(_team(service["team"], lang, zone)))
    if service["complaint"]:
        yield Heading(word("ui.serve.complaint", lang))
        yield Facts(list(_complaint(service["complaint"], lang, zone)))
    if service["parts"]:
        yield Heading(word("ui.serve.parts", lang))
        yield _parts(service["parts"], lang)


def _waits(wait: Shown, lang: Lang, zone: ZoneInfo) -> Iterator[tuple[str, object]]:
    reason = wait["reason"] or ""
    pause = f"ui.pause.{reason}"
    yield word("ui.act.reason", lang), word(pause, lang) if known(pause) else reason
    for name in ("asked_by", "evidence", "file", "by", "approved_by"):
        if wait.get(name):
            yield word(f"ui.wait.{name}", lang), wait[name]
    for name in ("began", "until"):
        if wait.get(name):
            yield word("ui.wait.since" if name == "began" else "ui.wait.until", lang), when(wait[name], zone)


def _visits(visits: list[Shown], lang: Lang, zone: ZoneInfo) -> Table:
    stages = ("planned", "departed", "arrived", "left")
    head = [word("ui.serve.person", lang), *(word(f"serve.stage.{one}", lang) for one in stages)]
    head += [word(f"ui.serve.{one}", lang) for one in ("outcome", "signed")]
    rows = [
        [one["person"], *(when(one[stage], zone) for stage in stages), _ended(one, lang), one["signed_by"]]
        for one in visits
    ]
    return Table(head, rows)


def _ended(visit: Shown, lang: Lang) -> str:
    if visit["stage"] == "called_off":
        return word("ui.serve.off", lang)
    if not visit["outcome"]:
        return ""
    outcome = word(f"serve.outcome.{visit['outcome']}", lang)
    passed = (visit["test"] or {}).get("passed")
    return f"{outcome} · {word('serve.test.passed', lang)}" if passed else outcome


def _plans(service: Shown, lang: Lang, zone: ZoneInfo) -> Iterator[tuple[str, object]]:
    plan, expert = service["plan"], service["expert"]
    if plan:
        way = word(f"serve.way.{plan['way']}", lang)
        yield word("ui.serve.way", lang), way
        yield word("ui.serve.plans", lang), plan["text"]
        yield word("ui.serve.person", lang), plan["person"]
        yield word("ui.serve.repaired", lang), when(plan["until"], zone)
    if expert:
        name = expert["name"] if isinstance(expert["name"], str) else expert["name"][lang]
        yield word("ui.serve.experts", lang), expert["person"] or name
        if expert["result"]:
            yield word("ui.serve.came", lang), word(f"serve.expert.{expert['result']}", lang)


def _complaint(said: Shown, lang: Lang, zone: ZoneInfo) -> Iterator[tuple[str, object]]:
    yield word("report.col.score", lang), f"{said['score']} / 5"
    yield word("ui.act.text", lang), said["text"]
    yield word("ui.serve.done_about", lang), said["answer"]
    yield word("ui.serve.person", lang), said["person"]
    yield word("ui.wait.until", lang), when(said["due"], zone)


def _team(team: Shown, lang: Lang, zone: ZoneInfo) -> Iterator[tuple[str, object]]:
    yield word("ui.serve.leader", lang), team["leader"]
    yield word("ui.serve.members", lang), team["members"]
    yield word("ui.serve.decisions", lang), "\n".join(one["text"] for one in team["decisions"])
    yield word("ui.serve.cause", lang), (team["cause"] or {}).get("text")
    measures = (f"{one['text']} ({one['person']}) {when(one['done'], zone)}" for one in team["measures"])
    yield word("ui.serve.measures", lang), "\n".join(measures)
    yield word("ui.serve.review", lang), (team["review"] or {}).get("text")


def _parts(parts: list[Shown], lang: Lang) -> Table:
    names = ("part", "out", "into", "rma", "shipped", "back")
    rows = [[one["name"], one["out"], one["into"], one["rma"], one["shipped"], one["back"]] for one in parts]
    return Table([word(f"ui.serve.{one}", lang) for one in names], rows)
