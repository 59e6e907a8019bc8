"""The fault class of a ticket from what it does to the hall and how much it presses (requirements 0.3).

The table is the contract's and can be another one. Urgency goes one step up when an event runs or begins
within two hours; nothing lowers it but a person.
"""

from collections.abc import Mapping

IMPACTS = ("degraded", "function", "hall", "disaster")
"""One device is worse than it should be; one function of the hall is gone; the hall cannot be used; data or
people are at risk.
"""

URGENCIES = ("low", "normal", "high")
Table = Mapping[str, tuple[int, int, int]]
TABLE: Table = {
    "degraded": (1, 1, 2),
    "function": (2, 2, 3),
    "hall": (3, 3, 3),
    "disaster": (4, 4, 4),
}
"""The class by impact, for each urgency."""


def grade_of(impact: str, urgency: str, table: Table = TABLE) -> int:
    """The class. KeyError or ValueError for words that are none."""
    return table[impact][URGENCIES.index(urgency)]


def impact_of(grade: int) -> str:
    """What a class stands for, where only the class was said."""
    return IMPACTS[grade - 1]


def stepped(urgency: str) -> str:
    """One step more urgent; the highest stays."""
    return URGENCIES[min(URGENCIES.index(urgency) + 1, len(URGENCIES) - 1)]
