"""Places where a test may kill the process, and bugs a test may plant: off unless the environment names
them.

`AUDITORIUM_FAILPOINT=journal.before_commit:3` ends the process, as kill -9 would, the third time that point
is reached. `AUDITORIUM_PLANT=ack_before_commit` switches a known bug on, so that the harness which should
catch it can be seen to catch it. A reliability test that has never failed proves nothing.
"""

import os
from collections.abc import Mapping

_CODE = 9
_armed, _, _count = os.environ.get("AUDITORIUM_FAILPOINT", "").partition(":")
_left = {_armed: int(_count or 1)} if _armed else {}
_planted = frozenset(os.environ.get("AUDITORIUM_PLANT", "").split(",")) - {""}

POINTS: Mapping[str, str] = {
    # the record is opened
    "record.locked": "the lock is ours; the tables were not looked at",
    "migrate.before": "the transaction that makes the tables has begun; there is none yet",
    "migrate.before_commit": "all tables are made; nothing of it is committed",
    "migrate.after_commit": "the tables are committed; nobody has written to them",
    "tickets.catching_up": "a stretch of the journal is in the tables of tickets; it is not committed",
    # one line, from the mouth to the disk and back
    "journal.said": "a line has its number and all folds heard it; the writer does not have it",
    "journal.taken": "the writer has a group of lines; no transaction has begun",
    "journal.inserted": "the rows are in the transaction; what stands open, and attachments, are not",
    "journal.before_commit": "all of the group is in the transaction; it is not committed",
    "journal.after_commit": "the group is on disk; nobody knows",
    "journal.told": "who waited for the line has been told; no answer has left",
    "journal.insisting": "the disk did not take a group; it will be tried again",
    "journal.renewed": "the connection is new and what had landed is known; nothing was tried again",
    "journal.skipped": "memory was full and orders were not kept; the line that says so is not said",
    "journal.closing": "the last lines are committed; the files are open",
    "answer.ready": "all that a request changed is on disk; its answer has not left",
    # the service
    "service.started": "the start is said; no device was dialled, nothing is recalled",
    "service.recalled": "all that was is recalled; nothing was looked at, sent or run",
    "service.stopping": "the devices are let go; the end is not said",
    "config.applied": "another hall's file is in force; that is not said",
    "clock.jumped": "that the wall clock was set is said; no excuse was moved along",
    # accounts
    "account.changing": "that an account is to change is on disk; it is as it was",
    "account.changed": "an account is changed on disk; that it was is not said",
    "session.opened": "a session is on disk; that somebody logged in is not said",
    # orders
    "order.asked": "an order is said; no byte has left",
    "order.sent": "an order's bytes have left, unless others were in front; it is not on disk",
    "order.on_record": "an order that must be on disk first is; no byte has left",
    "order.read_back": "the device stands as it was told, or the order failed; its end is not said",
    "order.ended": "the end of an order is said; nobody was told",
    # scenes
    "scene.version": "a scene's new version is said; nobody can see it",
    "scene.queued": "that a run waits for its turn is said; nobody was told",
    "scene.started": "a run is said; no step was begun",
    "scene.touching": "what a step will touch, and what was before, is said; nothing was sent",
    "scene.on_record": "that a step may have done what is done once is on disk; nothing was sent",
    "scene.given": "a step's order is given; it has not landed",
    "scene.landed": "how a step landed is said; the next was not begun",
    "scene.answered": "what a person decided about a failed step is said; it was not followed",
    "scene.undoing": "that a run puts back what it moved is said; nothing was sent",
    "scene.judged": "all steps have landed; the verdict is not said",
    "scene.ended": "the verdict is said; nobody was told",
    "scene.interrupted": "a run of the last life was found unfinished; that is not said",
    "scene.resumed": "that a run goes on is said; no step was begun",
    "schedule.fired": "a scene has begun by the clock; that its moment was taken is not said",
    "sheet.begun": "that a readiness sweep begins is said; no device was asked",
    "sheet.signed": "a readiness sheet is signed; it is not said",
    # what is booked
    "agenda.imported": "the new events of a calendar are said; those that are gone from it are not",
    "calendar.adopted": "another working calendar is said; the tickets whose deadlines it moves are silent",
    "contract.agreed": "another contract is said; the tickets whose deadlines it moves are silent",
    # faults
    "fault.raised": "a suspicion is said; it is not believed and has no ticket",
    "fault.due": "a fault wants a ticket; neither is said",
    "fault.cleared": "a fault is over, and its ticket may say so; neither is on disk",
    "fault.verified": "a device that came back was asked and answers; that is not said",
    "maintenance.begun": "a window is said to have begun; no fault in it is flagged",
    "maintenance.ended": "a window is said to be over; what is still ill in it has no ticket",
    "healing.before": "a remedy's time has come; nothing was sent",
    "healing.after": "a remedy's command is given; that it was tried is not said",
    # tickets
    "ticket.due": "a cause needs a ticket; it is not opened",
    "ticket.opened": "a ticket is said; nobody is to be told of it yet",
    "ticket.reported": "a person's ticket is said; its number was told to nobody",
    "ticket.restored": "a ticket is said to be restored by itself; it is not on disk",
    "ticket.news": "what the hall did about a fault is said; its ticket does not say so",
    "ticket.merging": "a ticket lives on in another; the other does not say so",
    "ticket.unmerging": "a ticket lets another go; that one does not say so",
    "threshold.fired": "a clock has passed a part of its promise and that is said; nobody is to be told yet",
    "report.sealed": "up to which line a past month is read is said; it is not on disk",
    # telling people
    "outbox.queued": "one is to be told of something; others of the same are not queued",
    "outbox.dropped": "what nobody needs to be told any more is said to be dropped; it is not on disk",
    "outbox.after_try": "that a letter is sent is on disk; no byte has left",
    "outbox.after_send": "a letter was taken by the other side; that is not said",
    "outbox.after_note": "what became of a letter is on disk; the next was not begun",
    "outbox.again": "a letter was not taken and will be tried again; that is not said",
    "outbox.dead": "a letter is given up; that is not said",
    "outbox.retried": "a person wants a dead letter tried again; that is said, and not on disk",
    # what others tell us
    "mail.received": "a mail is said, with all its bytes; what it does is not",
    "mail.before_done": "what a mail does is on disk; the mailbox was not told",
    "mail.after_done": "the mailbox was told; the look has not ended",
    "link.taken": "what another help desk said is done; that its message was taken is not said",
    "link.noted": "what another help desk said is on disk; it was not answered",
    "link.passing_on": "a ticket moved; what the other help desk is to hear of it is not queued",
}
"""Every place, by name: what has happened when the process dies there, and what has not."""


def hit(name: str) -> None:
    """Pass the point `name`; the process ends here, unflushed, if the environment armed it and the count is
    up.
    """
    if name not in _left:
        return
    _left[name] -= 1
    if _left[name] <= 0:
        os._exit(_CODE)


def planted(bug: str) -> bool:
    """Whether the environment asked for this known bug."""
    return bug in _planted
