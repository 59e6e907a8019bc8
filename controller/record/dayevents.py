"""Events of an iCalendar file as days: what kind of day a name says, and on which days of the hall it falls.

The calendars that go round mix three things: days off, weekend days that are worked for them, and days that
are only celebrated (Women's Day, the solar terms), on which every office is open. A name that says none of
the three is not guessed at.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from controller.record.lines import Sentence

OFF, WORK, HALF, OPEN = "holiday", "workday", "half", "open"
LONGEST = 60

_SAYS = (
    (HALF, r"半天|half[- ]?(a )?day"),
    (WORK, r"补班|上班|补课|[（(【\[]班[）)】\]]|班$|make-?up|special work|work(ing)?[- ]?day|\bto work\b"),
    (OFF, r"[（(【\[]休[）)】\]]|(?<!调)休$|休息|放假|假期|节假日|公休"),
    (OFF, r"holiday|\bday off\b|\bin lieu\b|golden week"),
    ("", r"调休"),  # a day off, or one that is worked for it: it does not say which
    (
        OPEN,
        r"妇女节|青年节|儿童节|植树节|建军节|教师节|护士节|记者节|建党|母亲节|父亲节|情人节|圣诞|平安夜|万圣",
    ),
    (OPEN, r"元宵|七夕|重阳|腊八|小年|中元|龙抬头|感恩节|愚人节|消费者权益|公祭|世界.*日|国际.*日|纪念日"),
    (OPEN, r"立春|雨水|惊蛰|春分|谷雨|立夏|小满|芒种|夏至|小暑|大暑|立秋|处暑|白露|秋分|寒露|霜降|立冬|小雪"),
    (
        OPEN,
        r"大雪|冬至|小寒|大寒|women'?s day|youth day|children'?s day|army day|teachers'? day|arbor|solstice",
    ),
    (OPEN, r"equinox|valentine|mother'?s day|father'?s day|christmas|halloween|observance|lantern festival"),
    (OPEN, r"double (seventh|ninth)|chung yeung|qixi|party day|journalists'? day|nurses'? day"),
    (OFF, r"元旦|除夕|春节|清明|劳动节|五一|端午|中秋|国庆|抗战胜利"),
    (
        OFF,
        r"new year|spring festival|tomb[- ]sweeping|qing ?ming|labou?r day|dragon boat|mid-?autumn"
        r"|national day",
    ),
)
_CATEGORIES: Mapping[str, str] = {
    **dict.fromkeys(("holiday", "off", "休", "放假"), OFF),
    **dict.fromkeys(("workday", "work", "班", "补班"), WORK),
    **dict.fromkeys(("half", "半天"), HALF),
}


def kind_of(name: str) -> str:
    """What the name of an event says: 春节（休）, 国庆节 补班, Special Working Day; empty: nothing known.
    `open`: it is celebrated, and every office is open.
    """
    return next((kind for kind, words in _SAYS if re.search(words, name.strip(), re.IGNORECASE)), "")


@dataclass(frozen=True, slots=True)
class Event:
    """A VEVENT as written: each property with its parameters, and the line it stands in."""

    line: int
    said: Mapping[str, tuple[str, str, int]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What people call it."""
        return self._value("SUMMARY").replace("\\,", ",").replace("\\;", ";")

    @property
    def kind(self) -> str:
        """What it says of its days: by its category, else by its name, else by its description."""
        known = _CATEGORIES.get(self._value("CATEGORIES").lower()) or kind_of(self.name)
        return known or kind_of(self._value("DESCRIPTION"))

    def trouble(self, zone: ZoneInfo) -> Sentence | None:
        """Why it cannot be taken; None where it can."""
        if self.skipped:
            return None
        if "RRULE" in self.said:
            return _say("不接受重复事件", "an event that repeats is not taken")
        edges = self._edges(zone)
        if edges is None:
            return _say(
                "事件没有可用的日期（须为整天）", "this event has no date that can be used: whole days only"
            )
        if (edges[1] - edges[0]).days > LONGEST:
            return _say(f"事件超过 {LONGEST} 天", f"an event of more than {LONGEST} days")
        if not self.kind:
            return _say(
                f"看不出是放假还是上班：{self.name[:40]}",
                f"its name says neither holiday nor workday: {self.name[:40]!r}",
            )
        return None

    @property
    def skipped(self) -> bool:
        """Whether it means nothing for an office: called off, or only celebrated."""
        return self._value("STATUS").upper() == "CANCELLED" or self.kind == OPEN

    def days(self, zone: ZoneInfo) -> list[date]:
        """The days of the hall that it covers; none of one that is skipped."""
        edges = None if self.skipped else self._edges(zone)
        if edges is None:
            return []
        return [edges[0] + timedelta(days=number) for number in range(min((edges[1] - edges[0]).days, 400))]

    def _edges(self, zone: ZoneInfo) -> tuple[date, date] | None:
        """The first day, and the one after the last."""
        first, last = self._day("DTSTART", zone), self._day("DTEND", zone)
        if first is None or ("DTEND" in self.said and last is None):
            return None
        return first, max(first + timedelta(days=1), last or first)

    def _day(self, name: str, zone: ZoneInfo) -> date | None:
        """A day; a moment only where it is midnight in the hall."""
        params, value, _ = self.said.get(name, ("", "", 0))
        try:
            if re.fullmatch(r"\d{8}", value):
                return datetime.strptime(value, "%Y%m%d").replace(tzinfo=UTC).date()
            at = datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S").replace(
                tzinfo=_zone(params, value, zone)
            )
        except (ValueError, ZoneInfoNotFoundError, OSError):
            return None
        local = at.astimezone(zone)
        return local.date() if (local.hour, local.minute, local.second) == (0, 0, 0) else None

    def _value(self, name: str) -> str:
        return self.said.get(name, ("", "", 0))[1]


def events(text: str) -> Iterator[Event]:
    """The events of a file, each with the line that is worth looking at."""
    said: dict[str, tuple[str, str, int]] | None = None
    begun = 0
    for number, line in _unfolded(text):
        name, _, value = line.partition(":")
        key, _, params = name.partition(";")
        if line.upper() == "BEGIN:VEVENT":
            said, begun = {}, number
        elif line.upper() == "END:VEVENT" and said is not None:
            worst = next((said[one][2] for one in ("RRULE", "DTSTART") if one in said), begun)
            yield Event(worst, said)
            said = None
        elif said is not None:
            said[key.upper()] = (params, value.strip(), number)


def _zone(params: str, value: str, zone: ZoneInfo) -> ZoneInfo:
    if value.endswith("Z"):
        return ZoneInfo("UTC")
    named = re.search(r"TZID=\"?([^\";:]+)", params, re.IGNORECASE)
    if named is None:
        return zone
    return ZoneInfo(named.group(1).strip())


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Logical lines with the number of their first; a line that begins with a blank goes on."""
    begun, said = 1, ""
    for number, line in enumerate(text.splitlines(), 1):
        if line[:1] in (" ", "\t"):
            said += line[1:]
            continue
        if said:
            yield begun, said
        begun, said = number, line
    yield begun, said


def _say(zh: str, en: str) -> Sentence:
    return {"zh": zh, "en": en}
