"""One conversation: greeting, one exchange at a time, patience, pace, and an end that is told once."""

from dataclasses import replace

import pytest

from drivers.errors import NoReply, Refused, Unreachable
from drivers.points import Place
from drivers.transport import losses
from drivers.wire.events import Report
from drivers.wire.talk import Command
from tests.hall.tables import DESK, LAMP

from .room import Bench


@pytest.fixture
async def bench():
    bench = Bench(LAMP)
    await (await bench.open())
    return bench


async def test_a_question_its_report_and_the_next_one_all_in_one_call(bench):
    bench.ask()
    assert bench.ends == [None]
    assert [event.value for event in bench.listener.events if isinstance(event, Report)] == ["off"]
    assert bench.listener.idle == 1
    assert bench.link.idle
    assert bench.clock.waiting() <= 1


async def test_one_exchange_at_a_time(bench):
    bench.mute = True
    bench.ask()
    assert not bench.link.idle
    with pytest.raises(RuntimeError):
        bench.ask()


async def test_silence_ends_patience_and_a_late_answer_is_news(bench):
    bench.mute = True
    bench.ask()
    bench.clock.advance(1.9)
    assert bench.ends == []
    bench.clock.advance(0.2)
    assert isinstance(bench.ends[0], NoReply)

    bench.end.send(b"POWR=1\r")
    assert bench.listener.events[-1] == Report(("power", ()), "on")
    assert bench.ends == bench.ends[:1]


async def test_an_answer_later_than_usual_is_told_once_and_long_before_patience_is_out(bench):
    bench.mute = True
    bench.ask()
    bench.clock.advance(0.19)
    assert bench.listener.overdue == 0
    bench.clock.advance(0.1)
    assert bench.listener.overdue == 1
    bench.clock.advance(1.5)
    assert bench.listener.overdue == 1


async def test_a_device_that_is_always_slow_is_not_called_late():
    bench = Bench(LAMP)
    await (await bench.open())
    for _ in range(8):
        bench.mute = True
        bench.ask()
        bench.clock.advance(0.6)
        bench.end.send(b"POWR=0\r")
    before = bench.listener.overdue
    bench.ask()
    bench.clock.advance(0.6)
    assert bench.listener.overdue == before
    assert 0.4 < bench.link.counters.rtt <= 0.6


async def test_our_own_stall_is_not_held_against_the_device(bench):
    """The loop stood still for five seconds: what has arrived meanwhile is read before anybody is judged."""
    bench.mute = True
    bench.ask()
    bench.clock._elapsed += 5_000_000_000  # time passed, and no timer was looked at
    bench.link._patience._timer.callback()
    assert bench.ends == []
    bench.end.send(b"POWR=0\r")
    assert bench.ends == [None]


async def test_an_answer_cancels_no_timer_and_sets_none_for_the_next():
    bench = Bench(LAMP)
    await (await bench.open())
    for _ in range(100):
        bench.ask()
    assert len(bench.clock._queue) <= 2


async def test_a_refusal_is_an_end_with_a_reason_and_noted(bench):
    bench.busy = True
    bench.ask()
    assert isinstance(bench.ends[0], Refused)
    assert bench.ends[0].busy
    assert [entry.dir for entry in bench.trace] == [">", "<", "!"]
    assert bench.link.counters.errors == 1


async def test_noise_is_counted_and_traced_and_harms_nothing(bench):
    bench.end.send(b"\xff\x00garbage\r" * 100)
    bench.ask()
    assert bench.ends == [None]
    assert bench.link.counters.noise == 100


async def test_nothing_is_sent_before_the_gap_has_passed():
    bench = Bench(replace(LAMP, gap=0.5))
    await (await bench.open())
    bench.ask()
    assert bench.ends == [None]
    assert not bench.link.idle
    bench.clock.advance(0.5)
    assert bench.link.idle
    assert bench.listener.idle == 1


async def test_a_command_that_must_settle_keeps_everything_waiting_only_if_it_was_accepted():
    settling = tuple(
        replace(row, settle=40) if isinstance(row, Command) and row.tell == "POWR {power}" else row
        for row in LAMP.talk
    )
    bench = Bench(replace(LAMP, talk=settling))
    await (await bench.open())
    bench.tell(power="on")
    assert not bench.link.idle
    bench.clock.advance(40)
    assert bench.link.idle

    bench.busy = True
    bench.tell(power="off")
    assert bench.link.idle


async def test_what_is_not_answered_ends_when_it_is_sent():
    bench = Bench(DESK)
    bench.holds[Place("fader", (1,))] = 0
    await (await bench.open())
    bench.link.request(bench.link.side.tell({Place("fader", (1,)): -10}), bench.ends.append)
    assert bench.ends == [None]
    assert bench.heard == ["/ch 1 -10"]


# ------------------------------------------------------------ greetings


async def test_a_loss_ends_what_is_in_flight_and_is_told_once(bench):
    bench.mute = True
    bench.ask()
    bench.end.close()
    assert isinstance(bench.ends[0], Unreachable)
    assert bench.listener.losses == [losses.CLOSED]
    assert bench.clock.waiting() == 0


async def test_closing_is_not_a_loss(bench):
    bench.mute = True
    bench.ask()
    bench.link.close()
    bench.link.close()
    assert isinstance(bench.ends[0], Unreachable)
    assert bench.listener.losses == []


async def test_what_was_said_after_the_loss_is_not_vouched_for(bench):
    bench.listener.on_event = lambda event: (bench.listener.events.append(event), bench.link.close())
    bench.end.send(b"POWR=1\rPOWR=0\r")
    assert len(bench.listener.events) == 1


async def test_sending_into_a_wire_that_is_gone_is_a_loss(bench):
    bench.ours.close()
    bench.ask()
    assert isinstance(bench.ends[0], Unreachable)
    assert [loss.code for loss in bench.listener.losses] == ["not_open"]


async def test_news_of_another_socket_is_news(bench):
    bench.link.overhear(b"POWR=1\r")
    assert bench.listener.events == [Report(("power", ()), "on")]
    bench.link.close()
    bench.link.overhear(b"POWR=0\r")
    assert len(bench.listener.events) == 1


async def test_a_missing_answer_that_could_be_taken_for_the_next_one_closes_the_connection(bench):
    bench.mute = True
    bench.link.side.must_close = lambda: True
    bench.ask()
    bench.clock.advance(2)
    assert isinstance(bench.ends[0], NoReply)
    assert [loss.code for loss in bench.listener.losses] == ["out_of_step"]
    assert bench.listener.idle == 0


@pytest.mark.parametrize("split", [1, 2, 3, 7])
async def test_however_the_bytes_are_split_the_conversation_is_the_same(split):
    bench = Bench(LAMP, split=split)
    await (await bench.open())
    bench.tell(power="on")
    bench.ask()
    assert bench.ends == [None, None]
    assert bench.listener.events[-1] == Report(("power", ()), "on")


async def test_silence_is_a_yes_where_only_a_no_would_be_said():
    table = tuple(
        replace(row, ack=None, listens=0.3)
        if isinstance(row, Command) and row.tell == "POWR {power}"
        else row
        for row in LAMP.talk
    )
    bench = Bench(replace(LAMP, talk=table))
    await (await bench.open())
    bench.tell(power="on")
    assert bench.ends == []
    bench.clock.advance(0.3)
    assert bench.ends == [None]
    assert bench.listener.overdue == 0

    bench.busy = True
    bench.tell(power="off")
    assert isinstance(bench.ends[1], Refused)


async def test_an_answer_that_comes_when_all_is_done_is_not_called_late():
    table = tuple(
        replace(row, late=True, patience=60)
        if isinstance(row, Command) and row.tell == "POWR {power}"
        else row
        for row in LAMP.talk
    )
    bench = Bench(replace(LAMP, talk=table))
    await (await bench.open())
    bench.mute = True
    bench.tell(power="on")
    bench.clock.advance(40)
    assert (bench.ends, bench.listener.overdue, bench.link.waits) == ([], 0, False)
    bench.end.send(b"POWR OK\r")
    assert bench.ends == [None]
    assert bench.link.counters.rtt < 1
