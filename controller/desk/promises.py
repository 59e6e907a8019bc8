"""What was promised, class by class, in one table (REQ-29).

Nothing is written down twice: the table asks the very clocks that run on tickets. A ticket of each class is
imagined, and its clocks are read; so the plan that people are shown and the clocks that they are held to
cannot differ.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from controller.desk.notify.routing import PAGED
from controller.record.calendar import Always
from controller.record.clocks import readings
from controller.record.contract import Contract
from controller.record.service.duties import DISASTER
from controller.record.service.plans import GREAT
from controller.record.states import State
from controller.record.tickets import Entry, Ticket

CLASSES = (1, 2, 3, 4)
RECEIPT = datetime(2026, 1, 1, tzinfo=UTC)


class _Office(Always):
    """Stands for the office's hours, whatever they are: a clock that reads `provisional` counts by them."""

    def known(self, at: datetime) -> bool:
        """Never: by this it is recognised."""
        return False


@dataclass(frozen=True, slots=True)
class Promise:
    """A cell: seconds from the receipt, the softer earlier goal where there is one, and whether only office
    hours count. `clock` is the clock that keeps it; what has none is kept by no clock.
    """

    seconds: float
    clock: str = ""
    plan: float | None = None
    office: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The promises for one class; `plan_after`, `expert_after`, `team`: what the long ones of it bring."""

    grade: int
    call_back: Promise
    remote: Promise
    on_site: Promise
    restore: Promise
    repair: Promise
    at_once: bool = False
    plan_after: float | None = None
    expert_after: float | None = None
    team: bool = False


def table(contract: Contract) -> tuple[Row, ...]:
    """A row for each class."""
    return tuple(_row(contract, grade) for grade in CLASSES)


def _row(contract: Contract, grade: int) -> Row:
    cells = dict(_cells(contract, grade))
    great = grade >= GREAT
    return Row(
        grade,
        cells["C1"],
        Promise(max(contract.remote, contract.call_back)),
        cells["C2"],
        cells["C3"],
        cells["C4"],
        at_once=grade >= PAGED,
        plan_after=contract.plan_after if great else None,
        expert_after=cells["C4"].seconds * contract.expert_at / 100 if great else None,
        team=grade >= DISASTER,
    )


def _cells(contract: Contract, grade: int) -> Iterator[tuple[str, Promise]]:
    for one in readings(_imagined(grade), RECEIPT, contract, _Office()):
        yield one.name, Promise(one.target, one.name, one.plan, one.provisional)


def _imagined(grade: int) -> Ticket:
    first = Entry(1, RECEIPT, "system", "opened", {"class": grade, "via": "phone"}, State.NEW, grade, 1)
    return Ticket(
        no=0,
        title="",
        state=State.NEW,
        grade=grade,
        cause=None,
        device=None,
        faults=(),
        opened=RECEIPT,
        received=RECEIPT,
        by="",
        via="phone",
        entries=(first,),
    )
