"""A small service to be killed: it appends lines as a hall does, and says on its output which ones are
saved.

Run as `python -m tests.record.child FOLDER`, or with `lockstep` after it for one line at a time. Each
acknowledged line is written to the output as `seq subject`, by one `write` a line, the moment its commit is
known. It never ends by itself.
"""

import asyncio
import os
import sys

from controller.clock import SystemClock
from controller.record.folds import Faults, Tickets
from controller.record.journal import Journal
from controller.record.lines import FAULTS, TICKETS, Appended, Attachment, Line


def acknowledge(done: "asyncio.Future[Line]") -> None:
    line = done.result()
    os.write(1, f"{line.seq} {line.subject}\n".encode())


class Hall:
    """Orders all the time; now and then a fault that opens a ticket, is restored and resolved."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.faults, self.tickets = Faults(journal.replay(FAULTS)), Tickets(journal.replay(TICKETS))
        journal.follow(self.faults.hear)
        journal.follow(self.tickets.hear)
        self.turn = 0

    def say(self, kind: str, subject: str, **data: object) -> Appended:
        trace = Attachment("trace", [{"text": "%1POWR ?"}] * 200) if kind == "ticket.opened" else None
        line = self.journal.append(kind, subject, data, "system", trace)
        line.committed.add_done_callback(acknowledge)
        return line

    def live(self) -> Appended:
        self.turn += 1
        if self.turn % 3 == 0:
            self.break_or_mend(f"outlet-{self.turn // 3 % 5}")
        for n in range(self.turn % 7 + 1):
            line = self.say("order.asked", f"fader/{n}", id=f"{os.getpid()}-{self.turn}-{n}")
        return line

    def break_or_mend(self, key: str) -> None:
        ticket = self.tickets.open_for(key)
        if key not in self.faults.standing:
            self.say("fault.raised", key, severity="major")
            if ticket is None:
                self.say("ticket.opened", str(self.tickets.next_number()), cause=key, **{"class": 2})
            return
        self.say("fault.cleared", key)
        if ticket is not None:
            self.say("ticket.entry", str(ticket.no), entry="restored")
            self.say("ticket.entry", str(ticket.no), entry="state", to="resolved")


async def main(folder: str, lockstep: bool) -> None:
    journal = Journal(folder, SystemClock())
    await journal.open()
    await journal.ready()
    hall = Hall(journal)
    while lockstep:
        await hall.say("order.asked", "fader/1").committed
    before = hall.live()
    while True:  # as fast as the disk, one turn ahead of it
        last = hall.live()
        await before.committed
        before = last


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], lockstep=sys.argv[2:] == ["lockstep"]))
