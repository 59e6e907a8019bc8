/** Which faults call for a person, which only tell, and how many become few. */
import { test } from "node:test";
import assert from "node:assert/strict";
import { grouped, lawful, standing } from "../src/core/severity.ts";
import { model } from "../src/core/model.ts";
import { standingOf } from "../src/core/summary.ts";
import type { Device, Fault } from "../src/core/types.ts";

const fault = (id: string, more: Partial<Fault> = {}): Fault => ({ id, title: { zh: id, en: id }, severity: "major", phase: "active", since: "2026-01-01T10:00:00Z", ...more });

function hall(...faults: Fault[]): void {
  model.wire = "up";
  model.world.faults.clear();
  model.world.points.set("lamp/link", { reported: "up", quality: "live" });
  for (const one of faults) model.world.faults.set(one.id, one);
}

const lamp = { id: "lamp", name: "Lamp", points: [], actions: [] } as unknown as Device;

test("news paints no tile red, nor does what is lawful for now", () => {
  hall(fault("a", { device: "lamp", severity: "info" }), fault("b", { device: "lamp", maintenance: "mw-1" }), fault("c", { device: "lamp", expected: "o1" }));
  assert.equal(standingOf(lamp), "normal");
  assert.deepEqual(standing(), []);
  assert.equal(lawful(fault("x", { maintenance: "mw-1" })), true);
  hall(fault("d", { device: "lamp", severity: "minor" }));
  assert.equal(standingOf(lamp), "fault");
});

test("one group a kind of trouble, and nothing is left out", () => {
  const many = ["a", "b", "c"].map((id) => fault(id, { card: "link_lost" })).concat(fault("d", { card: "lamp_hours" }));
  assert.deepEqual(grouped(many).map((one) => one.map((each) => each.id)), [["a", "b", "c"], ["d"]]);
});
