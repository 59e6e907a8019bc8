"""Holidays and make-up workdays from a file that somebody was sent: JSON, iCalendar or CSV.

Every mistake is told with its line, and a file with one is not taken: half a year's holidays would be worse
than none. What a day is, is said by a word (`holiday`, `workday`, `half`; 休, 班, 半天) or by a mark in its
name, as the calendars that go round in China have it.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from controller.record import dayevents
from controller.record.calendar import Hours, Spans
from controller.record.dayevents import HALF, OFF, WORK
from controller.record.lines import Sentence
from controller.record.weeks import half, workday

WORDS: Mapping[str, str] = {
    **dict.fromkeys(("holiday", "off", "rest", "休", "休息", "放假", "节假日", "假", "true"), OFF),
    **dict.fromkeys(
        ("workday", "work", "makeup", "make-up", "班", "上班", "补班", "调休上班", "false"), WORK
    ),
    **dict.fromkeys(("half", "halfday", "half-day", "半天"), HALF),
}
COLUMNS: Mapping[str, str] = {
    **dict.fromkeys(("date", "日期", "day"), "date"),
    **dict.fromkeys(("kind", "type", "类型", "性质"), "kind"),
    **dict.fromkeys(("name", "名称", "节日", "说明"), "name"),
}
MOST = 2000
Place = tuple[int, int]
"""A line and a letter of it, both counted from 1."""

_LIST, _OPEN, _BLANK = re.compile(r'"days"\s*:\s*\['), re.compile(r"\["), re.compile(r"[\s,]*")
_DATE = re.compile(r"(\d{4})[-/年.]?(\d{1,2})[-/月.]?(\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class Day:
    """One day that is not as its weekday would have it."""

    date: date
    kind: str
    name: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in a file, in which line, and at which letter of it."""

    line: int
    sentence: Sentence
    column: int = 1


class Unreadable(Exception):
    """The file is not taken; `mistakes` say why, line by line."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("; ".join(f"{one.line}: {one.sentence['en']}" for one in self.mistakes[:5]))


def read(raw: bytes, form: str = "", zone: str = "Asia/Shanghai") -> list[Day]:
    """The days in a file, in order. `form` is `json`, `ics` or `csv`; left out, it is seen from the text.
    `zone` is whose days a moment of an iCalendar file falls on.

    Raises Unreadable.
    """
    text, mistakes = text_of(raw), list[Mistake]()
    match form or _form(text):
        case "json":
            days = list(_json(text, mistakes))
        case "ics":
            days = list(_ics(text, ZoneInfo(zone), mistakes))
        case _:
            days = list(_csv(text, mistakes))
    mistakes += _twice(days)
    if not mistakes and not days:
        mistakes.append(_mistake(1, "文件里没有日期", "there is no day in this file"))
    if len(days) > MOST:
        mistakes.append(_mistake(1, f"最多 {MOST} 天", f"{MOST} days at most"))
    if mistakes:
        raise Unreadable(sorted(mistakes, key=lambda one: one.line))
    return sorted(days, key=lambda one: one.date)


def about(raw: bytes, form: str = "") -> int | None:
    """The year that a JSON file says it is about; None where it says none. It names no day twice over: days
    of the years beside are there because a block of holidays crosses New Year.
    """
    try:
        text = text_of(raw)
        whole = json.loads(text) if (form or _form(text)) == "json" else None
    except (Unreadable, ValueError, RecursionError):
        return None
    year = whole.get("year") if isinstance(whole, dict) else None
    return year if type(year) is int and 1900 < year < 2200 else None


def merged(
    hours: Hours, days: Iterable[Day], version: str, official: bool = True, about: int | None = None
) -> Hours:
    """A new edition. A year that the file has whole stands in the place of what was known of it; single days
    of another are added to it, each in the place of what was known of that day.

    `official`: the whole years are published now, as far as they follow the last published one without a gap.
    `about`: the year that the file says it is about; no other is taken as whole then.
    """
    found = {day.date: day for day in days}
    years = whole_years(found.values(), about)
    kept = {day: spans for day, spans in hours.exceptions.items() if day.year not in years}
    names = {day: name for day, name in hours.names.items() if day.year not in years and day not in found}
    spans = {OFF: (), WORK: workday(hours.weekly), HALF: half(hours.weekly)}
    return replace(
        hours,
        version=version,
        exceptions=kept | {at: spans[day.kind] for at, day in found.items()},
        names=names | {at: day.name for at, day in found.items() if day.name},
        published=_published(hours.published, years) if official else hours.published,
    )


def whole_years(days: Iterable[Day], about: int | None = None) -> set[int]:
    """The years of which the days are a whole year's: with holidays in four months at least, from the first
    of the year until the last of it. Fewer are a part, and what is later stays provisional.
    """
    months: dict[int, set[int]] = {}
    for day in days:
        if day.kind == OFF and about in (None, day.date.year):
            months.setdefault(day.date.year, set()).add(day.date.month)
    return {year for year, told in months.items() if len(told) >= 4 and min(told) <= 2 and max(told) >= 10}


def differences(before: Hours, after: Hours) -> list[dict[str, Any]]:
    """The days on which two editions do not have the same hours, for a preview."""
    days = sorted({*before.exceptions, *after.exceptions})
    found = [(day, _hours(before, day), _hours(after, day)) for day in days]
    return [
        {"date": day.isoformat(), "was": _word(was), "now": _word(now), "name": after.names.get(day, "")}
        for day, was, now in found
        if was != now
    ]


def _hours(hours: Hours, day: date) -> Spans:
    return hours.exceptions.get(day, hours.weekly.get(day.weekday(), ()))


def _word(spans: Spans) -> str:
    return " ".join(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in spans)


def _published(last: date | None, years: set[int]) -> date | None:
    if last is None:
        return None
    year = last.year if (last.month, last.day) == (12, 31) else last.year - 1
    while year + 1 in years:
        year += 1
    return max(last, date(year, 12, 31))


# ------------------------------------------------------------ forms


def _form(text: str) -> str:
    return "json" if text.startswith(("{", "[")) else "ics" if text.startswith("BEGIN:") else "csv"


def _json(text: str, mistakes: list[Mistake]) -> Iterator[Day]:
    """Ours (`{"days": [{"date", "kind", "name"}]}`), and the public one with `isOffDay`."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        mistakes.append(_mistake(line, f"不是 JSON：{error}", f"this is not JSON: {error}", column))
        return
    entries = whole.get("days") if isinstance(whole, dict) else whole
    if not isinstance(entries, list):
        mistakes.append(_mistake(1, "缺少 days 列表", "there is no list of days"))
        return
    for entry, at in zip(entries, _places(text, entries), strict=True):
        given = entry if isinstance(entry, dict) else {}
        kind = given.get("kind", given.get("isOffDay"))
        kind = str(kind).lower() if isinstance(kind, bool) else kind
        yield from _day(str(given.get("date", "")), str(kind), str(given.get("name", "")), at, mistakes)


def _places(text: str, entries: list[Any]) -> list[Place]:
    """Where each entry of the list of days begins; at the beginning of the file where that is not seen."""
    found, decoder = list[Place](), json.JSONDecoder()
    begin = _LIST.search(text) if text.startswith("{") else _OPEN.match(text)
    at = begin.end() if begin else len(text)
    for entry in entries:
        blank = _BLANK.match(text, at)
        at = blank.end() if blank else at
        try:
            read, end = decoder.raw_decode(text, at)
        except ValueError:
            return [(1, 1)] * len(entries)
        if read != entry:
            return [(1, 1)] * len(entries)
        found.append((text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)))
        at = end
    return found


def _csv(text: str, mistakes: list[Mistake]) -> Iterator[Day]:
    """With a head line, or without one: date, kind, name."""
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    columns = ["date", "kind", "name"]
    lines = text.split("\n")
    for number, cells in _rows(text, separator, mistakes):
        if not any(cells) or cells[0].startswith("#"):
            continue
        if number == 1 and not _DATE.fullmatch(cells[0]):
            columns = [COLUMNS.get(cell.lower(), "") for cell in cells]
            if "date" not in columns:
                mistakes.append(_mistake(1, "首行没有“日期”列", "the head line names no column `date`"))
                return
            continue
        said = dict(zip(columns, cells, strict=False))
        when, kind, name = (said.get(one, "") for one in ("date", "kind", "name"))
        wrong = when if _date(when) is None else kind
        column = lines[number - 1].find(wrong) + 1 if wrong else 1
        yield from _day(when, kind, name, (number, max(1, column)), mistakes)


def _rows(text: str, separator: str, mistakes: list[Mistake]) -> Iterator[tuple[int, list[str]]]:
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        for row in rows:
            yield rows.line_num, [cell.strip() for cell in row]
    except csv.Error as error:
        mistakes.append(_mistake(rows.line_num, f"不是 CSV：{error}", f"this is not CSV: {error}"))


def _ics(text: str, zone: ZoneInfo, mistakes: list[Mistake]) -> Iterator[Day]:
    for event in dayevents.events(text):
        wrong, found = event.trouble(zone), event.days(zone)
        if wrong is not None:
            mistakes.append(Mistake(event.line, wrong))
        for day in found if wrong is None else ():
            yield Day(day, event.kind, " ".join(event.name.split())[:60], event.line)


def _day(when: str, kind: str, name: str, place: Place, mistakes: list[Mistake]) -> Iterator[Day]:
    at, what = _date(when), WORDS.get(kind.strip().lower())
    line, column = place
    if at is None:
        mistakes.append(_mistake(line, f"不是日期：{when[:40]}", f"not a date: {when[:40]!r}", column))
    elif what is None:
        zh = f"不认识的类型：{kind[:40]}（应为 holiday、workday 或 half）"
        mistakes.append(_mistake(line, zh, f"not a kind: {kind[:40]!r} (holiday, workday or half)", column))
    else:
        yield Day(at, what, " ".join(name.split())[:60], line)


def _date(text: str) -> date | None:
    found = _DATE.fullmatch(text.strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _twice(days: list[Day]) -> Iterator[Mistake]:
    seen: dict[date, Day] = {}
    for day in days:
        other = seen.setdefault(day.date, day)
        if other is not day and other.kind != day.kind:
            zh = f"{day.date} 在第 {other.line} 行是 {other.kind}"
            yield _mistake(day.line, zh, f"{day.date} is {other.kind} in line {other.line}")


def text_of(raw: bytes) -> str:
    """UTF-8, with or without a mark, or what spreadsheets in China write."""
    for charset in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(charset).replace("\r\n", "\n").replace("\r", "\n").lstrip()
        except ValueError:
            continue
    raise Unreadable([_mistake(1, "编码无法识别，请用 UTF-8", "the encoding is unknown: use UTF-8")])


def _mistake(line: int, zh: str, en: str, column: int = 1) -> Mistake:
    return Mistake(line, {"zh": zh, "en": en}, column)
