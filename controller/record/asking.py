"""What nobody may do alone: stop the clocks for force majeure, cancel a ticket (requirements 0.5, 0.7).

It takes two acts of two accounts: one asks and says everything, another one approves. Until then nothing has
moved and every clock runs. Lines from before this was so name an approver in a word; they count as they did.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar

from controller.record import failpoints
from controller.record.states import State

ASKED, GIVEN, DENIED = "approval_asked", "approval_given", "approval_refused"
HANDED = "handed_over"
ALONE_NEVER = "force_majeure"
"""The one reason to wait that needs a second person."""
CARRIED = ("to", "reason", "asked_by", "until", "evidence", "file")
"""What the approval repeats of what was asked for: it stands there to be read."""


class Said(Protocol):
    """An entry, as far as it matters here."""

    @property
    def seq(self) -> int:
        """Its number."""

    @property
    def actor(self) -> str:
        """Whose it is."""

    @property
    def kind(self) -> str:
        """What it is."""

    @property
    def data(self) -> Mapping[str, Any]:
        """All that it says."""

    @property
    def lawful(self) -> bool:
        """Whether it counts."""

    @property
    def cycle(self) -> int:
        """When it was made."""


T = TypeVar("T", bound=Said)


def takes_two(to: object, data: Mapping[str, Any]) -> bool:
    """Whether it is one of the things that nobody does alone."""
    return to == State.CANCELLED or (to == State.WAITING and data.get("reason") == ALONE_NEVER)


def pending(entries: Sequence[T]) -> T | None:
    """What was asked for last in this cycle, while nobody has answered it."""
    for entry in reversed(entries):
        if entry.cycle != entries[-1].cycle or (entry.lawful and entry.kind in (GIVEN, DENIED)):
            return None
        if entry.lawful and entry.kind == ASKED:
            return entry
    return None


def askers(entries: Sequence[Said]) -> list[str]:
    """Whose what is asked for is: who asked, and to whom that account's work was handed over since, the last
    one last. None of them may approve it.
    """
    asked = pending(entries)
    if asked is None:
        return []
    found = [asked.actor]
    for one in entries:
        handed = one.lawful and one.kind == HANDED and one.seq > asked.seq
        if (
            handed
            and one.data.get("from") == found[-1]
            and not failpoints.planted("who_takes_over_may_approve")
        ):
            found.append(str(one.data["to"]))
    return found


def whole(entries: Sequence[Said], data: Mapping[str, Any]) -> Mapping[str, Any]:
    """An approval with all that it approves; any other entry as it is."""
    asked = pending(entries)
    if data.get("entry") != GIVEN or asked is None:
        return data
    carried = {name: asked.data[name] for name in CARRIED if name in asked.data}
    own = {name: value for name, value in data.items() if name not in CARRIED}
    return {**own, **carried, "requested_by": asked.actor}


def holds(entries: Sequence[Said], actor: str, kind: str, data: Mapping[str, Any]) -> bool:
    """Whether an answer is one: to what is asked now, an approval by somebody else, of the very thing."""
    if kind not in (GIVEN, DENIED):
        return True
    asked = pending(entries)
    if asked is None or data.get("of") != asked.seq:
        return False
    if kind == DENIED:
        return True
    other = actor != asked.actor or failpoints.planted("who_asks_may_approve")
    same = all(data.get(name) == asked.data.get(name) for name in CARRIED)
    return other and same and takes_two(data.get("to"), data)
