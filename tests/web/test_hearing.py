"""Text of a WebSocket is heard where it is read; everything else goes aiohttp's way."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import WSMsgType, web

from web.hearing import HearingSocket


class Ear:
    """A server's side that notes what it heard, and in which task (None: where the bytes were read)."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, bool]] = []
        self.read: list[WSMsgType] = []
        self.gone = asyncio.Event()
        self.socket = HearingSocket(max_msg_size=1000, compress=False, heartbeat=30.0, autoping=False)

    async def connect(self, request: web.Request) -> web.StreamResponse:
        await self.socket.prepare(request)
        self.socket.listen(lambda text: self.heard.append((text, asyncio.current_task() is None)))
        async for message in self.socket:
            self.read.append(message.type)
        self.gone.set()
        return self.socket


@pytest.fixture
async def ear() -> AsyncIterator[tuple[Ear, Any]]:
    ear, app = Ear(), web.Application()
    app.router.add_get("/", ear.connect)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    async with aiohttp.ClientSession() as http:
        yield ear, await http.ws_connect(f"http://{host}:{port}/")
    await runner.cleanup()


async def test_text_is_heard_where_it_is_read_and_the_rest_is_read_in_turn(ear: tuple[Ear, Any]) -> None:
    server, tablet = ear
    await tablet.send_str("one")
    await tablet.send_str("二")
    await tablet.ping()
    await tablet.send_bytes(b"\x00")
    await tablet.close()
    await server.gone.wait()
    assert server.heard == [("one", True), ("二", True)]
    assert server.read == [WSMsgType.PING, WSMsgType.BINARY]
    assert server.socket.close_code == 1000


async def test_too_long_a_text_ends_it(ear: tuple[Ear, Any]) -> None:
    server, tablet = ear
    await tablet.send_str("x" * 1001)
    await server.gone.wait()
    assert server.heard == []
    assert (await tablet.receive()).data == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
