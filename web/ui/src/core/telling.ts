/** Messages to people, thresholds and contacts, as the API gives them. */
import type { Say } from "./types.ts";

export interface Threshold {
  clock: string;
  cycle: number;
  percent: number;
  plan?: boolean;
  late_s: number;
}

export interface Contact {
  id: string;
  name: Say;
  role: string;
  phones: string[];
}

/** The contact sheet. `on_call`: who is on call now, in the order in which they are paged. */
export interface Contacts {
  contacts: Contact[];
  on_call: string[];
  hotlines: string[];
  version: number;
  issued: string;
}

/** A message to one receiver. */
export interface Letter {
  key: string;
  state: "sending" | "waiting" | "sent" | "dead";
  channel: string;
  kind: string;
  to: string;
  who: Say;
  tickets: number[];
  subject: string;
  lines: string[];
  urgent: boolean;
  since: string;
  changed: string | null;
  tries: number;
  repeats: number;
  answer: string;
}

export interface Letters {
  letters: Letter[];
  queued: { who: Say; channel: string; at: string; urgent: boolean }[];
  counts: Record<string, number>;
  channels: { name: string; kind: string }[];
  inbox: { last: string | null; trouble: string; silent: boolean } | null;
}
