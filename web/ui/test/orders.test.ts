/** Orders: never queued, never doubled, never shown as facts. The socket is played by hand. */
import assert from "node:assert/strict";
import { mock, test } from "node:test";

mock.timers.enable({ apis: ["setTimeout", "setInterval"] });

class Wire {
  static OPEN = 1;
  static all: Wire[] = [];
  readyState = 1;
  bufferedAmount = 0;
  sent: Record<string, unknown>[] = [];
  onmessage: (event: { data: string }) => void = () => {};
  onclose: () => void = () => {};
  constructor(readonly url: URL) {
    Wire.all.push(this);
  }
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.readyState = 3;
    this.onclose();
  }
  say(frame: object) {
    this.onmessage({ data: JSON.stringify(frame) });
  }
  get sets() {
    return this.sent.filter((frame) => frame.t === "set");
  }
}

Object.assign(globalThis, { WebSocket: Wire, document: { baseURI: "http://hall/", documentElement: {}, hidden: false } });

const { connect, disconnect } = await import("../src/core/live.ts");
const { set, orderOf, whenSettled } = await import("../src/core/orders.ts");
const { lifeOf } = await import("../src/core/life.ts");
const { model } = await import("../src/core/model.ts");

const REF = "main-projector/power";

function opened(): Wire {
  // What lingers from the story before is over.
  mock.timers.tick(10_000);
  disconnect();
  model.wire = "first";
  model.world.rev = null;
  connect();
  const wire = Wire.all.at(-1)!;
  wire.say({ t: "hello", rev: 1, now: "2026-03-01T10:00:00Z", mode: "show" });
  wire.say({ t: "snap", rev: 1, points: { [REF]: { reported: "off", quality: "live", at: "2026-03-01T10:00:00Z" } } });
  return wire;
}

test("a wish is shown as a wish until the device says so", () => {
  const wire = opened();
  const order = set(REF, "on")!;
  assert.deepEqual([lifeOf(REF).wished, lifeOf(REF).confirmed, lifeOf(REF).mood], ["on", "off", "pending"]);
  wire.say({ t: "ack", id: order.id });
  wire.say({ t: "d", rev: 2, points: { [REF]: { reported: "on", quality: "live" } } });
  wire.say({ t: "done", id: order.id, state: "confirmed" });
  assert.deepEqual([lifeOf(REF).wished, lifeOf(REF).confirmed, lifeOf(REF).mood], [undefined, "on", "calm"]);
});

test("the same tap again while it is under way is swallowed; another value is not", () => {
  const wire = opened();
  set(REF, "on");
  assert.equal(set(REF, "on"), null);
  assert.ok(set(REF, "off"));
  assert.equal(wire.sets.length, 2);
});

test("nothing is queued across a disconnect: an order given then is not sent, now or later", () => {
  const wire = opened();
  wire.close();
  const order = set(REF, "on")!;
  assert.equal(order.phase, "unsent");
  mock.timers.tick(1000);
  const next = Wire.all.at(-1)!;
  assert.ok(next !== wire);
  next.say({ t: "hello", rev: 1, now: "2026-03-01T10:00:05Z" });
  assert.equal(next.sets.length, 0);
});

test("an order that nobody answered is given up after two seconds, with its wire", () => {
  const wire = opened();
  const settled: string[] = [];
  whenSettled((order) => settled.push(order.phase));
  set(REF, "on");
  mock.timers.tick(2000);
  assert.deepEqual(settled, ["unsent"]);
  assert.equal(wire.readyState, 3);
  assert.equal(model.wire, "lost");
});

test("a wire that comes back asks for what it missed", () => {
  const wire = opened();
  assert.equal(wire.url.searchParams.get("rev"), null);
  wire.say({ t: "d", rev: 41, points: {} });
  wire.close();
  mock.timers.tick(1000);
  assert.equal(Wire.all.at(-1)!.url.searchParams.get("rev"), "41");
});

test("a refusal stays on the control with its sentence, and the last confirmed value beside it", () => {
  const wire = opened();
  const order = set(REF, "on")!;
  wire.say({ t: "err", id: order.id, problem: { sentence: { zh: "灯还热", en: "The lamp is hot" } } });
  assert.deepEqual([lifeOf(REF).mood, lifeOf(REF).confirmed, orderOf(REF)!.why], ["failed", "off", "灯还热"]);
});

test("a value nobody vouches for is stale, one never read is unknown", () => {
  const wire = opened();
  wire.say({ t: "d", rev: 2, points: { [REF]: { reported: "off", quality: "stale", at: "2026-03-01T10:00:00Z" } } });
  assert.equal(lifeOf(REF).mood, "stale");
  assert.equal(lifeOf("main-projector/input").mood, "unknown");
  wire.say({ t: "d", rev: 3, points: { [REF]: { reported: "off", quality: "live", at: "2026-03-01T10:00:00Z" } } });
  wire.close();
  assert.equal(lifeOf(REF).mood, "stale");
  disconnect();
});
