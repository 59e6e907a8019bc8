"""What a life shows, against what the lines on disk come to when somebody else folds them."""

from collections.abc import Iterator
from typing import Any

from controller.hall.faults import FaultBook
from controller.record.agenda import Agenda
from controller.record.calendars import Calendars
from controller.record.folds import Tickets
from controller.record.lines import Line
from controller.record.outbox import OUTBOX, Outbox
from controller.record.stopwatch import DAY_AND_NIGHT
from scenes.record import KINDS, remembered
from tests.kill.lives.life import Life

SHOWN = 20


async def differences(life: Life) -> list[str]:
    """Everything that is shown and is not so, in sentences."""
    while True:
        await life.calm()
        lines, shown = life.lines(), await _shown(life)
        await life.calm()
        if life.lines()[-1].seq == lines[-1].seq:  # nothing was said meanwhile
            return [*_tickets(lines, shown), *_rest(lines, shown)]


async def _shown(life: Life) -> dict[str, Any]:
    """What the API says."""
    parts = ("faults", "runs", "notifications", "events", "calendars")
    found = {part: (await life.ask("GET", f"/api/v1/{part}"))[1] for part in parts}
    numbers = [one["no"] for one in (await life.ask("GET", "/api/v1/tickets?limit=500"))[1]["tickets"]]
    found["tickets"] = {no: (await life.ask("GET", f"/api/v1/tickets/{no}"))[1] for no in numbers[:40]}
    return found | {"numbers": numbers}


def _tickets(lines: list[Line], shown: dict[str, Any]) -> Iterator[str]:
    folded = Tickets(lines).all
    if sorted(folded) != sorted(shown["numbers"]):
        yield f"tickets {sorted(shown['numbers'])} are shown, {sorted(folded)} are on record"
    for no, one in shown["tickets"].items():
        kept = folded[no]
        here = (str(kept.state), kept.grade, len(kept.entries))
        if (there := (one["state"], one["class"], len(one["entries"]))) != here:
            yield f"ticket {no} is shown as {there} and is {here}"
        fired = [line for line in lines if line.kind == "ticket.threshold" and line.subject == str(no)]
        if len(one["thresholds"]) != len(fired):
            yield f"ticket {no} shows {len(one['thresholds'])} thresholds, {len(fired)} are on record"


def _rest(lines: list[Line], shown: dict[str, Any]) -> Iterator[str]:
    book, agenda, calendars = FaultBook(), Agenda(lines), Calendars(DAY_AND_NIGHT)
    for line in lines:
        book.hear(line)
        calendars.hear(line)
    outbox = Outbox(line for line in lines if line.kind in OUTBOX)
    runs = remembered((line for line in lines if line.kind in KINDS), 50)
    pairs = (
        ("faults", {one["id"]: one["phase"] for one in shown["faults"]["faults"]},
         {key: str(fault.phase) for key, fault in book.standing.items()}),
        ("runs", {id: one["state"] for id, one in shown["runs"]["runs"].items()},
         {id: str(run.state) for id, run in list(runs.items())[-SHOWN:]}),
        ("letters sent", shown["notifications"]["counts"]["sent"], outbox.sent),
        ("letters dead", shown["notifications"]["counts"]["dead"], len(outbox.of("dead"))),
        ("repeats", shown["notifications"]["counts"]["repeats"], outbox.repeats),
        ("queued", shown["notifications"]["counts"]["queued"], len(outbox.queued)),
        ("events", {one["id"] for one in shown["events"]["events"]}, set(agenda.bookings)),
        ("editions", len(shown["calendars"]["editions"]), len(calendars.editions)),
    )  # fmt: skip
    yield from (f"{what}: {one} is shown, {two} is on record" for what, one, two in pairs if one != two)
