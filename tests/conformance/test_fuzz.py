"""Whatever arrives at either side of any driver, nothing raises and nothing grows without end."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.errors import Reason
from drivers.wire.events import Unknown
from drivers.wire.framing import LIMIT
from tests.conformance.bench import asks_or_tells, clients
from tests.conformance.conftest import NAMES, named

FEW, MANY = settings(max_examples=60, deadline=None), settings(max_examples=10_000, deadline=None)
EACH = pytest.mark.parametrize("name", NAMES)


@cache
def client(name):
    """One conversation, used for all inputs: what came before must not matter."""
    (made,) = clients(named(name))
    return made


@cache
def lines(name):
    """Bytes that both sides really say, to be bent."""
    made = client(name)
    requests = [poll.request for poll in made.ours.polls()[:20]] or [asks_or_tells(made)]
    said = []
    for request in requests:
        made.said.clear()
        data = made.ours.send(request)
        made.tell_device(data)
        made.ours.give_up()
        said += [data, *made.said]
    return [each for each in said if each]


def bent(name):
    """Noise, real lines, and real lines with a piece of noise inside."""
    real = st.sampled_from(lines(name))
    mixed = st.builds(_inserted, real, st.integers(0, 40), st.binary(max_size=6))
    return st.lists(st.one_of(st.binary(max_size=40), real, mixed), max_size=4)


def _inserted(line, at, noise):
    return line[:at] + noise + line[at:]


def survives(name, parts):
    """Both sides take these bytes while a question is pending; what is heard is answered or refused."""
    made = client(name)
    ours, theirs, look = made.ours, made.theirs, made.model.look
    ours.send(asks_or_tells(made))
    for part in parts:
        ours.hear(part)
        ours.overhear(part)
        _, heard = theirs.hear(part, look)
        for event in heard:
            theirs.answer(event, look)
            theirs.refuse(event, Reason.BUSY if isinstance(event, Unknown) else Reason.FAILED)
    ours.give_up()
    assert len(ours._buffer) <= LIMIT
    assert len(theirs._buffer) <= LIMIT


@EACH
@FEW
@given(data=st.data())
def test_nothing_that_arrives_raises(name, data):
    survives(name, data.draw(bent(name)))


@pytest.mark.slow
@EACH
@MANY
@given(data=st.data())
def test_nothing_that_arrives_raises_ten_thousand_times(name, data):
    survives(name, data.draw(bent(name)))
