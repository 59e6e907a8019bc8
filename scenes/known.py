"""Since when a schedule is known: nobody wanted it before it was written down.

That a schedule is new, or says something else than before, or is gone, is a line of the record, so that one
that comes to a hall's file while the service is away counts from the moment the service sees it.
"""

from collections.abc import Iterable

from controller.hall.rig import Journal
from controller.record.failpoints import planted
from scenes.plans import Plan
from scenes.record import Line

KNOWN = "schedule.known"
OF_OLD = "of old"


class Known:
    """What every schedule said when it was last looked at."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._marks: dict[str, str | None] = {}

    def recall(self, line: Line) -> None:
        """A line about a schedule. One that ran before such lines were written is known all the same."""
        if line.kind == KNOWN:
            self._marks[line.subject] = line.data["mark"]
        else:
            self._marks.setdefault(line.subject, OF_OLD)

    def news(self, plans: Iterable[Plan]) -> set[str]:
        """These are the schedules now; those that are new, or other than they were."""
        before, now = self._marks, {plan.id: plan.mark for plan in plans}
        gone = {id: None for id, said in before.items() if id not in now and said is not None}
        other = {id: said for id, said in now.items() if before.get(id) != said}
        for id, said in (other | gone).items():
            self._journal.append(KNOWN, id, {"mark": said}, "system")
        self._marks = {**before, **now, **gone}
        fresh = {id for id in other if before.get(id) != OF_OLD}
        return set() if planted("schedules_were_always_there") else fresh
