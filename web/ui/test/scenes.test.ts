/** Which scene the room is in, what differs from it, and which fault stands first. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { model } from "../src/core/model.ts";
import { currentScene, differences, tally } from "../src/core/scenes.ts";
import { listed, standing } from "../src/core/severity.ts";
import type { Fault, Run, Scene, Step } from "../src/core/types.ts";

const step = (path: string, ref: string, to: number): Step => ({ path, kind: "set", ref, to });
const scene: Scene = { id: "lecture", name: "Lecture", steps: [{ path: "0", kind: "together" }, step("0.0", "m/video_tie/1", 2), step("1", "m/video_tie/1", 3)] };
const run = (id: string, state: Run["state"], at: string): Run => ({ id, scene: id, state, at, steps: [] });

test("only where a point ends counts as a difference", () => {
  model.world.points.set("m/video_tie/1", { reported: 3, quality: "live" });
  assert.deepEqual(differences(scene.steps), []);
  model.world.points.set("m/video_tie/1", { reported: 2, quality: "live" });
  assert.equal(differences(scene.steps)!.length, 1);
  model.world.points.delete("m/video_tie/1");
  assert.equal(differences(scene.steps), null);
});

test("the room is in the scene whose run went well last, and in none after a failed one", () => {
  model.world.runs.set("a", run("lecture", "done", "2026-01-01T10:00:00Z"));
  assert.equal(currentScene(), "lecture");
  model.world.runs.set("b", run("film", "failed", "2026-01-01T11:00:00Z"));
  assert.equal(currentScene(), null);
});

test("groups are no steps of their own in a count", () => {
  assert.deepEqual(tally([{ path: "0", kind: "together", state: "ok" }, { ...step("0.0", "a/b", 1), state: "already" }, { ...step("0.1", "a/c", 1), state: "failed" }]), { total: 2, done: 1, failed: 1 });
});

test("a consequence stands behind its cause; the unseen and worse come first", () => {
  const fault = (id: string, more: Partial<Fault>): Fault => ({ id, title: id, severity: "major", phase: "active", since: "2026-01-01T10:00:00Z", ...more });
  for (const one of [fault("seen", { acked_by: "lin", severity: "critical" }), fault("minor", { severity: "minor" }), fault("cause", {}), fault("behind", { cause: "cause" }), fault("lawful", { expected: "op" })]) model.world.faults.set(one.id, one);
  assert.deepEqual(standing().map((one) => one.id), ["cause", "minor", "seen"]);
  assert.ok(!listed().some((one) => one.id === "behind"));
});
