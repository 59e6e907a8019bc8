"""A board at work, and a hall that says lines to it."""

from controller.clock import ManualClock
from controller.desk.board import Board
from controller.events import Bus, TicketChanged
from tests.faults.paper import Paper, now_of

TITLE = {"say": "fault.link_lost.title", "with": {"name": "lamp"}}


def cancel(board, no, reason="false alarm"):
    """One asks for it, and another one approves."""
    board.add_entry(no, {"entry": "approval_asked", "to": "cancelled", "reason": reason}, "chen", "helpdesk")
    asked = board.said(no).entries[-1].seq
    return board.add_entry(no, {"entry": "approval_given", "of": asked}, "wang", "lead")


class Desk:
    """A board, and a hall that says lines."""

    def __init__(self, clock=None, lines=None, attached=None):
        self.clock, self.bus, self.told = clock or ManualClock(), Bus(), []
        self.journal = Paper(self.clock, lines, attached)
        self.bus.subscribe(TicketChanged, lambda event: self.told.append(event.number))
        self.board = Board(self.journal, self.clock, self.bus)

    def start(self):
        now_of(self.board.load())
        self.board.start()
        return self

    def restart(self):
        self.board.stop()
        return Desk(self.clock, self.journal.lines, self.journal.attached).start()

    def raised(self, key, **facts):
        return self.journal.append("fault.raised", key, {"rule": "x", "device": key.split("/")[0], **facts})

    def due(self, key, **facts):
        return self.journal.append("fault.flag", key, {"due": True, "title": TITLE, "class": 2, **facts})

    def behind(self, key, cause):
        self.journal.append("fault.flag", key, {"cause": cause})

    def cleared(self, key, **facts):
        self.journal.append("fault.cleared", key, {"phase": "cleared", **facts})

    def fail(self, key):
        self.raised(key)
        self.due(key)

    def tickets(self):
        return [(one.no, one.cause, str(one.state), one.faults) for one in reversed(self.board.tickets())]

    def kinds(self, no):
        return [entry.kind for entry in self.board.ticket(no).entries]

    def crash(self):
        """Start again on the same record, without having stopped."""
        return Desk(self.clock, self.journal.lines, self.journal.attached).start()
