"""The floor: the least that could do it. One WebSocket in, device sockets out, by hand on asyncio.

It ties what it is told to tie, passes on what devices say, and knows nothing else: no state, no guards, no
journal, no verification (with VERIFY 1 it asks a device once more after its answer, then says "done").
`python -m bench.floor PORT VERIFY NAME:PORT...`
"""

import asyncio
import hashlib
import json
import sys
from base64 import b64encode

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3


class Device(asyncio.Protocol):
    """One matrix switcher."""

    def __init__(self, name: str, relay: "Relay") -> None:
        self.name, self.relay = name, relay
        self.buffer = b""
        self.order: tuple[Tablet, object] | None = None
        self.verifying = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self.transport = transport
        transport.write(b"\x1b3CV\r")

    def data_received(self, data: bytes) -> None:
        *lines, self.buffer = (self.buffer + data).split(b"\r\n")
        for line in lines:
            if line.startswith(b"Out"):
                self.tied(line[3:5].decode(), int(line[8:10]))

    def tied(self, output: str, value: int) -> None:
        self.relay.tell({f"{self.name}/video_tie/{int(output)}": {"reported": value}})
        if self.order and self.relay.verify and not self.verifying:
            self.verifying = True
            self.transport.write(f"{int(output)}%".encode())
        elif self.order:
            tablet, id = self.order
            self.order, self.verifying = None, False
            tablet.send(json.dumps({"t": "done", "id": id, "state": "confirmed"}).encode())

    def connection_lost(self, exc: Exception | None) -> None:
        self.relay.tell({f"{self.name}/link": {"reported": "lost"}})


class Tablet(asyncio.Protocol):
    """One WebSocket."""

    def __init__(self, relay: "Relay") -> None:
        self.relay, self.buffer, self.greeted = relay, b"", False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.greeted:
            self.greet()
        while self.greeted and len(self.buffer) >= 6:
            size, start = self.buffer[1] & 127, 6
            if size == 126:
                size, start = int.from_bytes(self.buffer[2:4], "big"), 8
            if len(self.buffer) < start + size:
                return
            mask, body = self.buffer[start - 4 : start], self.buffer[start : start + size]
            self.buffer = self.buffer[start + size :]
            whole = int.from_bytes((mask * (size // 4 + 1))[:size], "big") ^ int.from_bytes(body, "big")
            self.hear(json.loads(whole.to_bytes(size, "big")))

    def greet(self) -> None:
        head, end, rest = self.buffer.partition(b"\r\n\r\n")
        if end:
            lines = (line.partition(b": ") for line in head.split(b"\r\n")[1:])
            key = {name.lower(): value for name, _, value in lines}[b"sec-websocket-key"]
            accept = b64encode(hashlib.sha1(key + GUID, usedforsecurity=False).digest())
            upgrade = b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + accept
            self.transport.write(b"HTTP/1.1 101 Switching Protocols\r\n" + upgrade + b"\r\n\r\n")
            self.greeted, self.buffer = True, rest
            self.relay.tablets.add(self)
            self.send(b'{"t":"snap","points":{}}')

    def hear(self, frame: dict[str, object]) -> None:
        if frame["t"] == "set":
            name, _, output = str(frame["ref"]).split("/")
            self.tie(self.relay.devices[name], frame["value"], output, frame["id"])
        elif frame["t"] == "run":
            for device in self.relay.devices.values():
                self.tie(device, str(frame["scene"])[-1], "1", frame["id"])

    def tie(self, device: Device, value: object, output: str, id: object) -> None:
        device.order = self, id
        device.transport.write(f"{value}*{output}%".encode())

    def send(self, body: bytes) -> None:
        size = len(body)
        self.transport.write(
            (bytes((129, size)) if size < 126 else b"\x81\x7e" + size.to_bytes(2, "big")) + body
        )

    def connection_lost(self, exc: Exception | None) -> None:
        self.relay.tablets.discard(self)


class Relay:
    """Devices by name, and who listens."""

    def __init__(self, verify: bool) -> None:
        self.verify = verify
        self.devices: dict[str, Device] = {}
        self.tablets: set[Tablet] = set()

    def tell(self, points: dict[str, dict[str, object]]) -> None:
        body = json.dumps({"t": "d", "points": points}).encode()
        for tablet in self.tablets:
            tablet.send(body)


async def main(port: int, verify: bool, devices: list[str]) -> None:
    """Connect to NAME:PORT each, and serve."""
    relay, loop = Relay(verify), asyncio.get_running_loop()
    for one in devices:
        name, _, at = one.partition(":")
        relay.devices[name] = device = Device(name, relay)
        await loop.create_connection(lambda made=device: made, "127.0.0.1", int(at))  # type: ignore[misc]
    server = await loop.create_server(lambda: Tablet(relay), "127.0.0.1", port)
    print("serving", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2] == "1", sys.argv[3:]))
