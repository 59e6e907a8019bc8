"""A conversation that begins with a greeting: accepted, refused, unanswered, broken, waited out."""

from dataclasses import replace

import pytest

from drivers.errors import NotAuthorised, Unreachable
from drivers.link import GREETING
from drivers.transport import losses
from drivers.wire.events import Report
from drivers.wire.greeting import Pause
from tests.hall.tables import GUARDED_LAMP, LAMP

from .room import Bench


@pytest.fixture
async def test_a_greeting_with_the_right_password_ends_in_a_conversation():
    bench = Bench(GUARDED_LAMP, {"password": "secret1"})
    await (await bench.open())
    bench.ask()
    assert bench.ends == [None]
    assert "secret1" not in "".join(map(str, bench.trace))


async def test_a_greeting_with_the_wrong_password_is_not_authorised_and_closes():
    bench = Bench(GUARDED_LAMP, {"password": "secret1"}, theirs={"password": "other"})
    opening = await bench.open()
    with pytest.raises(NotAuthorised):
        await opening
    assert not bench.link.is_open
    with pytest.raises(Unreachable):
        bench.ours.send(b"x")


async def test_a_device_that_says_nothing_to_a_greeting_is_given_up():
    bench = Bench(GUARDED_LAMP, {"password": "secret1"})
    bench.side.hear = lambda data, look: (b"", [])
    opening = await bench.open()
    bench.clock.advance(GREETING)
    with pytest.raises(Unreachable) as failure:
        await opening
    assert failure.value.loss.code == "no_greeting"
    assert bench.clock.waiting() == 0


async def test_a_connection_that_breaks_in_the_greeting_is_unreachable_and_not_told_twice():
    bench = Bench(GUARDED_LAMP, {"password": "secret1"})
    bench.side.hear = lambda data, look: (b"", [])
    opening = await bench.open()
    bench.end.close()
    with pytest.raises(Unreachable) as failure:
        await opening
    assert failure.value.loss is losses.CLOSED
    assert bench.listener.losses == []


async def test_an_absent_device_is_unreachable():
    bench = Bench(LAMP)
    bench.ours.unplug()
    with pytest.raises(Unreachable):
        await bench.link.open()


async def test_a_greeting_may_wait_for_silence():
    def quiet(credentials):
        while (yield Pause(1.0)) is not None:
            pass

    bench = Bench(replace(LAMP, greet=quiet))
    opening = await bench.open()
    bench.clock.advance(0.8)
    bench.end.send(b"WELCOME\r")
    bench.clock.advance(0.8)
    assert not opening.done()
    bench.clock.advance(0.3)
    await opening
    assert bench.link.idle


async def test_what_arrives_before_we_are_ready_is_heard_afterwards():
    bench = Bench(LAMP)
    bench.link._arrived(b"POWR=1\r")
    assert bench.listener.events == []
    await (await bench.open())
    assert bench.listener.events == [Report(("power", ()), "on")]


# ------------------------------------------------------------ ends
