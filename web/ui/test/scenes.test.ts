/** Which scene the room is in, what differs from it, and which fault stands first. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { model } from "../src/core/model.ts";
import { about } from "../src/core/ages.ts";
import { currentScene, differences, foreseen, halted, moodOf, questions, shownRun, tally, undone } from "../src/core/scenes.ts";
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
  model.world.points.set("m/video_tie/1", { reported: 3, quality: "stale" });
  assert.equal(differences(scene.steps), null, "nobody vouches for a value that grew stale");
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

test("a stopped run stands half done until another scene has moved the room", () => {
  model.world.runs.clear();
  const stopped = run("lecture", "stopped", "2026-01-01T10:00:00Z");
  model.world.runs.set("a", stopped);
  assert.ok(halted(stopped));
  model.world.runs.set("s", run("readiness", "done", "2026-01-01T10:30:00Z"));
  assert.ok(halted(stopped), "a sweep leaves the room as it was");
  model.world.runs.set("b", run("film", "done", "2026-01-01T11:00:00Z"));
  assert.ok(!halted(stopped));
  assert.ok(!halted(run("lecture", "done", "2026-01-01T12:00:00Z")));
  assert.deepEqual(undone([{ ...step("0", "a/b", 1), state: "ok" }, { ...step("1", "a/c", 1), state: "stopped" }]).map((one) => one.path), ["1"]);
});

test("how long something takes is never said to be nothing", () => {
  assert.equal(about(null), "");
  assert.equal(about(Number.NaN), "");
  for (const short of [0, 0.04, 0.99]) assert.equal(about(short), "ui.span.less");
  assert.equal(about(93.2), "ui.span.s");
  assert.equal(about(121), "ui.span.min");
});

test("what wishes for no value is never called live: it was done, or has no state", () => {
  model.world.runs.clear();
  model.wire = "up";
  const bell: Scene = { id: "bell", name: "Bell", holds: true, steps: [{ path: "0", kind: "invoke", device: "m", action: "recall" }, { path: "1", kind: "wait", ref: "m/video_tie/1", to: 5 }] };
  assert.equal(moodOf(bell, undefined), "calm", "never run");
  const done = { ...run("bell", "done", "2026-01-01T10:00:00Z"), steps: bell.steps.map((one) => ({ ...one, state: "unverifiable" as const })) };
  model.world.runs.set("a", done);
  assert.equal(moodOf(bell, done), "did");
  assert.equal(moodOf(bell, { ...done, state: "failed" }), "failed");
  assert.equal(moodOf(bell, { ...done, state: "undone" }), "calm");
  model.world.points.set("m/video_tie/1", { reported: 3, quality: "live" });
  assert.equal(moodOf(scene, undefined), "live", "what holds a value and stands is live, whoever brought it about");
});

test("a run that waits for a person says so, on its tile and to every screen", () => {
  model.world.runs.clear();
  const asking: Run = { ...run("lecture", "running", "2026-01-01T10:00:00Z"), asks: [{ path: "0.0", reason: "deaf" }] };
  model.world.runs.set("a", asking);
  assert.equal(moodOf(scene, asking), "asks");
  assert.deepEqual(questions().map((one) => [one.run.id, one.path]), [["lecture", "0.0"]]);
  model.world.runs.set("a", { ...asking, asks: [] });
  assert.deepEqual(questions(), []);
  model.world.runs.set("a", { ...asking, state: "interrupted" });
  assert.deepEqual(questions(), [], "what is over asks nobody");
});

test("a median that rounds to nothing is a time, too; what cannot be moved at all takes none", () => {
  const seen = (steps: Step[]) => foreseen({ scene: "lecture", steps, blocked: false, seconds: 0 });
  assert.deepEqual(seen([{ path: "0", kind: "together" }, { ...step("0.0", "a/b", 1), seconds: 0 }]), { moves: 1, seconds: 0 });
  assert.deepEqual(seen([{ ...step("0", "a/b", 1), already: true }]), { moves: 0, seconds: null });
  assert.deepEqual(seen([{ ...step("0", "a/b", 1), blocked: "away" }, { ...step("1", "a/c", 1), state: "skipped" }]), { moves: 2, seconds: null });
});

test("who opened a sheet while a run was under way sees how it ended", () => {
  const opened = Date.parse("2026-01-01T10:05:00Z");
  const going = run("lecture", "running", "2026-01-01T10:00:00Z");
  const ended: Run = { ...going, state: "done" };
  assert.equal(shownRun(going, "", opened), going);
  assert.equal(shownRun(ended, going.id, opened), ended);
  assert.equal(shownRun(ended, "", opened), undefined, "an old run is no news");
  assert.equal(shownRun(ended, "", opened - 300_000), ended);
});
