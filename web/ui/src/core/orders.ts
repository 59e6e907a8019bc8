/**
 * Orders this tablet gave, from the tap to how they ended.
 *
 * An order lives here only while the person waits for it. What the server accepted is then also told as
 * `desired` by the world; a lost wire ends every order here, because nobody could say what became of it.
 */
import { serverNow } from "./clock.ts";
import { hear, send, whenLost, drop, type Frame } from "./live.ts";
import { said } from "./i18n.ts";
import { state } from "./model.ts";
import { say } from "./store.ts";
import type { Problem, Value } from "./types.ts";

export type Phase = "sending" | "accepted" | "confirmed" | "unverifiable" | "superseded" | "failed" | "unsent";

export interface Order {
  id: string;
  /** The ref, or "device:action", or "scene:id": one waiting order each. */
  key: string;
  value: Value;
  was: Value;
  at: number;
  phase: Phase;
  /** How a failure is called by the server, and its sentence. */
  how: string;
  why: string;
}

const PATIENCE = 2000;
const LINGER = 8000;
const byId = new Map<string, Order>();
const byKey = new Map<string, Order>();
const watchers = new Set<(order: Order) => void>();

export const whenSettled = (fn: (order: Order) => void): unknown => watchers.add(fn);
export const orderOf = (key: string): Order | undefined => byKey.get(key);
export const waiting = (order: Order | undefined): boolean =>
  order?.phase === "sending" || order?.phase === "accepted";

/** Ask for a value; null when the very same wish is already under way (the tap is swallowed). */
export function set(ref: string, value: Value): Order | null {
  return give(ref, value, { t: "set", ref, value });
}

export function invoke(device: string, action: string, args: Record<string, Value>): Order | null {
  return give(`${device}:${action}`, JSON.stringify(args), { t: "invoke", device, action, args });
}

/** Another scene that is running is waited for (`queue`) or stopped (`replace`). */
export function runScene(scene: string, args: Record<string, Value> = {}, how: { queue?: boolean; replace?: boolean } = {}): Order | null {
  return give(`scene:${scene}`, null, { t: "run", scene, args, ...how });
}

function give(key: string, value: Value, frame: Frame): Order | null {
  const older = byKey.get(key);
  if (older && waiting(older) && older.value === value) return null;
  const order: Order = {
    id: newId(), key, value, was: state(key).reported ?? null, at: performance.now(), phase: "sending", how: "", why: "",
  };
  byKey.set(key, order);
  byId.set(order.id, order);
  // `at` lets the server refuse what the network delivered too late.
  const left = send({ ...frame, id: order.id, at: new Date(serverNow()).toISOString() });
  if (left) setTimeout(() => order.phase === "sending" && abandon(), PATIENCE);
  else end(order, "unsent");
  say(`p/${key}`, "orders");
  return order;
}

/** No answer in two seconds from a server that answers in twenty milliseconds: the wire is not to be believed. */
function abandon(): void {
  drop();
}

hear((frame) => {
  const order = byId.get(String(frame.id ?? ""));
  if (!order) return;
  if (frame.t === "ack" && order.phase === "sending") move(order, "accepted");
  else if (frame.t === "done") finished(order, String(frame.state ?? "confirmed"), frame.problem as Problem);
  else if (frame.t === "err") finished(order, "failed", frame.problem as Problem);
});

whenLost(() => {
  for (const order of byId.values()) if (waiting(order)) end(order, order.phase === "sending" ? "unsent" : "superseded");
});

function finished(order: Order, how: string, problem: Problem | undefined): void {
  order.how = how;
  order.why = said(problem?.sentence ?? problem?.detail ?? problem?.title);
  const fine = how === "confirmed" || how === "unverifiable" || how === "superseded";
  end(order, fine ? (how as Phase) : "failed");
}

function move(order: Order, phase: Phase): void {
  order.phase = phase;
  say(`p/${order.key}`, "orders");
}

function end(order: Order, phase: Phase): void {
  move(order, phase);
  byId.delete(order.id);
  const stays = phase === "failed" || phase === "unsent" || phase === "unverifiable";
  if (stays) setTimeout(() => forget(order), LINGER);
  else forget(order);
  for (const fn of watchers) fn(order);
}

export function forget(order: Order): void {
  if (byKey.get(order.key) !== order) return;
  byKey.delete(order.key);
  say(`p/${order.key}`, "orders");
}

/** Not randomUUID: plain HTTP in a hall is no secure context. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
