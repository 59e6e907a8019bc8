/** Scenes at work: preview, run step for step, stop, undo. */
import { devices, scenes } from "./hall.mjs";
import { changed, control, later, now, order, points, runs } from "./world.mjs";

const say = (zh, en) => ({ zh, en });
const leaf = (step) => step.kind !== "together" && step.kind !== "in_turn";
const deviceOf = (ref) => ref.split("/")[0];
const nameOf = (id) => devices.find((one) => one.id === id).name;
let count = 0;

export function preview(id) {
  const scene = scenes.find((one) => one.id === id);
  const steps = scene.steps.map((step) => {
    if (!leaf(step)) return { ...step };
    const told = points[step.ref];
    const already = told.quality === "live" && told.reported === step.to;
    const device = nameOf(deviceOf(step.ref));
    const blocked = told.quality === "live" ? null : say(`${device.zh}离线，此步无法执行`, `${device.en} is offline: this step cannot run`);
    return { ...step, now: told.reported, then: step.to, already, blocked, seconds: already ? 0 : step.ref.endsWith("/power") ? 6 : 0.4 };
  });
  return { scene: id, version: scene.version, steps, blocked: steps.some((step) => step.blocked), seconds: steps.reduce((sum, step) => sum + (step.seconds ?? 0), 0) };
}

export function start(id, by) {
  const scene = scenes.find((one) => one.id === id);
  const run = {
    id: `r${(count += 1)}`, scene: id, by, via: "tablet", state: "running", at: now(), ended: null, reason: null, expected_s: scene.usual_s,
    steps: scene.steps.map((step) => ({ ...step, state: "waiting", from: step.ref ? points[step.ref].reported : undefined, reason: null, started: null, took_s: null })),
    put_back: [], can_undo: false, undo_lists: [],
  };
  runs[run.id] = run;
  tell(run);
  next(run, 0);
  return run;
}

const tell = (run) => changed("runs", run.id, run);

/** Steps of one group start together; groups and single steps follow each other. */
function next(run, at) {
  if (run.state !== "running") return end(run, run.state === "stopping" ? "stopped" : run.state);
  if (at >= run.steps.length) return end(run, run.steps.some((step) => step.state === "failed") ? "failed" : "done");
  const first = run.steps[at];
  const mine = leaf(first) ? [first] : run.steps.filter((step) => step.path.startsWith(`${first.path}.`));
  if (!leaf(first)) first.state = "running";
  let left = mine.length;
  for (const step of mine) {
    perform(run, step, () => {
      left -= 1;
      if (left > 0) return;
      if (!leaf(first)) first.state = mine.some((one) => one.state === "failed") ? "failed" : "ok";
      if (mine.some((one) => one.state === "failed")) return fail(run, mine.find((one) => one.state === "failed"));
      next(run, at + mine.length + (leaf(first) ? 0 : 1));
    });
  }
}

function perform(run, step, done) {
  if (points[step.ref].reported === step.to) {
    step.state = "already";
    tell(run);
    return later(0.15, done);
  }
  step.state = "running";
  step.started = now();
  tell(run);
  order(step.ref, step.to, (state, sentence) => {
    step.state = state === "confirmed" ? "ok" : "failed";
    step.reason = sentence ?? null;
    step.took_s = (Date.now() - Date.parse(step.started)) / 1000;
    tell(run);
    done();
  });
}

function fail(run, step) {
  const name = nameOf(deviceOf(step.ref));
  run.reason = say(`${name.zh}：${step.reason.zh}`, `${name.en}: ${step.reason.en}`);
  for (const one of [...run.steps].reverse()) {
    if (one.state === "waiting") one.state = "skipped";
    if (one.state !== "ok" || !leaf(one) || one.ref.endsWith("/power")) continue;
    one.state = "put_back";
    run.put_back.push({ ref: one.ref, value: one.from, state: "confirmed", reason: null });
    order(one.ref, one.from, () => {});
  }
  end(run, "failed");
}

function end(run, state) {
  run.state = state;
  run.ended = now();
  for (const step of run.steps) if (step.state === "waiting") step.state = "stopped";
  const moved = run.steps.filter((step) => leaf(step) && step.state === "ok");
  run.can_undo = state === "done" && moved.some((step) => !step.ref.endsWith("/power"));
  run.undo_lists = moved.filter((step) => step.ref.endsWith("/power")).map((step) => step.ref);
  scenes.find((one) => one.id === run.scene).last = { run: run.id, state, at: run.ended };
  tell(run);
}

export function stop(run) {
  if (run.state !== "running") return;
  run.state = "stopping";
  tell(run);
}

export function undo(run) {
  run.state = "undoing";
  run.can_undo = false;
  tell(run);
  for (const step of run.steps.filter((one) => leaf(one) && one.state === "ok" && !one.ref.endsWith("/power"))) {
    order(step.ref, step.from, () => {});
    step.state = "put_back";
    run.put_back.push({ ref: step.ref, value: step.from, state: "confirmed", reason: null });
  }
  later(0.6 * control.speed, () => {
    run.state = "undone";
    run.ended = now();
    tell(run);
  });
}
