"""A web socket to a device that answers, splits its lines over messages, refuses, and leaves."""

import contextlib
import socket
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import WSMsgType, web

from drivers.errors import Unreachable
from drivers.transport import losses
from drivers.transport.address import parse
from drivers.transport.connecting import connect
from drivers.transport.websocket import WebSocket
from tests.desk.certificate import certificate
from tests.transport.bench import Listener


class Peer:
    """A server that keeps its connections where a story can get at them."""

    def __init__(self) -> None:
        self.port = 0
        self.sockets: list[web.WebSocketResponse] = []
        self.paths: list[str] = []

    async def serve(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/page":
            return web.Response(text="a page")
        one = web.WebSocketResponse()
        await one.prepare(request)
        self.sockets.append(one)
        self.paths.append(request.path)
        async for message in one:
            if message.type is WSMsgType.TEXT:
                await one.send_str(f"you said {message.data}")
        return one


@contextlib.asynccontextmanager
async def peer(tls: ssl.SSLContext | None = None) -> AsyncIterator[Peer]:
    made, app = Peer(), web.Application()
    app.router.add_get("/{path:.*}", made.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
    made.port = runner.addresses[0][1]
    try:
        yield made
    finally:
        await runner.cleanup()


async def test_messages_go_and_come_as_lines() -> None:
    async with peer() as mixer:
        we, way = Listener(), connect(parse(f"ws://127.0.0.1:{mixer.port}"))
        await we.open(way)
        way.send(b"3:::ALIVE\n")
        await we.until_heard(b"you said 3:::ALIVE\n")
        await mixer.sockets[0].send_str("one\ntwo")
        await we.until_heard(b"one\ntwo\n")
        await mixer.sockets[0].send_bytes(b"\x01\x02")
        await we.until_heard(b"\x01\x02\n")
        way.close()
        assert we.losses == []
        with pytest.raises(Unreachable):
            way.send(b"late\n")


async def test_the_kernel_watches_and_a_path_may_be_given() -> None:
    async with peer() as mixer:
        we, way = Listener(), WebSocket.at(parse(f"ws://127.0.0.1:{mixer.port}/control/"))
        await we.open(way)
        assert way._wire is not None
        assert way._wire._socket is not None
        sock = way._wire._socket.get_extra_info("socket")
        assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
        assert mixer.paths == ["/control"]
        way.close()


async def test_a_device_that_leaves_is_lost_once() -> None:
    async with peer() as mixer:
        we, way = Listener(), connect(parse(f"ws://127.0.0.1:{mixer.port}"))
        await we.open(way)
        way.send(b"hello\n")
        await we.until_heard(b"you said hello\n")
        await mixer.sockets[0].close()
        assert await we.until_lost() == losses.CLOSED
        await we.open(way)
        way.send(b"again\n")
        await we.until_heard(b"you said again\n")
        way.close()


async def test_nobody_there_and_something_else_there() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    with pytest.raises(Unreachable) as no:
        await Listener().open(connect(parse(f"ws://127.0.0.1:{free}")))
    assert no.value.loss == losses.REFUSED
    async with peer() as mixer:
        with pytest.raises(Unreachable) as no:
            await Listener().open(connect(parse(f"ws://127.0.0.1:{mixer.port}/page")))
    assert no.value.loss == losses.NO_WEBSOCKET


async def test_a_certificate_that_nobody_vouches_for_is_told_and_may_be_taken(tmp_path: Path) -> None:
    _, chain = certificate(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(chain)
    async with peer(tls) as mixer:
        with pytest.raises(Unreachable) as no:
            await Listener().open(connect(parse(f"wss://localhost:{mixer.port}")))
        assert no.value.loss == losses.NOT_TRUSTED
        we, way = Listener(), connect(parse(f"wss://localhost:{mixer.port}?verify=0"))
        await we.open(way)
        way.send(b"hello\n")
        await we.until_heard(b"you said hello\n")
        way.close()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ws://10.1.4.60", "ws://10.1.4.60:80"),
        ("wss://10.1.4.60/a?verify=0", "wss://10.1.4.60:443/a?verify=0"),
    ],
)
def test_addresses(text: str, shown: str) -> None:
    assert str(parse(text)) == shown
