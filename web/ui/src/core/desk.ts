/** What a ticket takes: the entries a person may add, with what each has to say. */
import type { Key } from "./i18n.ts";
import type { Say } from "./types.ts";

/** What people have learned about a kind of trouble. */
export interface Article {
  id: string;
  title: Say;
  text: Say;
  devices: string[];
  faults: string[];
  by: string;
  helped: number;
  vain: number;
  mine: boolean | null;
}

export type FieldKind = "text" | "secret" | "long" | "moment" | "day" | "choice" | "ticket";

export interface Field {
  name: string;
  label: Key;
  kind?: FieldKind;
  needed?: boolean;
  /** The values of a choice, and the catalogue's names for them. */
  values?: string[];
  words?: string;
  number?: boolean;
  /** What stands in a choice at first. */
  first?: string;
}

/** What may be done to a ticket. `when` is what the service has to allow; `body` goes along as it is. */
export interface Act {
  id: string;
  label: Key;
  when: string;
  path?: string;
  body?: Record<string, unknown>;
  fields: Field[];
}

const reason: Field = { name: "reason", label: "ui.act.reason", needed: true };
const impact: Field = { name: "impact", label: "ui.act.impact", kind: "choice", values: ["degraded", "function", "hall", "disaster"], words: "ticket.impact" };
const urgency: Field = { name: "urgency", label: "ui.act.urgency", kind: "choice", values: ["low", "normal", "high"], words: "ticket.urgency" };
const PAUSES = ["waiting_customer_access", "waiting_customer_authorisation", "waiting_customer_decision", "customer_appointment"];
const RESULTS = ["repaired", "replaced_like", "replaced_other", "advised", "restarted", "no_fault_found", "compensated"];

const waiting: Field[] = [
  { name: "asked_by", label: "ui.act.asked_by", needed: true }, { name: "evidence", label: "ui.act.evidence_of_wait", kind: "long", needed: true },
  { name: "until", label: "ui.act.until", kind: "moment", needed: true }, { name: "file", label: "ui.act.file", kind: "choice", words: "files", number: true }];

const SCORES: Field[] = ["attitude", "speed", "result", "score"].map((name) => ({ name, label: `ui.act.${name}` as Key, kind: "choice", values: ["5", "4", "3", "2", "1"], number: true }));

const to = (state: string): Act => ({ id: `to-${state}`, label: `ui.ticket.state.${state}` as Key, when: `to:${state}`, body: { kind: "state", to: state }, fields: [] });

export const ACTS: Act[] = [
  { id: "confirmed", label: "ui.act.confirmed", when: "confirmed", body: { kind: "confirmed" }, fields: [] },
  { id: "contact_made", label: "ui.act.call", when: "contact_made", body: { kind: "contact_made" }, fields: [
    { name: "person", label: "ui.ticket.whom", needed: true }, { name: "phone", label: "ui.act.phone", needed: true }, { name: "began", label: "ui.act.began", kind: "moment", needed: true },
    { name: "ended", label: "ui.act.ended", kind: "moment" }, { name: "outcome", label: "ui.act.outcome", kind: "choice", values: ["solved", "remote", "visit"], words: "ui.call", needed: true },
    { name: "until", label: "ui.act.visit_at", kind: "moment" }, { name: "text", label: "ui.act.text" }] },
  { id: "contact_attempt", label: "ui.act.call_in_vain", when: "contact_attempt", body: { kind: "contact_attempt" }, fields: [{ name: "person", label: "ui.ticket.whom", needed: true }, { name: "phone", label: "ui.act.phone", needed: true }] },
  to("diagnosing"), to("dispatched"), to("onsite"), to("awaiting_parts"),
  { ...to("waiting_customer"), fields: [
    { name: "reason", label: "ui.act.reason", kind: "choice", values: PAUSES, words: "ui.pause", needed: true },
    ...waiting] },
  { id: "ask-force", label: "ui.act.ask_force", when: "approval_asked", body: { kind: "approval_asked", to: "waiting_customer", reason: "force_majeure" }, fields: waiting },
  { id: "workaround", label: "ui.act.workaround", when: "workaround", body: { kind: "workaround" }, fields: [
    { name: "what", label: "ui.act.what", needed: true }, { name: "limits", label: "ui.act.limits" }, { name: "accepted_by", label: "ui.act.accepted_by", needed: true }, { name: "scene", label: "ui.act.scene", kind: "choice", words: "scenes" }] },
  { id: "workaround_over", label: "ui.act.workaround_over", when: "workaround_over", body: { kind: "workaround_over" }, fields: [reason] },
  { id: "restored", label: "ui.act.restored", when: "restored", body: { kind: "restored" }, fields: [{ name: "at", label: "ui.act.since", kind: "moment" }, { name: "text", label: "ui.act.text" }] },
  { id: "relapsed", label: "ui.act.relapsed", when: "relapsed", body: { kind: "relapsed" }, fields: [{ name: "text", label: "ui.act.text" }] },
  { id: "answered", label: "ui.act.answered", when: "answered", body: { kind: "answered" }, fields: [{ name: "text", label: "ui.act.answer", kind: "long", needed: true }] },
  { id: "converted", label: "ui.act.converted", when: "converted", body: { kind: "converted" }, fields: [impact, urgency, reason] },
  to("resolved"), to("callback_due"),
  { id: "survey", label: "ui.act.survey", when: "survey", body: { kind: "survey" }, fields: [
    { name: "solved", label: "ui.act.solved", kind: "choice", values: ["true", "false"], words: "ui.yes", needed: true }, ...SCORES, { name: "further", label: "ui.act.further" }, { name: "text", label: "ui.act.text" }] },
  { id: "survey_attempt", label: "ui.act.survey_attempt", when: "survey_attempt", body: { kind: "survey_attempt" }, fields: [] },
  { id: "survey_later", label: "ui.act.survey_later", when: "survey_later", body: { kind: "survey_later" }, fields: [{ name: "until", label: "ui.act.until", kind: "moment", needed: true }] },
  { ...to("closed"), fields: [
    { name: "resolution", label: "ui.act.resolution", kind: "choice", values: RESULTS, words: "ui.result", needed: true }, { name: "cause_code", label: "ui.act.cause", needed: true },
    { name: "parts", label: "ui.act.parts", needed: true }, { name: "evidence", label: "ui.act.evidence", needed: true }, { name: "device", label: "ui.act.device" }] },
  { id: "class", label: "ui.act.class", when: "class", body: { kind: "class" }, fields: [impact, urgency, reason] },
  { id: "explained", label: "ui.act.explain", when: "explained", body: { kind: "explained" }, fields: [
    { name: "clock", label: "ui.act.clock", kind: "choice", values: ["C1", "C2", "C3", "C4", "C5", "C6"], words: "ui.clock" }, reason, { name: "measure", label: "ui.act.measure", needed: true }] },
  { id: "merge", label: "ui.act.merge", when: "merged", path: "merge", fields: [{ name: "into", label: "ui.act.into", kind: "ticket", needed: true }] },
  { id: "unmerge", label: "ui.act.unmerge", when: "unmerged", path: "unmerge", fields: [reason] },
  { id: "reopened", label: "ui.act.reopen", when: "reopened", body: { kind: "reopened" }, fields: [reason] },
  { id: "ask-cancel", label: "ui.act.ask_cancel", when: "approval_asked", body: { kind: "approval_asked", to: "cancelled" }, fields: [reason] },
];

export const actsOf = (may: string[], state: string): Act[] =>
  ACTS.filter((one) => may.includes(one.when) && !(one.id === "confirmed" && state !== "new"));

/** A form as a request holds it: numbers and truths as such, moments as moments, nothing that was left empty. */
export function bodyOf(fields: Field[], given: (name: string) => string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const { name, kind, number } of fields) {
    const text = given(name).trim();
    if (!text) continue;
    if (kind === "moment") found[name] = new Date(text).toISOString();
    else if (kind === "ticket" || number) found[name] = Number(text.replace("#", ""));
    else found[name] = text === "true" ? true : text === "false" ? false : text;
  }
  return found;
}
