/** What the server told, and the pure rules by which a frame changes it. */
import type { Fault, PointState, Run, Ticket } from "./types.ts";

export interface World {
  rev: number | null;
  points: Map<string, PointState>;
  runs: Map<string, Run>;
  faults: Map<string, Fault>;
  tickets: Map<string, Ticket>;
}

export interface Change {
  t: string;
  rev?: number;
  points?: Record<string, PointState | null>;
  runs?: Record<string, Partial<Run> | null>;
  faults?: Record<string, Partial<Fault> | null>;
  tickets?: Record<string, Partial<Ticket> | null>;
}

export function emptyWorld(): World {
  return { rev: null, points: new Map(), runs: new Map(), faults: new Map(), tickets: new Map() };
}

export const deviceOf = (ref: string): string => ref.slice(0, (ref.indexOf("/") + 1 || ref.length + 1) - 1);

/** Put one `snap` or `d` frame into the world; answers the topics that moved. */
export function apply(world: World, frame: Change): Set<string> {
  const moved = new Set<string>();
  if (frame.t === "snap") empty(world, moved);
  if (typeof frame.rev === "number") world.rev = frame.rev;
  for (const [ref, state] of Object.entries(frame.points ?? {})) {
    if (state === null) world.points.delete(ref);
    else world.points.set(ref, state);
    touch(moved, ref);
  }
  fold(world.runs, frame.runs, "runs", moved);
  fold(world.faults, frame.faults, "faults", moved);
  fold(world.tickets, frame.tickets, "tickets", moved);
  return moved;
}

/** A snapshot is everything: what it does not name is gone. */
function empty(world: World, moved: Set<string>): void {
  for (const ref of world.points.keys()) touch(moved, ref);
  for (const part of [world.points, world.runs, world.faults, world.tickets]) part.clear();
  for (const topic of ["runs", "faults", "tickets"]) moved.add(topic);
}

function touch(moved: Set<string>, ref: string): void {
  moved.add(`p/${ref}`);
  moved.add(`d/${deviceOf(ref)}`);
  if (ref.endsWith("/link")) moved.add("links");
}

/** Runs, faults and tickets may come whole or as the members that changed. */
function fold<T extends object>(
  into: Map<string, T>,
  changes: Record<string, Partial<T> | null> | undefined,
  topic: string,
  moved: Set<string>,
): void {
  for (const [id, change] of Object.entries(changes ?? {})) {
    if (change === null) into.delete(id);
    else into.set(id, { ...into.get(id), ...change } as T);
    moved.add(topic);
    moved.add(`${topic}/${id}`);
  }
}
