"""The journal: lines are numbered and heard at once, and acknowledged when the disk has them."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from controller.clock import ManualClock
from controller.record.journal import Journal
from controller.record.lines import AlreadyOpen, Attachment, Line, NotKept, Refused


@pytest.fixture
async def journal(tmp_path: Path) -> AsyncIterator[Journal]:
    journal = Journal(str(tmp_path), ManualClock(), pauses=(0.001,))
    await journal.open()
    yield journal
    await journal.close()


def rows(tmp_path: Path, question: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(tmp_path / "auditorium.db") as raw:
        found = raw.execute(question).fetchall()
    raw.close()
    return found


async def test_a_line_is_numbered_at_once_and_on_disk_when_it_is_committed(
    journal: Journal, tmp_path: Path
) -> None:
    first = journal.append("order.asked", "pdu/outlet/4", {"value": True}, "陈")
    second = journal.append("order.ended", "pdu/outlet/4", {"state": "confirmed"})
    assert (first.seq, second.seq) == (1, 2)
    assert not first.committed.done()
    assert await second.committed is second
    assert first.committed.done()
    found = rows(tmp_path, "SELECT seq, kind, actor, data FROM journal")
    assert found == [
        (1, "order.asked", "陈", '{"value":true}'),
        (2, "order.ended", "system", '{"state":"confirmed"}'),
    ]


async def test_followers_hear_every_line_before_append_returns(journal: Journal) -> None:
    heard: list[Line] = []
    stop = journal.follow(heard.append)
    line = journal.append("fault.raised", "pj/lamp", {})
    assert heard == [line]
    stop()
    journal.append("fault.cleared", "pj/lamp", {})
    assert heard == [line]


async def test_a_follower_may_append_and_all_still_hear_one_order(journal: Journal) -> None:
    first: list[str] = []
    second: list[str] = []

    def rule(line: Line) -> None:
        first.append(line.kind)
        if line.kind == "fault.raised":
            journal.append("ticket.opened", "1", {"cause": line.subject})

    journal.follow(rule)
    journal.follow(lambda line: second.append(line.kind))
    journal.append("fault.raised", "pj/lamp", {})
    assert first == second == ["fault.raised", "ticket.opened"]


async def test_a_journal_opened_again_goes_on_where_it_was(tmp_path: Path) -> None:
    clock = ManualClock()
    for start in (1, 4, 7):
        journal = Journal(str(tmp_path), clock)
        await journal.open()
        lines = [journal.append("order.asked", "mixer/mute/1", {"n": n}) for n in range(3)]
        assert [line.seq for line in lines] == [start, start + 1, start + 2]
        await journal.close()
        assert all(line.committed.done() for line in lines)
    journal = Journal(str(tmp_path), clock)
    await journal.open()
    await journal.ready()
    assert [line.data["n"] for line in journal.replay()] == [0, 1, 2] * 3
    verdict = await journal.verify()
    assert (verdict.rows, verdict.broken) == (9, None)
    await journal.close()


async def test_lines_said_while_the_record_is_still_loading_are_kept(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path), ManualClock())
    await journal.open()
    line = journal.append("service.started", "hall", {})
    with pytest.raises(RuntimeError, match="not ready"):
        next(journal.replay())
    await journal.ready()
    await line.committed
    assert [line.kind for line in journal.replay()] == ["service.started"]
    await journal.close()


async def test_only_some_kinds_or_one_subject_are_read_back(journal: Journal) -> None:
    for kind, subject in (
        ("order.asked", "a"),
        ("fault.raised", "b"),
        ("order.ended", "a"),
        ("fault.flag", "b"),
    ):
        line = journal.append(kind, subject, {})
    await line.committed
    assert [line.seq for line in await journal.recall(kinds=("fault.raised", "fault.flag"))] == [2, 4]
    assert [line.seq for line in await journal.recall(subject="a")] == [1, 3]
    assert [line.seq for line in await journal.recall(after=2)] == [3, 4]


async def test_an_attachment_is_kept_with_its_line_and_vouched_for(journal: Journal, tmp_path: Path) -> None:
    frames = [{"at": 1.5, "dir": ">", "text": "%1POWR ?"}]
    line = journal.append("ticket.entry", "1", {"entry": "attachment"}, "system", Attachment("trace", frames))
    await line.committed
    assert await journal.attachment(line.seq) == b'[{"at":1.5,"dir":">","text":"%1POWR ?"}]'
    assert await journal.attachment(99) is None
    assert (await journal.verify()).broken is None
    await journal.write(lambda c: c.exec_driver_sql("UPDATE attachments SET body = x'00'") and None)
    assert (await journal.verify()).broken == line.seq


async def test_a_second_standing_fault_of_one_key_is_refused_and_on_record_as_a_bug(
    journal: Journal, tmp_path: Path
) -> None:
    journal.append("fault.raised", "pj/lamp", {"n": 1})
    doubled = journal.append("fault.raised", "pj/lamp", {"n": 2})
    after = journal.append("order.asked", "pj/power", {})
    with pytest.raises(Refused, match="UNIQUE"):
        await doubled.committed
    await after.committed
    assert rows(tmp_path, "SELECT seq, kind FROM journal") == [
        (1, "fault.raised"),
        (2, "journal.refused"),
        (3, "order.asked"),
    ]
    assert rows(tmp_path, "SELECT key, seq FROM open_faults") == [("pj/lamp", 1)]
    refused = next(journal.replay(kinds=("journal.refused",)))
    assert (refused.data["kind"], refused.data["said"]) == ("fault.raised", {"n": 2})
    assert (await journal.verify()).broken is None


async def test_a_cause_has_one_open_ticket_and_may_have_another_after_it(
    journal: Journal, tmp_path: Path
) -> None:
    journal.append("ticket.opened", "1", {"cause": "pdu/4"})
    journal.append("ticket.opened", "2", {"cause": None})
    journal.append("ticket.opened", "3", {"cause": None})
    doubled = journal.append("ticket.opened", "4", {"cause": "pdu/4"})
    journal.append("ticket.entry", "1", {"entry": "state", "to": "resolved"})
    journal.append("ticket.opened", "5", {"cause": "pdu/4"})
    twice = journal.append("ticket.entry", "1", {"entry": "reopened"})
    with pytest.raises(Refused):
        await twice.committed
    assert isinstance(doubled.committed.exception(), Refused)
    assert rows(tmp_path, "SELECT no, cause FROM open_tickets ORDER BY no") == [
        (2, None),
        (3, None),
        (5, "pdu/4"),
    ]


async def test_a_line_that_makes_no_sense_is_refused_alone(journal: Journal) -> None:
    odd = journal.append("ticket.opened", "seven", {})
    strange = journal.append("ticket.entry", "1", {"entry": "state", "to": "nowhere"})
    good = journal.append("order.asked", "a", {})
    await good.committed
    assert isinstance(odd.committed.exception(), Refused)
    assert isinstance(strange.committed.exception(), Refused)


async def test_a_fault_clears_and_may_stand_again(journal: Journal, tmp_path: Path) -> None:
    for kind in ("raised", "cleared", "raised", "flag"):
        line = journal.append(f"fault.{kind}", "pj/lamp", {})
    await line.committed
    assert rows(tmp_path, "SELECT key, seq FROM open_faults") == [("pj/lamp", 3)]


async def test_nothing_edits_or_deletes_a_line_of_the_journal(journal: Journal) -> None:
    await journal.append("order.asked", "a", {}).committed
    for change in ("UPDATE journal SET actor = 'x'", "DELETE FROM journal"):
        with pytest.raises(Exception, match="only ever added to"):
            await journal.write(lambda c, change=change: c.exec_driver_sql(change))  # type: ignore[misc]


async def test_a_second_writer_is_refused_in_a_clear_sentence(journal: Journal, tmp_path: Path) -> None:
    with pytest.raises(AlreadyOpen, match=r"is writing to this record\. Stop it first"):
        await Journal(str(tmp_path), ManualClock()).open()


async def test_a_change_that_fails_is_undone_and_harms_no_line(journal: Journal, tmp_path: Path) -> None:
    def bad(connection: Any) -> None:
        connection.exec_driver_sql("INSERT INTO meta VALUES ('a', 'b')")
        raise TypeError("a bug")

    await journal.ready()
    good = journal.append("order.asked", "a", {})
    with pytest.raises(TypeError, match="a bug"):
        await journal.write(bad)
    with pytest.raises(Exception, match="syntax error"):
        await journal.write(lambda c: c.exec_driver_sql("nonsense"))
    await good.committed
    await journal.append("order.asked", "b", {}).committed
    assert rows(tmp_path, "SELECT key FROM meta ORDER BY key") == [("epoch",), ("tickets",)]


async def test_a_waiter_that_gave_up_harms_nobody(journal: Journal) -> None:
    line = journal.append("order.asked", "a", {})
    line.committed.cancel()
    await journal.append("order.asked", "b", {}).committed
    assert len(await journal.recall()) == 2


async def test_a_closed_journal_takes_nothing_more(journal: Journal) -> None:
    line = journal.append("service.stopped", "hall", {})
    await journal.close()
    assert line.committed.done()
    with pytest.raises(NotKept):
        journal.append("order.asked", "a", {})


async def test_what_was_said_to_a_record_that_cannot_be_opened_is_not_acknowledged(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path), ManualClock())
    await journal.open()
    line = journal.append("order.asked", "a", {})
    journal._opening.cancel()  # type: ignore[union-attr]
    await journal.close()
    assert isinstance(line.committed.exception(), NotKept)


async def test_many_lines_at_once_are_all_kept_in_order(journal: Journal) -> None:
    lines = [journal.append("order.asked", "a", {"n": n}) for n in range(3000)]
    await asyncio.gather(*(line.committed for line in lines))
    assert [line.data["n"] for line in await journal.recall()] == list(range(3000))
    assert (await journal.verify()).rows == 3000
