"""TCP to a device that refuses, hangs, resets, stops reading, splits and glues."""

import asyncio
import contextlib
import socket
import struct
from collections.abc import Iterator

import pytest

from drivers.errors import Unreachable
from drivers.transport import losses
from drivers.transport.tcp import Tcp
from tests.transport.bench import Listener, device


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_bytes_go_and_come() -> None:
    async with device() as projector:
        we, tcp = Listener(), Tcp("127.0.0.1", projector.port)
        await we.open(tcp)
        reader, writer = await projector.answer()
        tcp.send(b"%1POWR ?\r")
        assert await reader.readuntil(b"\r") == b"%1POWR ?\r"
        writer.write(b"%1POWR=1\r")
        await we.until_heard(b"%1POWR=1\r")
        tcp.close()
        assert await reader.read() == b""
        assert we.losses == []


async def test_split_and_glued_bytes_arrive_whole_and_in_order() -> None:
    async with device() as projector:
        we, tcp = Listener(), Tcp("127.0.0.1", projector.port)
        await we.open(tcp)
        _, writer = await projector.answer()
        for piece in (b"%1PO", b"WR=1\r%1IN", b"PT=31\r%1AVMT=30\r"):
            writer.write(piece)
            await we.until_heard(piece)
        assert b"".join(we.heard) == b"%1POWR=1\r%1INPT=31\r%1AVMT=30\r"
        tcp.close()


async def test_the_kernel_watches_the_connection() -> None:
    async with device() as projector:
        we, tcp = Listener(), Tcp("127.0.0.1", projector.port)
        await we.open(tcp)
        assert tcp._wire is not None
        assert tcp._wire._transport is not None
        sock = tcp._wire._transport.get_extra_info("socket")
        names = ("NODELAY", "KEEPIDLE", "KEEPINTVL", "KEEPCNT", "USER_TIMEOUT")
        found = [sock.getsockopt(socket.IPPROTO_TCP, getattr(socket, f"TCP_{name}")) for name in names]
        assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
        assert found == [1, 5, 2, 3, 8000]
        tcp.close()


async def test_a_closed_port_refuses() -> None:
    with pytest.raises(Unreachable) as told:
        await Listener().open(Tcp("127.0.0.1", a_free_port()))
    assert told.value.loss is losses.REFUSED
    assert told.value.retryable


async def test_a_name_that_nobody_knows() -> None:
    with pytest.raises(Unreachable) as told:
        await Listener().open(Tcp("no-such-device.invalid", 4352))
    assert told.value.loss is losses.NAME_UNKNOWN


@contextlib.contextmanager
def a_port_that_hangs() -> Iterator[int]:
    """A listener whose queue is full: the kernel lets further calls hang, as an absent host does."""
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(socket.socket())
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        for _ in range(3):
            caller = stack.enter_context(socket.socket())
            caller.setblocking(False)
            caller.connect_ex(server.getsockname())
        yield server.getsockname()[1]


async def test_a_call_that_hangs_is_given_up() -> None:
    with a_port_that_hangs() as port, pytest.raises(Unreachable) as told:
        await Listener().open(Tcp("127.0.0.1", port, connect_timeout=0.05))
    assert told.value.loss is losses.TIMED_OUT


async def test_closing_while_it_connects_leaves_nothing_behind() -> None:
    with a_port_that_hangs() as port:
        we, tcp = Listener(), Tcp("127.0.0.1", port)
        opening = asyncio.ensure_future(we.open(tcp))
        await asyncio.wait([opening], timeout=0)
        opening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await opening
        with pytest.raises(Unreachable):
            tcp.send(b"x")
        assert we.losses == []


async def test_a_device_that_hangs_up_is_lost_once() -> None:
    async with device() as projector:
        we, tcp = Listener(), Tcp("127.0.0.1", projector.port)
        await we.open(tcp)
        _, writer = await projector.answer()
        writer.write(b"bye\r")
        writer.close()
        assert await we.until_lost() is losses.CLOSED
        assert we.heard == [b"bye\r"]
        with pytest.raises(Unreachable):
            tcp.send(b"%1POWR ?\r")
        tcp.close()
        assert len(we.losses) == 1


async def test_a_reset_is_told_as_one() -> None:
    async with device() as projector:
        we, tcp = Listener(), Tcp("127.0.0.1", projector.port)
        await we.open(tcp)
        _, writer = await projector.answer()
        linger = struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        writer.transport.abort()
        assert await we.until_lost() is losses.RESET


async def test_a_device_that_reads_nothing_is_lost_and_memory_stays_bounded() -> None:
    async with device() as projector:
        we, tcp = Listener(), Tcp("127.0.0.1", projector.port)
        await we.open(tcp)
        reader, _ = await projector.answer()
        reader._transport.pause_reading()  # type: ignore[attr-defined]
        sent = 0
        while not we.losses and sent < 64 * 2**20:
            tcp.send(bytes(65536))
            sent += 65536
            await asyncio.wait([asyncio.ensure_future(we.news.wait())], timeout=0)
        assert await we.until_lost() is losses.NOT_READING
        assert sent < 32 * 2**20
        with pytest.raises(Unreachable):
            tcp.send(b"x")


async def test_the_loss_is_never_told_in_the_midst_of_send() -> None:
    async with device() as projector:
        we, tcp = Listener(), Tcp("127.0.0.1", projector.port)
        await we.open(tcp)
        reader, _ = await projector.answer()
        reader._transport.pause_reading()  # type: ignore[attr-defined]
        for _ in range(512):
            tcp.send(bytes(65536))
        assert we.losses == []
        assert await we.until_lost() is losses.NOT_READING


async def test_a_lost_transport_opens_again_and_the_old_line_stays_mute() -> None:
    async with device() as projector:
        first, second, tcp = Listener(), Listener(), Tcp("127.0.0.1", projector.port)
        await first.open(tcp)
        _, old = await projector.answer()
        await second.open(tcp)
        _, new = await projector.answer()
        new.write(b"new")
        await second.until_heard(b"new")
        old.close()
        tcp.send(b"still there")
        assert (first.heard, first.losses, second.losses) == ([], [], [])
        tcp.close()


async def test_a_fault_of_our_own_ends_the_connection_and_names_itself() -> None:
    async with device() as projector:
        we, tcp = Listener(), Tcp("127.0.0.1", projector.port)

        def broken(data: bytes) -> None:
            raise KeyError("bug")

        asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
        await tcp.open(broken, we.on_lost)
        _, writer = await projector.answer()
        writer.write(b"x")
        assert (await we.until_lost()).code == "internal"
