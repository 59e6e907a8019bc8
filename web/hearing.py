"""A WebSocket whose text is heard in the call stack that read it, not a turn of the loop later.

aiohttp keeps what arrives in a queue and wakes whoever reads there. For an order that detour costs about as
much as the order itself, so text goes straight to `hear`; control frames, closing and errors keep aiohttp's
way. This leans on aiohttp's inside: an edition of it without that method brings the text by the queue again.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web
from aiohttp._websocket.reader import WebSocketDataQueue
from aiohttp.http import WebSocketReader

Hear = Callable[[str], object]


class _Ears(WebSocketDataQueue):
    """The queue, with a way past it for text."""

    hear: Hear | None = None

    def feed_data(self, data: Any, size: int) -> None:
        if self.hear is not None and data.type is WSMsgType.TEXT:
            self.hear(data.data)
        else:
            super().feed_data(data, size)


class HearingSocket(web.WebSocketResponse):
    """Say where to `listen` once it is prepared, and read the rest from it as usual."""

    _ears: _Ears | None = None

    def listen(self, hear: Hear) -> None:
        """From now on text goes to `hear`; what has arrived already is still to be read."""
        if self._ears is not None:
            self._ears.hear = hear

    def _post_start(self, request: Any, protocol: Any, writer: Any) -> None:
        self._ws_protocol, self._writer = protocol, writer
        self._reset_heartbeat()
        most = self._max_msg_size
        self._reader = self._ears = _Ears(request.protocol, most, loop=asyncio.get_running_loop())
        self._parser = WebSocketReader(self._ears, most, compress=False, decode_text=True)
        request.protocol.set_parser(self._parser, data_received_cb=self._on_data_received)
        request.protocol.keep_alive(False)
