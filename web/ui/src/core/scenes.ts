/** What the page makes of scenes and runs: which one runs, which one the room still is, and what differs. */
import { model, state } from "./model.ts";
import type { Preview, Run, Say, Scene, Step } from "./types.ts";
import { deviceOf } from "./world.ts";

/** The readiness sweep runs like a scene, and leaves the room as it was. */
const READINESS = "readiness";
const ACTIVE = new Set(["running", "stopping", "undoing"]);

export const isActive = (run: Run | undefined): boolean => run !== undefined && ACTIVE.has(run.state);
export const isLeaf = (step: Step): boolean => step.kind !== "together" && step.kind !== "in_turn";

/** When it began, or last went on. */
export const begun = (run: Run): string => run.resumed ?? run.at;

export function runsByTime(): Run[] {
  return [...model.world.runs.values()].sort((a, b) => begun(b).localeCompare(begun(a)));
}

export const activeRun = (): Run | undefined => runsByTime().find(isActive);
/** A run that was left half done, and after which nothing else has moved the room: it stands like that. */
export function halted(run: Run | undefined): boolean {
  if (run?.state !== "stopped" && run?.state !== "interrupted") return false;
  return runsByTime().find((one) => one.scene !== READINESS && one.state !== "queued") === run;
}

export const latestRun = (scene: string): Run | undefined => runsByTime().find((run) => run.scene === scene);

/** The scene the room was last brought into, if its run went well and nothing undid it. */
export function currentScene(): string | null {
  const run = runsByTime().find((one) => one.state === "done" || one.state === "failed" || one.state === "undone");
  if (run) return run.state === "done" ? run.scene : null;
  return [...model.scenes.values()].find((scene) => scene.holds)?.id ?? null;
}

/** What a scene wishes: as it was last brought about, with what was chosen then, else as it is usually chosen. */
export const wishedOf = (scene: Scene, run: Run | undefined): Step[] =>
  scene.params?.length && run?.state === "done" ? run.steps : scene.steps;

const VOUCHED = new Set(["live", "assumed"]);

/** Steps whose value the devices now tell otherwise; null while any of them is not vouched for. */
export function differences(steps: Step[]): Step[] | null {
  const wished = lastWishes(steps);
  if (wished.some((step) => (state(step.ref!).reported ?? null) === null || !VOUCHED.has(state(step.ref!).quality))) return null;
  return wished.filter((step) => state(step.ref!).reported !== step.to);
}

export interface Question {
  run: Run;
  path: string;
  reason?: Say | null;
}

/** A step failed, and the run waits until a person has said what follows. */
export const asks = (run: Run): boolean => isActive(run) && Boolean(run.asks?.length);

/** What is asked now, whoever began the run; the oldest first. */
export const questions = (): Question[] => runsByTime().reverse().filter(asks).flatMap((run) => run.asks!.map((one) => ({ run, ...one })));

/** What a tile says of a scene: how its run goes, else how the room stands to it. */
export type Mood = "asks" | "running" | "queued" | "unknown" | "halted" | "partly" | "live" | "differs" | "unverified" | "failed" | "did" | "calm";

export function moodOf(scene: Scene, run: Run | undefined): Mood {
  if (isActive(run)) return asks(run!) ? "asks" : "running";
  if (run?.state === "queued") return "queued";
  if (model.wire !== "up") return "unknown";
  if (halted(run)) return "halted";
  return roomMood(scene, run) ?? (run?.state === "failed" ? "failed" : "calm");
}

/** What wishes for no value cannot stand in the room: all there is to say of it is that it was done. */
function roomMood(scene: Scene, run: Run | undefined): Mood | null {
  const wished = wishedOf(scene, run);
  if (lastWishes(wished).length === 0) return run?.state === "done" ? "did" : null;
  const mine = currentScene() === scene.id;
  const off = differences(wished);
  if (off?.length === 0) return mine && run && tally(run.steps).failed ? "partly" : "live";
  return !mine ? null : off ? "differs" : "unverified";
}

/** A scene may move a point twice; only where it ends counts. */
function lastWishes(steps: Step[]): Step[] {
  const last = new Map<string, Step>();
  for (const step of steps) if (step.kind === "set" && step.ref) last.set(step.ref, step);
  return [...last.values()];
}

export function devicesOf(scene: Scene | undefined): string[] {
  const refs = (scene?.steps ?? []).map((step) => step.device ?? (step.ref ? deviceOf(step.ref) : null));
  return [...new Set(refs.filter((one): one is string => one !== null))];
}

/** How many things a run would move, and in how many seconds; null where none of them can be moved now. */
export function foreseen(seen: Preview): { moves: number; seconds: number | null } {
  const moves = seen.steps.filter((step) => isLeaf(step) && !step.already);
  return { moves: moves.length, seconds: moves.some((step) => !step.blocked && step.state !== "skipped") ? seen.seconds ?? null : null };
}

/** The run that a sheet shows: one under way, one it has seen under way, and one begun from it. */
export const shownRun = (run: Run | undefined, followed: string, opened: number): Run | undefined =>
  run && (isActive(run) || run.id === followed || Date.parse(begun(run)) >= opened - 3000) ? run : undefined;

const DONE = new Set(["ok", "already", "unverifiable", "by_hand"]);

export interface Tally {
  total: number;
  done: number;
  failed: number;
}

export function tally(steps: Step[]): Tally {
  const leaves = steps.filter(isLeaf);
  return {
    total: leaves.length,
    done: leaves.filter((step) => DONE.has(step.state ?? "")).length,
    failed: leaves.filter((step) => step.state === "failed" || step.state === "skipped").length,
  };
}

/** The steps that did not come true in a run: they are as they were, or nobody knows. */
export const undone = (steps: Step[]): Step[] => steps.filter((step) => isLeaf(step) && !DONE.has(step.state ?? ""));

/** How long a run took, or takes so far, in seconds. */
export function lasted(run: Run, now: number): number {
  const end = run.ended ? Date.parse(run.ended) : now;
  return Math.max(0, (end - Date.parse(begun(run))) / 1000);
}
