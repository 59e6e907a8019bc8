"""A simulated device on a WebSocket: every line it says is a message of its own.

What a client sends in one message may hold several lines. Messages have no byte boundaries within: a device
that is to say its words in pieces says broken messages.
"""

import asyncio
import contextlib

from aiohttp import WSMsgType, web

from simulators.device import Reach, SimulatedDevice


class WebSocketServer:
    """Listens while the device has mains; a device that refuses, or is dark, has no listener."""

    def __init__(self, device: SimulatedDevice, host: str, port: int, idle: float | None = None) -> None:
        """`idle` seconds after a client's last message the device hangs up."""
        self.device, self.host, self.port, self.idle = device, host, port, idle
        self._open: set[_Connection] = set()
        self._runner: web.AppRunner | None = None
        self._wanted = True
        self._turning: asyncio.Task[None] | None = None

    @property
    def address(self) -> str:
        """ws://host:port as it really is."""
        return f"ws://{self.host}:{self.port}"

    async def open(self) -> None:
        """Listen; port 0 takes any, and keeps it from then on."""
        app = web.Application()
        app.router.add_get("/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, self.host, self.port, reuse_address=True).start()
        self.port = self._runner.addresses[0][1]

    def reach(self, state: Reach) -> None:
        """Open or close the door; a device that is dark hangs up on everybody."""
        self._wanted = state is Reach.OPEN
        if self._turning is None:
            self._turning = asyncio.get_running_loop().create_task(self._turn())

    async def close(self) -> None:
        """Close the door and everybody's connection."""
        self._wanted = False
        if self._turning:
            await self._turning
        await self._shut()

    async def _turn(self) -> None:
        while self._wanted != (self._runner is not None):
            if self._wanted:
                await self.open()
            else:
                await self._shut()
        self._turning = None

    async def _shut(self) -> None:
        runner, self._runner = self._runner, None
        for connection in list(self._open):
            connection.hang_up()
        if runner is not None:
            await runner.cleanup()

    async def _serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        connection = _Connection(self, socket, request.remote or "?")
        self._open.add(connection)
        try:
            await connection.run()
        finally:
            self._open.discard(connection)
        return socket


class _Connection:
    """One client's connection."""

    def __init__(self, server: WebSocketServer, socket: web.WebSocketResponse, peer: str) -> None:
        self._server, self._socket, self._peer = server, socket, peer
        self._said: asyncio.Queue[bytes | None] = asyncio.Queue()

    async def run(self) -> None:
        """Greet, then hear until one of both hangs up."""
        device = self._server.device
        speaking = asyncio.ensure_future(self._speak())
        client = device.connect(self._peer, self._said.put_nowait, self.hang_up)
        try:
            while True:
                message = await asyncio.wait_for(self._socket.receive(), self._server.idle or None)
                if message.type is not WSMsgType.TEXT:
                    break
                if not device.impairments.half_open:
                    client.hear(message.data.encode() + b"\n")
        except TimeoutError:
            pass
        finally:
            device.leave(client)
            self.hang_up()
            with contextlib.suppress(ConnectionError):
                await speaking

    def hang_up(self) -> None:
        """Say what waits, and close."""
        self._said.put_nowait(None)

    async def _speak(self) -> None:
        while (data := await self._said.get()) is not None:
            for line in filter(None, data.split(b"\n")):
                await self._socket.send_str(line.decode("utf-8", "replace"))
        await self._socket.close()
