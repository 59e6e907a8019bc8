"""The trace: a ring that forgets the oldest, one form for files and screens, and nothing lost in between."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.clock import ManualClock
from drivers.trace import Entry, Texts, Trace, read, write


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


def test_a_line_is_kept_with_its_moment_and_its_way(clock):
    trace = Trace(clock)
    trace.add(">", "%1POWR 1")
    clock.advance(0.042)
    trace.add("<", "%1POWR=ERR3")

    asked, heard = trace.last(10)
    assert (asked.dir, asked.text) == (">", "%1POWR 1")
    assert heard.at - asked.at == timedelta(seconds=0.042)


def test_the_ring_forgets_the_oldest(clock):
    trace = Trace(clock, size=5)
    for n in range(12):
        trace.add(">", str(n))
    assert [entry.text for entry in trace.last(3)] == ["9", "10", "11"]
    assert [entry.text for entry in trace] == ["7", "8", "9", "10", "11"]


def test_since_tells_what_came_after_a_moment(clock):
    trace = Trace(clock)
    trace.add("!", "before")
    moment = clock.now()
    clock.advance(1)
    trace.add("!", "after")
    assert [entry.text for entry in trace.since(moment)] == ["after"]


def test_a_watcher_hears_lines_until_it_leaves(clock):
    trace, heard = Trace(clock), []
    leave = trace.subscribe(lambda entry: heard.append(entry.text))
    trace.add(">", "one")
    leave()
    trace.add(">", "two")
    assert heard == ["one"]


def test_equal_lines_of_many_devices_are_kept_once(clock):
    texts = Texts()
    one, other = Trace(clock, texts), Trace(clock, texts)
    one.add("<", "%1POWR=" + str(1))
    other.add("<", "%1POWR=" + str(1))
    assert one.last(1)[0].text is other.last(1)[0].text


def test_a_clock_that_is_set_does_not_tear_the_record_apart(clock):
    trace = Trace(clock)
    trace.add(">", "asked")
    clock.jump(3600)
    clock.advance(0.5)
    trace.add("<", "answered")
    asked, answered = trace.last(2)
    assert answered.at - asked.at == timedelta(seconds=0.5)


@given(st.lists(st.tuples(st.sampled_from("><!"), st.text(max_size=40))))
def test_a_transcript_reads_back_as_it_was_written(lines):
    clock = ManualClock()
    trace = Trace(clock)
    for direction, text in lines:
        trace.add(direction, text)
    entries = trace.last(100)
    assert read(write(entries), clock.now()) == entries


@pytest.mark.parametrize(
    ("text", "trouble"),
    [("yesterday > hello", "line 1: 'yesterday' is no time"), ("12:00:00.000 = x", "line 1: '=' is none")],
)
def test_a_transcript_that_is_none_names_its_line(text, trouble):
    with pytest.raises(ValueError, match=trouble):
        read(text)


def test_remarks_and_empty_lines_are_skipped():
    assert read("# from the manual\n\n12:00:00.250 > 1!\n") == [
        Entry(read("12:00:00.250 > x")[0].at, ">", "1!")
    ]
