"""UDP to one device, and the ports on which devices report unasked."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from drivers.errors import Unreachable
from drivers.transport import losses
from drivers.transport.listener import Answer, subscribe
from drivers.transport.udp import Udp
from tests.transport.bench import PATIENCE, Listener


@contextmanager
def a_mixer(host: str = "127.0.0.1") -> Iterator[socket.socket]:
    """A device's bare socket: on the loopback a datagram has arrived by the time sendto returns."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind((host, 0))
        sock.settimeout(PATIENCE)
        yield sock


async def test_one_callback_a_datagram() -> None:
    with a_mixer() as mixer:
        we, udp = Listener(), Udp(*mixer.getsockname())
        await we.open(udp)
        udp.send(b"/xinfo\0\0")
        asked, source = mixer.recvfrom(100)
        assert asked == b"/xinfo\0\0"
        for answer in (b"/ch/01", b"", b"/ch/02"):
            mixer.sendto(answer, source)
        await we.until_heard(b"/ch/02")
        assert we.heard == [b"/ch/01", b"/ch/02"]
        udp.close()


async def test_a_stranger_is_not_heard() -> None:
    with a_mixer() as mixer, a_mixer() as stranger:
        we, udp = Listener(), Udp(*mixer.getsockname())
        await we.open(udp)
        udp.send(b"hello")
        _, source = mixer.recvfrom(100)
        stranger.sendto(b"/ch/01/mix/on 0", source)
        mixer.sendto(b"mine", source)
        await we.until_heard(b"mine")
        assert we.heard == [b"mine"]
        udp.close()


async def test_a_burst_of_a_whole_desk_is_kept() -> None:
    with a_mixer() as mixer:
        we, udp = Listener(), Udp(*mixer.getsockname())
        await we.open(udp)
        udp.send(b"hello")
        _, source = mixer.recvfrom(100)
        for number in range(400):
            mixer.sendto(b"%03d" % number, source)
        await we.until_heard(b"399")
        assert len(we.heard) == 400
        udp.close()


async def test_a_device_whose_service_is_down_refuses() -> None:
    with a_mixer() as mixer:
        where = mixer.getsockname()
    we, udp = Listener(), Udp(*where)
    await we.open(udp)
    udp.send(b"/status")
    assert await we.until_lost() is losses.REFUSED
    with pytest.raises(Unreachable):
        udp.send(b"/status")
    udp.close()
    assert len(we.losses) == 1


async def test_the_loss_is_never_told_in_the_midst_of_send() -> None:
    with a_mixer() as mixer:
        where = mixer.getsockname()
    we, udp = Listener(), Udp(*where)
    await we.open(udp)
    for _ in range(5):  # the second meets the refusal of the first
        udp.send(b"/status")
    assert we.losses == []
    assert await we.until_lost() is losses.REFUSED


async def test_a_fixed_port_of_ours() -> None:
    with a_mixer() as probe:
        free = probe.getsockname()[1]
    with a_mixer() as mixer:
        we, udp = Listener(), Udp("127.0.0.1", mixer.getsockname()[1], free)
        await we.open(udp)
        udp.send(b"x")
        assert mixer.recvfrom(100)[1] == ("127.0.0.1", free)
        udp.close()


async def test_a_fixed_port_that_another_program_holds() -> None:
    with a_mixer() as mixer, a_mixer() as other:
        with pytest.raises(Unreachable) as told:
            await Listener().open(Udp("127.0.0.1", mixer.getsockname()[1], other.getsockname()[1]))
        assert told.value.loss is losses.LOCAL_PORT_IN_USE


async def test_two_devices_that_answer_to_one_fixed_port_are_told_apart() -> None:
    with a_mixer() as probe:
        free = probe.getsockname()[1]
    with a_mixer() as one, a_mixer() as two:
        first, second = Listener(), Listener()
        ends = [Udp("127.0.0.1", device.getsockname()[1], free) for device in (one, two)]
        await first.open(ends[0])
        await second.open(ends[1])
        two.sendto(b"of two", ("127.0.0.1", free))
        one.sendto(b"of one", ("127.0.0.1", free))
        await first.until_heard(b"of one")
        await second.until_heard(b"of two")
        assert (first.heard, second.heard) == ([b"of one"], [b"of two"])
        for end in ends:
            end.close()


async def test_closing_is_silent_and_opening_again_works() -> None:
    with a_mixer() as mixer:
        we, udp = Listener(), Udp(*mixer.getsockname())
        await we.open(udp)
        udp.close()
        await we.open(udp)
        udp.send(b"again")
        _, source = mixer.recvfrom(100)
        mixer.sendto(b"yes", source)
        await we.until_heard(b"yes")
        assert we.losses == []
        udp.close()


async def test_an_unknown_name() -> None:
    with pytest.raises(Unreachable) as told:
        await Listener().open(Udp("no-such-device.invalid", 10023))
    assert told.value.loss is losses.NAME_UNKNOWN


class Notices:
    """What one subscriber heard."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[bytes] = asyncio.Queue()

    def __call__(self, data: bytes, answer: Answer) -> None:
        self.heard.put_nowait(data)
        answer(b"got " + data)

    async def next(self) -> bytes:
        async with asyncio.timeout(PATIENCE):
            return await self.heard.get()


async def test_two_projectors_report_to_one_port_and_are_told_apart() -> None:
    left, right = Notices(), Notices()
    first = await subscribe(0, "127.0.0.1", left)
    second = await subscribe(0, "127.0.0.2", right)
    assert first.port == second.port
    with a_mixer("127.0.0.1") as one, a_mixer("127.0.0.2") as two, a_mixer("127.0.0.3") as stranger:
        stranger.sendto(b"%2POWR=0\r", ("127.0.0.1", first.port))
        one.sendto(b"%2POWR=1\r", ("127.0.0.1", first.port))
        two.sendto(b"%2INPT=31\r", ("127.0.0.1", first.port))
        assert await left.next() == b"%2POWR=1\r"
        assert await right.next() == b"%2INPT=31\r"
        assert one.recvfrom(100)[0] == b"got %2POWR=1\r"
        assert left.heard.empty()
        assert right.heard.empty()
    first.cancel()
    second.cancel()


async def test_the_port_is_free_again_after_the_last_has_gone() -> None:
    first = await subscribe(0, "127.0.0.1", Notices())
    second = await subscribe(0, "127.0.0.1", Notices())
    second.cancel()
    with pytest.raises(Unreachable) as told:
        await subscribe(first.port, "127.0.0.1", Notices(), bind="127.0.0.1")
    assert told.value.loss is losses.LOCAL_PORT_IN_USE
    first.cancel()
    first.cancel()
    again = await subscribe(first.port, "127.0.0.1", Notices(), bind="127.0.0.1")
    again.cancel()


async def test_two_callers_at_the_same_moment_share_one_socket() -> None:
    first, second = await asyncio.gather(
        subscribe(0, "127.0.0.1", Notices()), subscribe(0, "127.0.0.2", Notices())
    )
    assert first.port == second.port
    first.cancel()
    second.cancel()
