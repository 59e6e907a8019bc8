"""REQ 52: what is over needs no memory, and nothing is different for it: held, let go, or after a restart."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from controller.clock import ManualClock
from controller.desk.board import Board
from controller.desk.holding import MORE
from controller.events import Bus
from controller.record import failpoints, past
from controller.record.archive import Archive
from controller.record.journal import Journal
from controller.record.lawful import NotLawful

DAY = 86400.0 + MORE
CLOSING = {"entry": "state", "to": "closed", "resolution": "repaired", "cause_code": "lamp", "parts": "none"}
LIFE = (
    {"entry": "contact_made", "way": "here", "person": "Wang"},
    {"entry": "restored"},
    {"entry": "state", "to": "resolved"},
    {"entry": "state", "to": "callback_due"},
    CLOSING | {"evidence": "picture seen"},
)


class Desk:
    """A board over a real record, with its archive."""

    def __init__(self, folder: Path, clock: ManualClock) -> None:
        self.clock, self.journal = clock, Journal(str(folder), clock)

    async def start(self) -> "Desk":
        await self.journal.open()
        await self.journal.ready()
        self.board = Board(self.journal, self.clock, Bus(), archive=Archive(self.journal))  # type: ignore[arg-type]
        await self.board.load()
        self.board.start()
        return self

    async def stop(self) -> None:
        self.board.stop()
        await self.journal.close()

    async def due(self, key: str) -> None:
        self.journal.append("fault.raised", key, {"rule": "x", "device": "lamp"})
        self.journal.append("fault.flag", key, {"due": True, "title": "out", "class": 2})
        await self.told()

    async def cleared(self, key: str) -> None:
        self.journal.append("fault.cleared", key, {"phase": "cleared"})
        await self.told()

    async def close(self, no: int) -> None:
        """All the way to its end, as people did it once."""
        for entry in LIFE:
            self.journal.append("ticket.entry", str(no), dict(entry), "li")
        await self.told()

    async def told(self) -> None:
        """Everything that was said is on disk, and everybody knows."""
        await self.journal.append("order.asked", "x", {}).committed

    def later(self, seconds: float) -> None:
        """The clock goes on, as a clock does."""
        for _ in range(3):
            self.clock.advance(seconds / 3)

    def held(self) -> set[int]:
        return {one.no for one in self.board.tickets()}


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    monkeypatch.setattr("controller.desk.holding.SHOWN", 0)
    monkeypatch.setattr(past, "RECENT", 2)
    monkeypatch.setattr(past, "NEWEST", 1)
    desk = await Desk(tmp_path, ManualClock()).start()
    yield desk
    await desk.stop()


async def again(desk: Desk, folder: Path) -> None:
    await desk.stop()
    new = await Desk(folder, desk.clock).start()
    desk.journal, desk.board = new.journal, new.board


async def test_req_52_what_is_over_is_let_go_and_is_found_again(desk: Desk) -> None:
    no, line = desk.board.open_by_hand("guest", "phone", "x", device="lamp", more={"key": "one"})
    open, _ = desk.board.open_by_hand("guest", "phone", "y")
    await line.committed
    desk.later(1800)
    await desk.close(no)
    before = (desk.board.ticket(no), desk.board.detail(desk.board.ticket(no)))
    desk.later(DAY + 120)
    await desk.told()
    assert desk.held() == {open}
    ticket, passed = await desk.board.memory.look(no)
    assert ticket == before[0]
    now = desk.board.detail(ticket, passed)
    assert now["thresholds"] == before[1]["thresholds"]
    assert now["thresholds"]
    assert await desk.board.memory.keyed("guest", "one") == no
    with pytest.raises(KeyError):
        await desk.board.memory.look(99)


async def test_req_52_who_writes_to_it_holds_it_first(desk: Desk) -> None:
    no, line = desk.board.open_by_hand("guest", "phone", "x", device="lamp")
    await line.committed
    await desk.close(no)
    desk.later(DAY + 120)
    await desk.told()
    assert desk.held() == set()
    await desk.board.hold(no, 99)
    with pytest.raises(NotLawful):
        desk.board.merge(no, no, "li", "helpdesk")
    await desk.board.add_entry(no, {"entry": "reopened", "reason": "again"}, "li", "helpdesk").committed
    assert (str(desk.board.ticket(no).state), desk.board.ticket(no).cycle) == ("new", 2)
    desk.later(3 * DAY)
    assert desk.held() == {no}


async def test_the_same_cause_within_a_day_reopens_and_later_names_the_ticket(
    desk: Desk, tmp_path: Path
) -> None:
    await desk.due("lamp/x")
    await desk.cleared("lamp/x")
    await desk.close(1)
    desk.later(23 * 3600.0)
    await desk.due("lamp/x")
    assert desk.board.ticket(1).cycle == 2
    await desk.cleared("lamp/x")
    await desk.close(1)
    desk.later(DAY + 120)
    await desk.told()
    assert desk.held() == set()
    await again(desk, tmp_path)
    await desk.due("lamp/x")
    assert desk.board.ticket(2).recurrence_of == 1


async def test_a_ticket_whose_fault_stands_is_held_and_a_restart_does_not_open_another(
    desk: Desk, tmp_path: Path
) -> None:
    await desk.due("lamp/x")
    await desk.close(1)
    for number in range(4):
        no, line = desk.board.open_by_hand("guest", "phone", f"{number}", device="lamp")
        await line.committed
        await desk.close(no)
    desk.later(DAY + 120)
    await desk.told()
    assert desk.held() == {1}
    await again(desk, tmp_path)
    await desk.told()
    assert 1 in desk.held()
    assert await desk.journal.recall(["ticket.opened"], "6") == []


@pytest.mark.parametrize("bug", ["", "what_is_open_is_let_go"])
async def test_a_restart_after_anything_knows_the_same(
    desk: Desk, tmp_path: Path, bug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({bug}))
    for key in ("lamp/x", "lamp/y", "lamp/z"):
        await desk.due(key)
    await desk.cleared("lamp/y")
    await desk.cleared("lamp/x")
    await desk.close(1)
    desk.later(400)
    await desk.told()
    held, folded = desk.board, Board(desk.journal, desk.clock, Bus())  # type: ignore[arg-type]
    await folded.load()
    mine = {no: held.said(no) for no in (1, 2, 3)}
    assert (mine == {no: folded.said(no) for no in (1, 2, 3)}) == (bug == "")
    if not bug:
        assert {**folded._faults.standing} == {**held._faults.standing}
        await again(desk, tmp_path)
        assert {no: desk.board.said(no) for no in (1, 2, 3)} == mine
        assert desk.board._faults.standing == folded._faults.standing
        assert [desk.board._faults.over([key]) for key in ("lamp/x", "lamp/z")] == [True, False]
        assert desk.board._callbacks._fired == folded._callbacks._fired
