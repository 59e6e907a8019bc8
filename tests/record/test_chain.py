"""The hash chain: what is written cannot be changed without the chain saying where."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.record import chain
from controller.record.chain import GENESIS, Row, Tail

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def chained(count: int) -> list[Row]:
    rows: list[Row] = []
    tail = Tail(0, GENESIS)
    for seq in range(1, count + 1):
        said = Row(
            seq, "2026-03-02T12:00:00.000000Z", "order.asked", "pdu/outlet/4", "陈", f'{{"n":{seq}}}', "", ""
        )
        rows.append(chain.link(tail, said))
        tail = Tail(seq, rows[-1].hash)
    return rows


def test_an_untouched_chain_is_whole() -> None:
    rows = chained(50)
    assert chain.verify(rows) == chain.Verdict(50, Tail(50, rows[-1].hash))


@pytest.mark.parametrize("field", ["at", "kind", "subject", "actor", "data", "attached", "hash"])
def test_an_edited_row_is_named(field: str) -> None:
    rows = chained(20)
    rows[11] = rows[11]._replace(**{field: "x"})
    verdict = chain.verify(rows)
    assert (verdict.broken, verdict.why) == (12, "row 12 is not as it was written")


def test_a_removed_row_is_named() -> None:
    rows = chained(20)
    del rows[4]
    assert chain.verify(rows).why == "row 5 is missing before row 6"


def test_two_rows_that_changed_places_are_noticed() -> None:
    rows = chained(20)
    rows[7], rows[8] = rows[8], rows[7]
    assert chain.verify(rows).broken == 9


def test_a_row_rewritten_with_a_fitting_hash_is_given_away_by_the_next() -> None:
    rows = chained(20)
    forged = rows[9]._replace(data='{"n":99}')
    rows[9] = chain.link(Tail(9, rows[8].hash), forged)
    assert chain.verify(rows).broken == 11


def test_anyone_can_recompute_it_without_our_code() -> None:
    before = GENESIS
    for row in chained(3):
        said = {"seq": row.seq, "at": row.at, "kind": row.kind, "subject": row.subject, "actor": row.actor}
        said |= {"data": json.loads(row.data), "attached": row.attached}
        text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        before = hashlib.sha256((before + text).encode()).hexdigest()
        assert before == row.hash


@settings(max_examples=300)
@given(JSON)
def test_whatever_is_said_has_one_spelling_that_reads_back(value: object) -> None:
    text = chain.canonical(value)
    assert chain.canonical(json.loads(text)) == text
    text.encode()


def test_what_json_cannot_say_is_said_as_text() -> None:
    odd = {
        "at": datetime(2026, 3, 2, tzinfo=UTC),
        "level": float("-inf"),
        "where": Path("a"),
        3: {1},
        "s": "\ud800",
    }
    assert json.loads(chain.canonical(odd)) == {
        "at": "2026-03-02 00:00:00+00:00", "level": "-inf", "where": "a", "3": [1], "s": "\ud800",
    }  # fmt: skip


def test_a_value_that_contains_itself_ends_somewhere() -> None:
    ring: list[object] = []
    ring.append(ring)
    assert "..." in chain.canonical(ring)


def test_a_name_that_no_database_takes_is_cleaned() -> None:
    assert chain.clean("a\0b") == "a\\x00b"
    assert chain.clean("大\ud800") == "大\\ud800"
