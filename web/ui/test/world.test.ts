/** Snapshots and deltas: what the server says is what the page holds, nothing more, nothing less. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { apply, deviceOf, emptyWorld } from "../src/core/world.ts";
import type { Fault, PointState, Run } from "../src/core/types.ts";

const live = (reported: string, more: Partial<PointState> = {}): PointState => ({ reported, quality: "live", ...more });

test("a snapshot is everything: what it does not name is gone, and its listeners hear of it", () => {
  const world = emptyWorld();
  apply(world, { t: "snap", rev: 4, points: { "p/power": live("off"), "p/input": live("hdmi 1") } });
  const moved = apply(world, { t: "snap", rev: 9, points: { "p/power": live("on") } });
  assert.deepEqual([...world.points.keys()], ["p/power"]);
  assert.equal(world.rev, 9);
  assert.ok(moved.has("p/p/input"));
});

test("a delta replaces a point whole, so that a settled wish disappears", () => {
  const world = emptyWorld();
  apply(world, { t: "snap", rev: 1, points: { "p/power": live("off", { desired: "on" }) } });
  apply(world, { t: "d", rev: 2, points: { "p/power": live("on") } });
  assert.equal(world.points.get("p/power")!.desired, undefined);
});

test("a delta of a run changes only the members it names", () => {
  const world = emptyWorld();
  apply(world, { t: "snap", rev: 1, runs: { r1: { id: "r1", scene: "lecture", state: "running" } as Run } });
  apply(world, { t: "d", rev: 2, runs: { r1: { state: "done" } } });
  assert.equal(world.runs.get("r1")!.scene, "lecture");
  assert.equal(world.runs.get("r1")!.state, "done");
});

test("null removes", () => {
  const world = emptyWorld();
  apply(world, { t: "snap", rev: 1, faults: { f: { id: "f" } as Fault }, points: { "p/power": live("on") } });
  const moved = apply(world, { t: "d", rev: 2, faults: { f: null }, points: { "p/power": null } });
  assert.equal(world.faults.size + world.points.size, 0);
  assert.ok(moved.has("faults") && moved.has("d/p"));
});

test("unknown frames and members change nothing but the revision", () => {
  const world = emptyWorld();
  apply(world, { t: "d", rev: 3, weather: { sun: true } } as never);
  assert.equal(world.rev, 3);
});

test("the device of a ref is its first part", () => {
  assert.equal(deviceOf("pdu/outlet/4"), "pdu");
  assert.equal(deviceOf("pdu"), "pdu");
});
