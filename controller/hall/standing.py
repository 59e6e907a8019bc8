"""One standing exchange of a device: a question that keeps points fresh, or a line that keeps the session.

It is an item of the hall's scheduler and a job of the device's lanes. One that still waits is not queued a
second time; one that is impolite now (`when`) is passed over; an unanswered one lets its values grow old.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from drivers.errors import DeviceError, NoReply, Reason, Refused
from drivers.points import Place
from drivers.wire.events import Request
from drivers.wire.talk import ALL, Session, When

if TYPE_CHECKING:
    from controller.hall.plan import Plan

QUICK = 0.5
"""Seconds between two questions while a value is passing."""
AGAIN = 0.5
"""Seconds until a device that was busy is asked again."""
OLD = 3.0
"""After so many unanswered intervals a value is stale."""


class Standing:
    """`every` seconds (0: once a connection); `exact`: the hall's file says so; `session`: not a question."""

    __slots__ = (
        "answered", "due", "every", "exact", "first", "missed", "old", "optional", "patience", "place",
        "plan", "queued", "quick", "request", "session", "when",
    )  # fmt: skip

    def __init__(
        self,
        plan: "Plan",
        request: Request,
        every: float,
        when: When | None = None,
        optional: bool = False,
        exact: bool = False,
        session: bool = False,
    ) -> None:
        self.plan, self.request, self.every, self.when = plan, request, every, when
        self.optional, self.exact, self.session = optional, exact, session
        self.place: Place | None = None  # it wishes nothing
        self.due: float | None = None
        self.queued = self.quick = self.old = False
        self.first = True  # of this connection
        self.missed = 0
        self.answered = 0.0
        self.patience: float | None = None  # for the next asking only

    def begin(self) -> None:
        """A new connection: nothing of the last one counts."""
        self.queued = self.quick = self.old = False
        self.first = True
        self.missed = 0

    # ------------------------------------------------------------ as an item of the scheduler

    def fall_due(self, moment: float) -> None:
        """Ask, and fall due again; a bug on the way stays with this device."""
        self.plan.safely(self._ask, moment)

    def _ask(self, moment: float) -> None:
        if self.every or self.quick:
            self.plan.next(self, moment)
        if not self.queued:
            self.ask()
        self._age()

    def ask(self, first: bool = False) -> None:
        """Wait for its turn, unless it does already."""
        if not self.queued:
            self.queued = True
            self.plan.queue(self, first or self.session)

    def _age(self) -> None:
        """Say once that its values are old: three intervals unanswered, or a subscription that lapsed."""
        lasts = self.lasts or OLD * self.every
        if self.every and not self.old and self.plan.now() - self.answered > lasts:
            self.old = True
            self.plan.grew_old(self)

    @property
    def lasts(self) -> float:
        """Seconds that a device remembers a subscription; 0 for everything else."""
        row = self.request.row
        return row.lasts if isinstance(row, Session) else 0.0

    # ------------------------------------------------------------ as a job of the lanes

    def leave(self) -> Request | None:
        """The question, unless politeness says that this is no time for it."""
        if self.when and not self.plan.polite(self.when):
            self.queued = False
            self._asked()
            return None
        patience, self.patience = self.patience, None
        return self.request if patience is None else replace(self.request, patience=patience)

    def left(self) -> None:
        """Nothing is told of a question."""

    def ended(self, error: DeviceError | None) -> None:
        """It was answered, refused, or neither."""
        self.queued = False
        if error is None:
            lapsed = self.old and self.lasts > 0
            self.missed, self.old, self.answered = 0, False, self.plan.now()
            if lapsed:
                self.plan.refresh((ALL,))  # what it would have told meanwhile is asked for
        elif isinstance(error, Refused):
            self._refused(error)
        elif isinstance(error, NoReply):
            self.missed += 1
        if self.first:
            self._asked()
        self.plan.ended(self, error)

    def _refused(self, error: Refused) -> None:
        if error.busy:
            self.plan.sooner(self, AGAIN)
        elif error.reason is Reason.NOT_SUPPORTED:
            self.plan.drop(self)

    def _asked(self) -> None:
        if self.first:
            self.first = False
            self.plan.asked()
