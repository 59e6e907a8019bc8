/** The shapes the server speaks, as the page reads them. */
import type { Demand, Service } from "./service.ts";
import type { Threshold } from "./telling.ts";

export type Value = boolean | number | string | null;
export type Say = { zh: string; en: string } | string;
export type Quality = "live" | "assumed" | "stale" | "unknown";
export type Risk = "a" | "b" | "c";

export interface PointState {
  reported?: Value;
  desired?: Value;
  quality: Quality;
  at?: string | null;
  deadline?: string | null;
}

export interface Place {
  id: string | number;
  name?: Say | null;
}

export interface Axis {
  name: string;
  places: Place[];
}

export interface Point {
  key: string;
  about?: Say | null;
  type: "bool" | "word" | "whole" | "real" | "text";
  values?: Value[] | null;
  range?: [number, number] | null;
  step?: number | null;
  unit?: string | null;
  settable: boolean;
  passing?: Value[];
  risk?: Risk;
  axes?: Axis[];
  value_names?: Record<string, Say> | null;
}

export interface Argument {
  name: string;
  values?: Value[] | null;
  range?: [number, number] | null;
}

export interface Action {
  name: string;
  about?: Say | null;
  args?: Argument[];
  risk?: Risk;
}

export interface Link {
  state: string;
  since?: string | null;
  sentence?: Say | null;
  rtt_ms?: number | null;
  sent?: number;
  heard?: number;
  errors?: number;
  reconnects?: number;
  noise?: number;
}

export interface Device {
  id: string;
  name: Say;
  driver: string;
  title?: Say | null;
  area?: Say | null;
  address?: string | null;
  fed_by?: string[];
  feeds?: Record<string, string>;
  identity?: Record<string, string | null>;
  points: Point[];
  actions?: Action[];
  link?: Link;
}

export type StepState =
  | "waiting" | "running" | "ok" | "already" | "failed" | "skipped" | "unverifiable" | "by_hand" | "stopped" | "put_back";

export interface Step {
  path: string;
  kind: "set" | "invoke" | "wait" | "together" | "in_turn";
  /** What a group was written as: another scene, a way through the cables. */
  title?: Say | null;
  ref?: string | null;
  device?: string | null;
  action?: string | null;
  to?: Value;
  from?: Value;
  now?: Value;
  then?: Value;
  already?: boolean;
  blocked?: Say | null;
  seconds?: number | null;
  state?: StepState;
  reason?: Say | null;
  within_s?: number | null;
  started?: string | null;
  took_s?: number | null;
  /** Whose word stands for it; nothing proves it. */
  hand?: { by: string; at: string } | null;
}

export interface Run {
  id: string;
  scene: string;
  by?: string | null;
  via?: string | null;
  state: "queued" | "running" | "done" | "failed" | "stopping" | "stopped" | "interrupted" | "undoing" | "undone";
  at: string;
  ended?: string | null;
  reason?: Say | null;
  expected_s?: number | null;
  steps: Step[];
  args?: Record<string, Value>;
  asks?: { path: string; reason?: Say | null }[];
  /** The steps that a person may say to have done by hand. */
  by_hand?: string[];
  put_back?: { ref: string; value: Value; state: string; reason?: Say | null }[];
  resumed?: string | null;
  can_undo?: boolean;
  can_resume?: boolean;
  undo_lists?: string[];
}

/** What may be chosen before a scene runs: one of a few, or a number. */
export interface Param {
  id: string;
  name: Say;
  values: { id: string; name: Say }[];
  range?: [number, number] | null;
  default: Value;
  unit?: string;
}

export interface Scene {
  id: string;
  name: Say;
  about?: Say | null;
  icon?: string | null;
  params?: Param[];
  risk?: Risk;
  steps: Step[];
  usual_s?: number | null;
  version?: string | number;
  last?: { run: string; state: string; at: string } | null;
  holds?: boolean;
}

export interface Preview {
  scene: string;
  steps: Step[];
  blocked: boolean;
  seconds?: number | null;
  people?: { device: string; who: string }[];
}

export interface Tried { at: string; remedy: string; outcome: string; text: Say }

export interface Fault {
  id: string;
  rule?: string;
  card?: string;
  group?: Say;
  why?: Say | null;
  act_s?: number | null;
  class?: number;
  related?: string[];
  flapping?: boolean;
  stale?: boolean;
  maintenance?: string | null;
  silenced_until?: string | null;
  healing?: { steps: string[]; tried: Tried[]; waits: Say | null } | null;
  subject?: string;
  device?: string | null;
  title: Say;
  impact?: Say | null;
  advice?: Say[];
  severity: "critical" | "major" | "minor" | "info";
  phase: "soft" | "active" | "clearing" | "cleared";
  since: string;
  acked_by?: string | null;
  ticket?: number | string | null;
  cause?: string | null;
  behind?: string[];
  suppressed_by?: string | null;
  expected?: unknown;
  evidence?: Record<string, unknown>;
}

export interface Clock {
  name: string;
  target_s: number;
  started?: string | null;
  due?: string | null;
  elapsed_gross_s?: number;
  elapsed_net_s?: number;
  paused_by?: Say | null;
  state: "running" | "paused" | "met" | "breached" | "stopped";
  stopped?: string | null;
  provisional?: boolean;
}

export interface Entry {
  seq: number;
  at: string;
  actor?: string | { name?: string } | null;
  kind: string;
  text?: Say | null;
  data?: Record<string, unknown>;
}

export interface Ticket {
  no: number | string;
  type?: "fault" | "consultation";
  owner?: string | null;
  title: Say;
  state: string;
  class?: number;
  cause?: string | null;
  device?: string | null;
  faults?: string[];
  opened: string;
  received?: string | null;
  by?: string | null;
  via?: string | null;
  restored?: string | null;
  entries?: Entry[];
  clocks?: Clock[];
  has_trace?: boolean;
  thresholds?: Threshold[];
  raised_from?: number | null;
  merged_into?: number | null;
  merged_from?: number[];
  recurrence_of?: number | null;
  recurrences?: number[];
  earlier?: { no: number; title: Say; state: string; opened: string }[];
  workaround?: { what: string; accepted_by: string; review?: string | null; scene?: string | null } | null;
  may?: string[];
  cycle?: number;
  demands?: Demand[];
  service?: Service;
}

export interface Frame {
  at: string;
  dir: ">" | "<" | "!";
  text: string;
  device?: string;
}

export interface KeyAction {
  id: string;
  name: Say;
  icon?: string;
  risk?: Risk;
  scene?: string;
  stop?: boolean;
  toggle?: string[];
  set?: { ref: string; value: Value }[];
}

export interface Hall {
  id: string;
  name: Say;
  timezone?: string;
  help_desk?: string;
  nodes?: Record<string, Say>;
  key_actions?: KeyAction[];
  mode?: "edit" | "show";
}

export interface Session {
  user: { name: string; role: string } | null;
  lang?: string;
  hall?: { id: string; name: Say };
  demo?: { name: string; password: string; role: string }[];
  version?: string;
}

export interface Problem {
  title?: Say;
  detail?: Say;
  sentence?: Say;
  status?: number;
  code?: string;
  errors?: Record<string, unknown>[];
}
