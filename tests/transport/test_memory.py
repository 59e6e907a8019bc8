"""The pipe that other tests stand on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import Unreachable
from drivers.transport import losses
from drivers.transport.memory import pair
from tests.transport.bench import Listener


async def test_an_exchange_is_over_when_send_returns() -> None:
    ours, theirs = pair()
    we, said = Listener(), list[bytes]()

    def device(data: bytes) -> None:
        theirs.send(b"%1POWR=1\r")
        said.append(data)  # the answer waits until the device is done

    await ours.open(lambda data: said.append(data), we.on_lost)
    await theirs.open(device, we.on_lost)
    ours.send(b"%1POWR ?\r")
    assert said == [b"%1POWR ?\r", b"%1POWR=1\r"]


@given(st.lists(st.binary(max_size=20), max_size=8), st.integers(0, 5), st.integers(1, 4))
async def test_splitting_and_gluing_lose_nothing(messages: list[bytes], split: int, glue: int) -> None:
    ours, theirs = pair(split, glue)
    we, device = Listener(), Listener()
    await we.open(ours)
    await device.open(theirs)
    for message in messages:
        ours.send(message)
    ours.flush()
    assert b"".join(device.heard) == b"".join(messages)
    assert all(0 < len(piece) <= (split or 1000) for piece in device.heard)
    if glue == 1 and not split:
        assert device.heard == [message for message in messages if message]


async def test_two_messages_glued_arrive_as_one() -> None:
    ours, theirs = pair(glue=2)
    we, device = Listener(), Listener()
    await we.open(ours)
    await device.open(theirs)
    ours.send(b"1*1!")
    assert device.heard == []
    ours.send(b"2*2!")
    assert device.heard == [b"1*1!2*2!"]


async def test_unplugged_and_plugged_again() -> None:
    ours, theirs = pair()
    we, device = Listener(), Listener()
    await we.open(ours)
    await device.open(theirs)
    theirs.unplug()
    assert (we.losses, device.losses) == ([losses.RESET], [losses.RESET])
    with pytest.raises(Unreachable):
        ours.send(b"x")
    with pytest.raises(Unreachable):
        await we.open(ours)
    theirs.plug()
    await we.open(ours)
    await device.open(theirs)
    theirs.send(b"back")
    assert we.heard == [b"back"]


async def test_hanging_up_is_heard_by_the_other_end_only() -> None:
    ours, theirs = pair()
    we, device = Listener(), Listener()
    await we.open(ours)
    await device.open(theirs)
    ours.close()
    ours.close()
    assert (we.losses, device.losses) == ([], [losses.CLOSED])
