/** The server half of a WebSocket, as much of it as the page's mock needs: text, ping, close. */
import { createHash } from "node:crypto";

export function accept(request, socket, protocol) {
  const key = request.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  socket.write(
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
      `Sec-WebSocket-Accept: ${createHash("sha1").update(key).digest("base64")}\r\nSec-WebSocket-Protocol: ${protocol}\r\n\r\n`,
  );
  socket.setNoDelay(true);
  return new Peer(socket);
}

class Peer {
  onText = () => {};
  onClose = () => {};
  /** A muted peer swallows both directions, as a pulled cable does. */
  muted = false;
  #buffer = Buffer.alloc(0);

  constructor(socket) {
    this.socket = socket;
    socket.on("data", (data) => this.#hear(data));
    socket.on("close", () => this.onClose());
    socket.on("error", () => socket.destroy());
  }

  send(object) {
    if (!this.muted) this.#write(1, Buffer.from(JSON.stringify(object)));
  }

  close() {
    this.socket.destroy();
  }

  #write(opcode, payload) {
    const n = payload.length;
    const head = n < 126 ? Buffer.from([0x80 | opcode, n]) : n < 65536 ? Buffer.from([0x80 | opcode, 126, n >> 8, n & 255]) : Buffer.alloc(10);
    if (head.length === 10) {
      head[0] = 0x80 | opcode;
      head[1] = 127;
      head.writeBigUInt64BE(BigInt(n), 2);
    }
    this.socket.write(Buffer.concat([head, payload]));
  }

  #hear(data) {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    for (let frame = this.#next(); frame; frame = this.#next()) {
      if (this.muted) continue;
      if (frame.opcode === 1) this.onText(frame.payload.toString("utf8"));
      else if (frame.opcode === 9) this.#write(10, frame.payload);
      else if (frame.opcode === 8) this.close();
    }
  }

  #next() {
    const b = this.#buffer;
    if (b.length < 2) return null;
    let n = b[1] & 127;
    let at = 2;
    if (n === 126) [n, at] = [b.length < 4 ? Infinity : b.readUInt16BE(2), 4];
    else if (n === 127) [n, at] = [b.length < 10 ? Infinity : Number(b.readBigUInt64BE(2)), 10];
    if (b.length < at + 4 + n) return null;
    const mask = b.subarray(at, at + 4);
    const payload = Buffer.from(b.subarray(at + 4, at + 4 + n)).map((byte, i) => byte ^ mask[i % 4]);
    this.#buffer = b.subarray(at + 4 + n);
    return { opcode: b[0] & 15, payload };
  }
}
