"""A person tried by hand what a device was told and did not do, and it does it now.

Most faults clear by what is read. That a device ignores what it is told shows only when it is told something:
it clears when a later order on that point is obeyed, when the device shows what was wanted, or when somebody
stands before it, tries, and says so. Nobody's word clears what can be read.
"""

from controller.hall.faults import Fault, FaultBook, Phase
from controller.hall.knowledge import Knowledge
from controller.hall.ledger import Journal
from controller.hall.orders import Actor
from controller.hall.rules_wishes import MISSED
from controller.hall.sentences import Sentence
from controller.hall.words_kept import kept
from controller.record import failpoints
from controller.record.lines import Appended, Line
from drivers.points import Ref

CHECKED = "fault.checked"


class ClearsByItself(ValueError):
    """The fault is about something that can be read, and is over when that is."""


def checked(know: Knowledge, journal: Journal, key: str, actor: Actor, how: str) -> Appended:
    """Believe it. Raises KeyError for a fault that does not stand, and ClearsByItself."""
    fault = know.ledger.cases[key].fault
    if fault.rule != MISSED:
        raise ClearsByItself(key)
    text = kept(Sentence("fault.checked", who=actor.name, how=how))
    line = journal.append(CHECKED, key, {"how": how, "text": text}, actor.name)
    know.disobeyed.drop(Ref.parse(fault.subject))
    return line


class Missing:
    """Which of the faults on record are still missed: neither obeyed since nor checked by hand."""

    def __init__(self) -> None:
        self._checked: set[str] = set()

    def hear(self, line: Line) -> None:
        """Take one line in, in order."""
        if line.kind == CHECKED:
            self._checked.add(line.subject)
        elif line.kind == "fault.raised" or line.data.get("phase") == Phase.ACTIVE:
            self._checked.discard(line.subject)

    def recall(self, know: Knowledge, book: FaultBook) -> None:
        """Miss after a restart what was missed before it."""
        resting = failpoints.planted("what_rests_is_missed_again")
        for fault in self._missed(book):
            if fault.phase is not Phase.CLEARING or resting:
                know.disobeyed.recall(fault)

    def _missed(self, book: FaultBook) -> list[Fault]:
        faults = book.standing.items()
        return [fault for key, fault in faults if fault.rule == MISSED and key not in self._checked]
