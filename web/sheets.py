"""A report in a language: as a page whose every number leads to its events, as a table, and for programs."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from controller.desk.reports.sheet import Counted, Percent, Ref, Section, Sheet, Span, Word
from web import csvs, printing
from web.jsons import stamp
from web.papers import span, word
from web.printing import Block, Facts, Heading, Lang, Link, Table, Text, chosen
from web.shown import plain
from web.words import first, words

Refs = list[tuple[str, tuple[Ref, ...]]]


def shown(sheet: Sheet) -> dict[str, Any]:
    """For programs: spans are seconds, a counted figure has its tickets and the numbers of its lines."""
    return {
        "report": sheet.id,
        "facts": {name: _json(value) for name, value in sheet.facts},
        "sections": [
            {
                "id": one.id,
                "columns": list(one.columns),
                "rows": [[_json(cell) for cell in row] for row in one.rows],
            }
            for one in sheet.sections
        ],
    }


def html(sheet: Sheet, lang: Lang, zone: ZoneInfo) -> str:
    """For people, and for paper: a number that was counted leads to what it was counted from."""
    refs: Refs = []
    blocks: list[Block] = [Facts([(_name(name, lang), _text(one, lang, zone)) for name, one in sheet.facts])]
    for section in sheet.sections:
        blocks.append(Heading(word(f"report.{sheet.id}.{section.id}", lang)))
        blocks.append(_table(section, lang, zone, refs) if section.rows else Text(word("report.none", lang)))
    if refs:
        blocks += [Heading(word("report.events", lang)), _events(refs, lang)]
    return printing.page(word(f"report.{sheet.id}", lang), lang, blocks)


def csv(sheet: Sheet, lang: Lang, zone: ZoneInfo) -> bytes:
    """For a spreadsheet: one section after the other, each row with what its figures were counted from."""
    rows: list[list[object]] = [[_name(name, lang), _text(one, lang, zone)] for name, one in sheet.facts]
    for section in sheet.sections:
        rows += [[], [word(f"report.{sheet.id}.{section.id}", lang)]]
        rows.append([*(_name(one, lang) for one in section.columns), word("report.events", lang)])
        rows += [[*(_text(one, lang, zone) for one in row), _all(row)] for row in section.rows]
    return csvs.table([word(f"report.{sheet.id}", lang)], rows)


def _table(section: Section, lang: Lang, zone: ZoneInfo, refs: Refs) -> Table:
    rows = []
    for row in section.rows:
        cells: list[object] = []
        for column, cell in zip(section.columns, row, strict=True):
            text = _text(cell, lang, zone)
            cells.append(_linked(cell, text, f"{_name(column, lang)} · {_text(row[0], lang, zone)}", refs))
        rows.append(cells)
    return Table([_name(one, lang) for one in section.columns], rows)


def _linked(cell: object, text: object, about: str, refs: Refs) -> object:
    if not isinstance(cell, Counted) or not cell.refs:
        return text
    refs.append((about, cell.refs))
    return Link(text, f"#f{len(refs)}")


def _events(refs: Refs, lang: Lang) -> Table:
    """What each figure was counted from: tickets, and the numbers of their lines in the record."""
    rows = [
        [number, about, len(found), [_event(one, lang) for one in found]]
        for number, (about, found) in enumerate(refs, 1)
    ]
    head = [word(f"report.col.{name}", lang) for name in ("figure_no", "figure", "count", "events")]
    return Table(head, rows, [f"f{number}" for number in range(1, len(refs) + 1)])


def _event(ref: Ref, lang: Lang) -> object:
    ticket, seq = ref
    return Link(f"#{ticket}/{seq}", f"/api/v1/tickets/{ticket}/print?lang={lang}") if ticket else f"{seq}"


def _all(row: tuple[object, ...]) -> str:
    found = sorted({ref for cell in row if isinstance(cell, Counted) for ref in cell.refs})
    return " ".join(f"#{ticket}/{seq}" if ticket else str(seq) for ticket, seq in found)


def _name(id: str, lang: Lang) -> str:
    return word(first(f"report.col.{id}", f"paper.{id}"), lang)


def _text(value: object, lang: Lang, zone: ZoneInfo) -> object:
    match value:
        case Counted(inner, _):
            return _text(inner, lang, zone)
        case Word(id):
            return word(id, lang)
        case Span(seconds):
            return span(seconds)
        case Percent(part):
            return "" if part is None else f"{part:.1f} %"
        case datetime():
            return value.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
        case Mapping():
            return chosen(lang, words(plain(value)))
        case list() | tuple():
            return ", ".join(str(_text(one, lang, zone)) for one in value)
        case None:
            return ""
    return value


def _json(value: object) -> Any:
    match value:
        case Counted(inner, refs):
            events = [seq for _, seq in refs]
            return {"value": _json(inner), "tickets": sorted({no for no, _ in refs if no}), "events": events}
        case Word(id):
            return id
        case Span(seconds):
            return round(seconds, 3)
        case Percent(part):
            return None if part is None else round(part, 3)
        case datetime():
            return stamp(value)
    return plain(value)


def figures(sheet: Sheet) -> Iterator[Counted]:
    """Every counted figure of a report."""
    for section in sheet.sections:
        yield from (cell for row in section.rows for cell in row if isinstance(cell, Counted))
