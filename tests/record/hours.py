"""The calendars of these tests: a working week in Shanghai with 2026's spring festival, and a day full of
holes.
"""

from datetime import date

from controller.record.calendar import Hours

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
