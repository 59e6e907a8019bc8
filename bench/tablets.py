"""Fake tablets: WebSockets by hand (RFC 6455), as many as wanted, in one process that costs little.

Whatever arrives is kept with its moment and looked at only when the measurement is over.
"""

import os
import socket
from base64 import b64encode
from collections.abc import Sequence
from functools import partial

from bench.worker import LATER, Worker, now

Frame = tuple[float, int, bytes]
"""When, at which tablet, what."""
Sent = tuple[float, float]
"""When it was sent, and when the order was told as done (0: never)."""


def masked(body: bytes) -> bytes:
    """A client's text frame."""
    size, mask = len(body), os.urandom(4)
    head = bytes((129, 128 | size)) if size < 126 else b"\x81\xfe" + size.to_bytes(2, "big")
    whole = int.from_bytes((mask * (size // 4 + 1))[:size], "big") ^ int.from_bytes(body, "big")
    return head + mask + whole.to_bytes(size, "big")


def cut(buffer: bytes) -> tuple[list[bytes], bytes]:
    """The bodies of the server's whole text frames, and what is left."""
    bodies, start = [], 0
    while len(buffer) - start >= 2:
        size, body = buffer[start + 1], start + 2
        if size == 126:
            size, body = int.from_bytes(buffer[start + 2 : start + 4], "big"), start + 4
        elif size == 127:
            size, body = int.from_bytes(buffer[start + 2 : start + 10], "big"), start + 10
        if len(buffer) < body + size:
            break
        if buffer[start] == 0x81:
            bodies.append(buffer[body : body + size])
        start = body + size
    return bodies, buffer[start:]


def upgrade(host: str, token: str) -> bytes:
    """The request that opens a WebSocket."""
    key = b64encode(os.urandom(16)).decode()
    lines = [
        "GET /api/v1/ws HTTP/1.1",
        f"Host: {host}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Protocol: auditorium.v1",
        f"Authorization: Bearer {token}",
    ]
    return "\r\n".join([*lines, "", ""]).encode()


class Tablet:
    """One of them."""

    def __init__(self, sock: socket.socket) -> None:
        self.socket = sock
        self.buffer = b""
        self.open = self.ready = False


class Tablets(Worker):
    """All of them. The first gives the orders."""

    def do_open(self, port: int, tokens: Sequence[str], count: int) -> object:
        """Open so many, the tokens in turn; answers, with the moment, when each has its snapshot."""
        self.all: list[Tablet] = []
        self.frames: list[Frame] = []
        self.script: list[tuple[float, bytes, bytes]] = []
        self.awaited: dict[bytes, int] = {}
        self.sent: list[Sent] = []
        self._knock(port, tokens, count)
        return LATER

    def do_close(self) -> None:
        """Close all."""
        for one in self.all:
            self._gone(one)
        self.all = []

    def do_frames(self) -> list[Frame]:
        """What arrived since the last look."""
        taken, self.frames = self.frames, []
        return taken

    def do_send(self, frame: bytes) -> float:
        """Send one frame; the moment."""
        data, moment = masked(frame), now()
        self.all[0].socket.send(data)
        return moment

    def do_orders(self, script: Sequence[tuple[float, bytes, bytes]]) -> object:
        """(pause, id, frame) one after the other, each when the last is done; answers when all are."""
        self.script, self.sent = list(reversed(script)), []
        self._next()
        return LATER

    def do_burst(self, frames: dict[bytes, bytes]) -> object:
        """Send frames by id in one go; answers when each was sent and done."""
        self.sent, self.script = [], []
        moment = now()
        self.sent = [(moment, 0.0)] * len(frames)
        self.awaited = {id: place for place, id in enumerate(frames)}
        self.all[0].socket.sendall(b"".join(map(masked, frames.values())))
        return LATER

    # ------------------------------------------------------------ opening

    def _knock(self, port: int, tokens: Sequence[str], count: int) -> None:
        """Try until the service answers: it may be just starting."""
        try:
            sock = socket.create_connection(("127.0.0.1", port))
        except OSError:
            self.at(now() + 0.002, partial(self._knock, port, tokens, count))
            return
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.sendall(upgrade(f"127.0.0.1:{port}", tokens[len(self.all) % len(tokens)]))
        one = Tablet(sock)
        self.all.append(one)
        self.watch(sock.fileno(), partial(self._read, one, len(self.all) - 1))
        if len(self.all) < count:
            self._knock(port, tokens, count)
        self.wanted = count

    def _gone(self, one: Tablet) -> None:
        self.forget(one.socket.fileno())
        one.socket.close()

    # ------------------------------------------------------------ hearing

    def _read(self, one: Tablet, number: int) -> None:
        data = one.socket.recv(1 << 20)
        moment = now()
        if not data:
            self._gone(one)
            return
        one.buffer += data
        if not one.open:
            head, end, rest = one.buffer.partition(b"\r\n\r\n")
            if not end:
                return
            if b" 101 " not in head[:20]:
                raise RuntimeError(head.decode())
            one.open, one.buffer = True, rest
        bodies, one.buffer = cut(one.buffer)
        for body in bodies:
            self.frames.append((moment, number, body))
            self._hear(one, number, body, moment)

    def _hear(self, one: Tablet, number: int, body: bytes, moment: float) -> None:
        if not one.ready:
            if b'"snap"' in body[:16]:
                one.ready = True
                if len(self.all) == self.wanted and all(each.ready for each in self.all):
                    self.reply(moment)
        elif number == 0 and self.awaited and (b'"done"' in body[:12] or b'"err"' in body[:12]):
            self._ended(body, moment)

    # ------------------------------------------------------------ orders

    def _ended(self, body: bytes, moment: float) -> None:
        for id, place in self.awaited.items():
            if b'"id":"%s"' % id in body or b'"id": "%s"' % id in body:
                del self.awaited[id]
                if b'"done"' in body[:12]:
                    self.sent[place] = self.sent[place][0], moment
                break
        if not self.awaited:
            self._next()

    def _next(self) -> None:
        if not self.script:
            self.reply(self.sent)
            return
        pause, id, frame = self.script.pop()
        self.at(now() + pause, partial(self._order, id, masked(frame)))

    def _order(self, id: bytes, frame: bytes) -> None:
        self.awaited[id] = len(self.sent)
        self.sent.append((now(), 0.0))
        self.all[0].socket.send(frame)
