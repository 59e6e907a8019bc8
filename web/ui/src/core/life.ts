/**
 * What a value's control must say now: what is wished, what the device last said, and how far apart they are.
 * A wish is never shown as a fact.
 */
import { ageOf, serverNow as nowOf } from "./clock.ts";
import { linkOf, mayOperate, model, state, vouched } from "./model.ts";
import { orderOf, waiting, type Order } from "./orders.ts";
import { deviceOf } from "./world.ts";
import type { Value } from "./types.ts";

export type Mood = "calm" | "pending" | "failed" | "unsent" | "unverifiable" | "stale" | "unknown";

export interface Life {
  /** What the device said last; undefined when it never did. */
  confirmed: Value | undefined;
  /** What is wished and not yet so. */
  wished: Value | undefined;
  mood: Mood;
  /** Nobody vouches for the confirmed value now: it is dimmed, whatever else is said. */
  old: boolean;
  /** Seconds the wish is under way, or since the value was last heard. */
  seconds: number | null;
  /** Seconds left of the time the server gives the device, when it said so. */
  left: number | null;
  order: Order | undefined;
}

export function lifeOf(ref: string): Life {
  const told = state(ref);
  const order = orderOf(ref);
  const mine = waiting(order);
  const confirmed = told.reported ?? undefined;
  const served = told.desired !== undefined && told.desired !== null && told.desired !== told.reported;
  const wished = mine ? order!.value : served ? told.desired! : undefined;
  const life: Life = { confirmed, wished, mood: "calm", old: !vouched(ref), seconds: null, left: null, order };
  if (wished !== undefined) return { ...life, mood: "pending", ...timing(order, mine, told.deadline) };
  if (order?.phase === "unsent") return { ...life, mood: "unsent" };
  if (life.old) return { ...life, mood: told.quality === "unknown" ? "unknown" : "stale", seconds: ageOf(told.at) };
  return order && !mine ? { ...life, mood: order.phase as Mood } : life;
}

function timing(order: Order | undefined, mine: boolean, deadline: string | null | undefined) {
  const seconds = mine ? Math.floor((performance.now() - order!.at) / 1000) : null;
  const due = ageOf(deadline) === 0 && deadline ? (Date.parse(deadline) - nowOf()) / 1000 : null;
  return { seconds, left: due !== null && due > 3 ? Math.ceil(due) : null };
}


/** May this ref be ordered, and if not, why: a catalogue key, or null when all is well. */
export function barrier(ref: string): "ui.why.wire" | "ui.why.link" | "ui.why.role" | null {
  if (model.wire !== "up") return "ui.why.wire";
  if (!mayOperate()) return "ui.why.role";
  return linkOf(deviceOf(ref)) === "up" ? null : "ui.why.link";
}

/** Topics that can change what lifeOf says; the tick only while something counts. */
export function lifeTopics(ref: string): string[] {
  const counting = lifeOf(ref).mood !== "calm";
  return [`p/${ref}`, `p/${deviceOf(ref)}/link`, "wire", "devices", ...(counting ? ["tick"] : [])];
}
