"""The calendars of these tests: a working week in Shanghai with 2026's spring festival, and a day full of
holes.
"""

from datetime import date

from controller.record.calendar import Hours
from controller.record.dayfiles import Day

WORKDAY = ((540, 720), (780, 1080))
SHANGHAI = Hours(
    "2026.1",
    "Asia/Shanghai",
    dict.fromkeys(range(5), WORKDAY),
    {
        **dict.fromkeys((date(2026, 2, 15 + n) for n in range(9)), ()),  # spring festival
        date(2026, 2, 14): WORKDAY,  # a Saturday that is worked
        date(2026, 2, 28): WORKDAY,
        date(2026, 3, 4): ((540, 720),),  # half a day
    },
)

BROKEN_DAY = Hours(
    "broken", "Asia/Shanghai", dict.fromkeys(range(7), tuple((m, m + 7) for m in range(0, 1440, 10)))
)
"""Open for seven minutes of every ten: an oracle that counts seconds has no nights to walk through."""

NEXT_YEAR = [
    *(Day(date(2027, *day), "holiday", name) for day, name in (
        ((1, 1), "元旦"), ((2, 5), "除夕"), ((2, 6), "春节"), ((2, 8), "春节"),
        ((4, 5), "清明节"), ((5, 3), "劳动节"), ((6, 9), "端午节"), ((9, 15), "中秋节"),
        ((10, 1), "国庆节"), ((10, 4), "国庆节"),
    )),
    Day(date(2027, 1, 30), "workday", "春节"),
    Day(date(2027, 10, 9), "workday", "国庆节"),
]  # fmt: skip
"""A whole year, as an authority may publish it."""
