"""Tickets as tables and pages: the same columns on paper and in a spreadsheet."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from web import printing
from web.printing import Facts, Heading, Lang, Link, Table, chosen
from web.words import first, say

Shown = Mapping[str, Any]
COLUMNS = (
    "no", "title", "state", "class", "impact", "urgency", "device", "received", "opened", "restored", "via",
    "by", "C1", "C2", "C3", "C4", "faults", "recurrence_of", "merged_into", "cause_code", "resolution",
    "type",
)  # fmt: skip
PRINTED = ("no", "title", "state", "class", "device", "received", "restored", "C1", "C2", "C4")


def word(id: str, lang: Lang, **params: object) -> str:
    """A message of the catalogue in one language."""
    return say(id, **params)[lang]


def titles(names: Iterable[str], lang: Lang) -> list[str]:
    """The heads of columns."""
    return [word(first(f"ui.clock.{one}", f"paper.{one}"), lang) for one in names]


def table(shown: Iterable[Shown], lang: Lang, zone: ZoneInfo) -> tuple[list[str], list[list[object]]]:
    """Head and rows for a spreadsheet."""
    return titles(COLUMNS, lang), [[value(one, name, lang, zone) for name in COLUMNS] for one in shown]


def listed(shown: Sequence[Shown], lang: Lang, zone: ZoneInfo) -> str:
    """A list for paper."""
    rows = [[_linked(one, name, lang, zone) for name in PRINTED] for one in shown]
    count = Facts([(word("paper.count", lang), len(shown))])
    return printing.page(word("paper.tickets", lang), lang, [count, Table(titles(PRINTED, lang), rows)])


def ticket(one: Shown, lang: Lang, zone: ZoneInfo, more: Iterable[printing.Block] = ()) -> str:
    """One ticket, whole; `more` stands between its clocks and its story."""
    facts = [(word(f"paper.{name}", lang), value(one, name, lang, zone)) for name in (*COLUMNS[1:12], "type")]
    clocks = [_clock(clock, lang, zone) for clock in one["clocks"]]
    entries = [
        [when(entry["at"], zone), entry["actor"], entry["kind"], chosen(lang, entry["text"]), entry["seq"]]
        for entry in one["entries"]
    ]
    heads = [word(f"paper.{name}", lang) for name in ("clock", "target", "gross", "net", "state", "due")]
    story = [word(f"paper.{name}", lang) for name in ("at", "actor", "kind", "text", "seq")]
    blocks: list[printing.Block] = [
        Facts(facts),
        Heading(word("paper.clocks", lang)),
        Table(heads, clocks),
        *more,
        Heading(word("paper.story", lang)),
        Table(story, entries),
    ]
    return printing.page(f"#{one['no']} {chosen(lang, one['title'])}", lang, blocks)


def value(one: Shown, name: str, lang: Lang, zone: ZoneInfo) -> object:
    """One column of a ticket."""
    match name:
        case "title":
            return chosen(lang, one["title"])
        case "type":
            return word(f"ticket.type.{one['type']}", lang)
        case "state":
            return word(f"ui.ticket.state.{one['state']}", lang)
        case "impact" | "urgency":
            return word(f"ticket.{name}.{one[name]}", lang)
        case "via":
            return word(first(f"ui.via.{one['via']}", "ui.via.web"), lang)
        case "received" | "opened" | "restored":
            return when(one[name], zone)
        case "C1" | "C2" | "C3" | "C4":
            return _reading(one, name, lang)
        case "faults":
            return " ".join(one["faults"])
    return one.get(name)


def when(at: str | None, zone: ZoneInfo) -> str:
    """A moment on the hall's wall."""
    if not at:
        return ""
    return datetime.fromisoformat(at).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def span(seconds: float) -> str:
    """How long, always as hours, minutes and seconds: one unit for all clocks."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def _reading(one: Shown, name: str, lang: Lang) -> str:
    found = next((clock for clock in one["clocks"] if clock["name"] == name), None)
    if found is None:
        return ""
    state = word(f"clock.{found['state']}", lang)
    return f"{span(found['elapsed_net_s'])} {state}"


def _clock(clock: Shown, lang: Lang, zone: ZoneInfo) -> list[object]:
    name = word(first(f"ui.clock.{clock['name']}", "paper.clock"), lang)
    gross, net = span(clock["elapsed_gross_s"]), span(clock["elapsed_net_s"])
    state = word(f"clock.{clock['state']}", lang)
    return [name, span(clock["target_s"]), gross, net, state, when(clock["due"], zone)]


def _linked(one: Shown, name: str, lang: Lang, zone: ZoneInfo) -> object:
    shown = value(one, name, lang, zone)
    return Link(shown, f"/api/v1/tickets/{one['no']}/print?lang={lang}") if name == "no" else shown
