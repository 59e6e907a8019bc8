"""The table of promises as a page for paper, in one language."""

from collections.abc import Mapping

from controller.desk.promises import Promise, Row, table
from controller.record.contract import Contract
from web import printing
from web.papers import word
from web.printing import Block, Facts, Lang, Table, Text, chosen

COLUMNS = ("call_back", "remote", "on_site", "restore", "repair")


def page(contract: Contract, calendar: str, hall: Mapping[str, str], lang: Lang) -> str:
    """The whole document; `hall` is its name."""
    rows = table(contract)
    head = [word("paper.class", lang), *(word(f"promise.{name}", lang) for name in COLUMNS)]
    blocks: list[Block] = [
        Facts(
            [
                (word("promise.hall", lang), chosen(lang, hall)),
                (word("promise.profile", lang), word(f"promise.profile.{contract.name}", lang)),
                (word("promise.calendar", lang), calendar),
            ]
        ),
        Table(
            head, [[grade(row, lang), *(cell(getattr(row, name), lang) for name in COLUMNS)] for row in rows]
        ),
        Text("\n".join(notes(rows, contract, lang))),
    ]
    return printing.page(word("promise.title", lang), lang, blocks)


def grade(row: Row, lang: Lang) -> str:
    """A class by number and name."""
    return f"{row.grade} {word(f'class.{row.grade}', lang)}"


def cell(one: Promise, lang: Lang) -> str:
    """A promise in words."""
    text = span(one.seconds, lang)
    if one.plan is not None:
        text = word("promise.goal", lang, plan=span(one.plan, lang), limit=text)
    return word("promise.in_office", lang, text=text) if one.office else text


def notes(rows: tuple[Row, ...], contract: Contract, lang: Lang) -> list[str]:
    """What the table alone does not say."""
    great = next((row for row in rows if row.plan_after is not None), None)
    found = [word("promise.note.receipt", lang), word("promise.note.remote", lang)]
    if great is not None:
        after = span(great.plan_after or 0, lang), span(great.expert_after or 0, lang)
        found.append(word("promise.note.at_once", lang, grade=great.grade))
        found.append(word("promise.note.plan", lang, grade=great.grade, plan=after[0], expert=after[1]))
    found.append(word("promise.note.team", lang, days=contract.review_days))
    return found


def span(seconds: float, lang: Lang) -> str:
    """`10 min`, `6 h`, `1 h 30 min`."""
    minutes = round(seconds / 60)
    hours, rest = divmod(minutes, 60)
    parts = [word("promise.hours", lang, n=hours)] if hours else []
    parts += [word("promise.minutes", lang, n=rest)] if rest or not hours else []
    return " ".join(parts)
