"""What a contact with the customer has to say, and when it counts (REQ-13): with whom, by which number, from
when to when, and what came of it; or one line by somebody who stands in the hall.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from controller.record import failpoints
from controller.record.lines import Sentence, moment

HERE = "here"
"""The way of a contact without a telephone."""
IN_THE_HALL = frozenset({"operator", "engineer", "lead"})
"""Who can be there to talk: whoever sits at the desk has to call."""
OUTCOMES = ("solved", "remote", "visit")
SAYS = ("phone", "began", "ended", "outcome")
FILED_WITHIN = timedelta(hours=1)
"""A talk that is filed so long after its end, at most, counts from its beginning; a later one when filed."""
SKEW = timedelta(seconds=60)


class Said(Protocol):
    """An entry, as far as it matters here."""

    @property
    def at(self) -> datetime:
        """When it was filed."""

    @property
    def data(self) -> Mapping[str, Any]:
        """What it says."""


def refused(data: Mapping[str, Any], role: str, at: datetime, start: datetime) -> Sentence | None:
    """Why this is no contact; None where it is. `start` is the receipt, or the reopening: who is called back
    is called after it.
    """
    if data.get("way") == HERE:
        if role in IN_THE_HALL:
            return None
        return _say(
            "不在现场：请记录通话（号码、起止时间、结果）。",
            "Who is not in the hall files a call: its number, times, outcome.",
        )
    missing = [name for name in SAYS if not data.get(name)]
    if data.get("outcome") == "visit" and not data.get("until"):
        missing.append("until")
    if missing:
        return _say(f"缺少：{'、'.join(missing)}。", f"Still to be said: {', '.join(missing)}.")
    if data["outcome"] not in OUTCOMES:
        return _say("没有这样的结果。", f"What came of it is one of: {', '.join(OUTCOMES)}.")
    if not moment(data["began"]) <= moment(data["ended"]) <= at + SKEW:
        return _say("通话须先开始后结束，且不在将来。", "A talk ends after it begins, and not in the future.")
    if _is_early(moment(data["began"]), start) and not failpoints.planted("a_talk_before_the_receipt"):
        return _say(
            "通话在受理（或重新打开）之前开始，不算回电：请记为备注。",
            "This talk began before the ticket was received or reopened: it is no call-back. "
            "Write it as a note.",
        )
    return None


def _is_early(began: datetime, start: datetime) -> bool:
    """Whether a talk began before there was anything to call back about; people write whole minutes."""
    return began < start.replace(second=0, microsecond=0)


def counts_from(entry: Said, start: datetime, leniently: bool = False) -> datetime:
    """When the contact was made: at the beginning of the talk, as its entry says, or where that says nothing
    when it was filed; so also where it began before `start`, for then it is no call-back. `leniently`: such a
    talk counts from `start`, as it did once.
    """
    try:
        began, ended = moment(entry.data["began"]), moment(entry.data["ended"])
        prompt = began <= ended and entry.at - ended <= FILED_WITHIN
        lenient = leniently or failpoints.planted("a_talk_before_the_receipt")
        prompt = prompt and (lenient or not _is_early(began, start))
    except (KeyError, TypeError, ValueError):
        return entry.at
    if failpoints.planted("a_talk_counts_whenever_filed"):
        prompt = True
    if failpoints.planted("a_talk_counts_when_filed"):
        prompt = False
    return max(start, min(began, entry.at)) if prompt else entry.at


def _say(zh: str, en: str) -> Sentence:
    return {"zh": zh, "en": en}
