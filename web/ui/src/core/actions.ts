/** The last thing this tablet did, and how to take it back: class A, thirty seconds, nobody else since. */
import { pointOf, state } from "./model.ts";
import { orderOf, set, waiting, whenSettled, type Order } from "./orders.ts";
import { say } from "./store.ts";
import type { Value } from "./types.ts";

export interface Item {
  ref: string;
  value: Value;
}

export interface Deed {
  items: { ref: string; value: Value; was: Value }[];
  label: string;
  at: number;
  undoing: boolean;
}

const WINDOW = 30_000;
let last: Deed | null = null;

/** Several points moved by one tap; answers how many orders really left (0: swallowed as duplicates). */
export function act(label: string, items: Item[], undoing = false): number {
  const orders = items.map(({ ref, value }) => set(ref, value)).filter((order): order is Order => order !== null);
  const sent = orders.filter((order) => order.phase !== "unsent");
  if (sent.length > 0) remember(label, sent, undoing);
  return orders.length;
}

/** A fader's many values of one drag are one deed. */
function remember(label: string, orders: Order[], undoing: boolean): void {
  const mine = orders.map((order) => ({ ref: order.key, value: order.value, was: order.was }));
  const one = mine.length === 1 && last?.items.length === 1 && last.items[0]!.ref === mine[0]!.ref;
  if (one && performance.now() - last!.at < 2000) mine[0]!.was = last!.items[0]!.was;
  last = { items: mine, label, at: performance.now(), undoing };
  say("deed");
  setTimeout(() => say("deed"), WINDOW + 50);
}

export const lastDeed = (): Deed | null => last;

export function undoable(deed: Deed | null): deed is Deed {
  if (!deed || deed.undoing || performance.now() - deed.at > WINDOW) return false;
  return deed.items.every(({ ref, value, was }) => {
    const mine = waiting(orderOf(ref)) ? orderOf(ref)!.value : state(ref).reported;
    return was !== null && was !== value && mine === value && (pointOf(ref)?.risk ?? "a") === "a";
  });
}

export function undo(deed: Deed, label: string): void {
  act(label, deed.items.map(({ ref, was }) => ({ ref, value: was })), true);
}

whenSettled(() => say("deed"));
