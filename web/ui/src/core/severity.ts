/** Which fault stands first: unacknowledged before seen, worse before lighter, older before newer. */
import { model } from "./model.ts";
import type { Fault, Ticket } from "./types.ts";

const ORDER = ["critical", "major", "minor", "info"];

export function byWeight(a: Fault, b: Fault): number {
  const seen = Number(Boolean(a.acked_by)) - Number(Boolean(b.acked_by));
  const cleared = Number(a.phase === "cleared") - Number(b.phase === "cleared");
  const weight = ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity);
  return cleared || seen || weight || a.since.localeCompare(b.since);
}

/** Whether it is lawful for now: an order explains it, or somebody works there. */
export const lawful = (one: Fault): boolean => Boolean(one.expected || one.maintenance);

/** Faults a person should look at: no consequence of another one, no mere news, nothing lawful, nothing over. */
export function standing(): Fault[] {
  const all = [...model.world.faults.values()];
  return all.filter((one) => !one.cause && !one.suppressed_by && !lawful(one) && one.severity !== "info" && one.phase !== "cleared").sort(byWeight);
}

/** What stands while somebody works there: it calls nobody, and is there all the same. */
export const maintained = (): Fault[] => [...model.world.faults.values()].filter((one) => one.maintenance && !one.cause && one.phase !== "cleared");

/** One group a kind of trouble, the gravest first: for when there are more than a person can take in. */
export function grouped(faults: Fault[]): Fault[][] {
  const groups = new Map<string, Fault[]>();
  for (const one of faults) groups.set(one.card ?? one.id, [...(groups.get(one.card ?? one.id) ?? []), one]);
  return [...groups.values()];
}

export function listed(): Fault[] {
  return [...model.world.faults.values()].filter((one) => !one.cause || !model.world.faults.has(one.cause)).sort(byWeight);
}

export function faultsOf(device: string): Fault[] {
  return [...model.world.faults.values()].filter((one) => one.device === device && one.phase !== "cleared").sort(byWeight);
}

const OVER = new Set(["closed", "cancelled", "merged"]);

export const isOpen = (ticket: Ticket): boolean => !OVER.has(ticket.state);

/** Newest first, the finished ones last. */
export function ticketsListed(): Ticket[] {
  const all = [...model.world.tickets.values()];
  return all.sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || b.opened.localeCompare(a.opened));
}
