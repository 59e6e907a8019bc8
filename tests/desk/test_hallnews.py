"""Remedies that were tried, and verification, are entries of the ticket; once, whatever crashes."""

from controller.clock import ManualClock
from controller.desk.board import Board
from controller.desk.hallnews import HallNews
from controller.events import Bus
from controller.hall.faults import Fault, Phase, Severity, as_data
from tests.faults.paper import Paper, now_of

TEXT = {"say": "healing.power.done", "with": {}}


def desk(lines=None):
    clock = ManualClock()
    journal = Paper(clock, lines)
    board = Board(journal, clock, Bus())
    now_of(board.load())
    board.start()
    news = HallNews(journal, board)
    now_of(news.start())
    return journal, board


def due(journal, key="lamp/link_lost"):
    device, rule = key.split("/")
    fault = Fault(rule, device, device, Severity.MAJOR, Phase.ACTIVE, journal.clock.now(), due=True)
    journal.append("fault.raised", key, as_data(fault) | {"due": False})
    journal.append("fault.flag", key, {"due": True, "title": "x", "class": 2})


def texts(board, no=1):
    return [entry.data["text"] for entry in board.ticket(no).entries if entry.kind == "progress"]


def test_a_remedy_is_on_the_ticket():
    journal, board = desk()
    due(journal)
    journal.append("healing.tried", "lamp/link_lost", {"text": TEXT})
    journal.append("healing.tried", "other/link_lost", {"text": TEXT})
    assert texts(board) == [TEXT]


def test_a_remedy_is_on_the_newest_ticket_of_its_fault_while_the_disk_is_slow():
    journal, board = desk()
    due(journal)
    journal.append("fault.cleared", "lamp/link_lost", {"phase": "cleared"})
    journal.slow = True
    due(journal, "pdu/link_lost")
    journal.append("healing.tried", "pdu/link_lost", {"text": TEXT})
    journal.catch_up()
    assert (texts(board), texts(board, 2)) == ([], [TEXT])


def test_a_remedy_waits_a_moment_for_the_ticket_of_its_fault_and_no_longer():
    journal, board = desk()
    journal.append("healing.tried", "lamp/link_lost", {"text": TEXT})
    journal.clock.advance(1)
    due(journal)
    assert texts(board) == [TEXT]
    journal.append("healing.tried", "pdu/link_lost", {"text": TEXT})
    journal.clock.advance(3600)
    due(journal, "pdu/link_lost")
    assert texts(board, 2) == []


def test_what_a_crash_left_untold_is_told_once():
    journal, _ = desk()
    due(journal)
    journal._followers.clear()
    journal.append("healing.tried", "lamp/link_lost", {"text": TEXT})
    for _ in range(3):
        journal, board = desk(journal.lines)
        assert texts(board) == [TEXT]


def test_verification_is_told_on_the_ticket_that_is_served():
    journal, board = desk()
    due(journal)
    journal.append("fault.cleared", "lamp/link_lost", {"phase": "cleared"})
    journal.append("fault.verified", "lamp/link_lost", {"text": TEXT})
    assert texts(board) == [TEXT]
    assert str(board.ticket(1).state) == "restored_verifying"


def test_a_sweep_that_did_not_come_to_its_end_proves_nothing():
    journal, board = desk()
    due(journal)
    item = {"device": "lamp", "check": "reads", "light": "green"}
    for state, light in (("done", "green"), ("stopped", "green"), ("interrupted", "red")):
        sheet = {"items": [item | {"light": light}], "ticket": 1, "standing": [], "state": state}
        journal.append("readiness.sheet", state, sheet)
    found = [entry.data["result"] for entry in board.ticket(1).entries if entry.kind == "tested"]
    assert found == ["passed", "unknown", "failed"]
