/** The store calls each listener once a turn, however much moved. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { flush, on, say, Watch } from "../src/core/store.ts";

test("many topics of one listener are one call", () => {
  let calls = 0;
  const listener = () => (calls += 1);
  const off = [on("a", listener), on("b", listener)];
  say("a", "b", "a");
  flush();
  assert.equal(calls, 1);
  off.forEach((one) => one());
  say("a");
  flush();
  assert.equal(calls, 1);
});

test("an element follows the topics its properties name, and lets go of the old ones", () => {
  let topic = "p/one";
  let updates = 0;
  const host = { addController() {}, removeController() {}, requestUpdate: () => (updates += 1), updateComplete: Promise.resolve(true) };
  const watch = new Watch(host, () => [topic]);
  watch.hostConnected();
  topic = "p/two";
  watch.hostUpdate();
  say("p/one");
  flush();
  assert.equal(updates, 0);
  say("p/two");
  flush();
  assert.equal(updates, 1);
  watch.hostDisconnected();
});
