"""REQ 54: nothing is purged; what happened is on record years later, word for word, and what came with it."""

import re
from datetime import timedelta
from pathlib import Path

from controller.clock import ManualClock
from controller.record.journal import Journal
from controller.record.lines import Attachment
from tests.plumbing.source import PRODUCT, ROOT, files

FOLDS = {"tickets", "ticket_folds", "ticket_texts"}
INDEXES = {"sessions", "open_faults", "open_tickets"} | FOLDS
"""Tables that are no record: who is logged in, indexes of what stands now, and what lines fold to."""
DELETES = re.compile(
    r"delete\(\s*(?:schema\.)?(\w+)|DELETE\s+FROM\s+(\w+)|DROP\s+TABLE\s+(\w+)", re.IGNORECASE
)


def deleted(text: str) -> set[str]:
    return {next(filter(None, found)) for found in DELETES.findall(text)}


def test_req_54_no_line_of_code_takes_anything_from_the_record() -> None:
    found: dict[str, set[str]] = {}
    for path in files(".py", under=PRODUCT):
        if "migrations" not in path.parts and (tables := deleted(path.read_text(encoding="utf-8"))):
            found[str(path.relative_to(ROOT))] = tables
    of_database = {name: tables for name, tables in found.items() if name.startswith("controller/record/")}
    assert set().union(*of_database.values()) <= INDEXES
    elsewhere = set().union(set(), *(tables for name, tables in found.items() if name not in of_database))
    assert not elsewhere & {"journal", "attachments", "users", "tokens"}


def test_a_planted_purge_is_found() -> None:
    assert deleted("connection.execute(delete(schema.journal).where(_journal.at < old))") == {"journal"}
    assert deleted('text("DELETE FROM attachments WHERE seq < 9")') == {"attachments"}


async def test_req_54_forty_months_later_all_of_it_is_there(tmp_path: Path) -> None:
    clock = ManualClock()
    journal = Journal(str(tmp_path), clock)
    await journal.open()
    frames = Attachment("trace", {"frames": [{"text": "%1POWR=ERR4"}]})
    said = [journal.append("ticket.opened", "1", {"title": "主投影无画面", "class": 2}, "chen", frames)]
    for number in range(50):
        said.append(journal.append("ticket.entry", "1", {"entry": "note", "text": f"no {number}"}, "chen"))
    await said[-1].committed
    before, attached = await journal.recall(), await journal.attachment(said[0].seq)
    await journal.close()
    clock.jump(timedelta(days=40 * 31).total_seconds())
    for _ in range(3):  # whatever a start may tidy up
        journal = Journal(str(tmp_path), clock)
        await journal.open()
        await journal.ready()
        await journal.append("service.started", "grand", {}).committed
        after = await journal.recall(("ticket.opened", "ticket.entry"))
        assert after == before
        assert await journal.attachment(said[0].seq) == attached
        assert (await journal.verify()).broken is None
        await journal.close()
