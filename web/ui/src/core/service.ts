/** The service that a ticket is given: visits, team, plan, expert, parts; what is shown and what may be said. */
import type { Act, Field } from "./desk.ts";
import type { Say } from "./types.ts";

export interface Test { seq: number; at: string; passed: boolean | null }

export interface Visit {
  no: number;
  cycle: number;
  person: string;
  stage: "planned" | "departed" | "arrived" | "left" | "called_off";
  planned: string | null;
  departed: string | null;
  arrived: string | null;
  left: string | null;
  proof: string;
  outcome: string;
  signed_by: string;
  again: string | null;
  test: Test | null;
}

export interface Words { at: string; by: string; text: string }

export interface Measure { no: number; text: string; person: string; until: string | null; done: string | null }

export interface Team {
  opened: string;
  leader: string;
  members: string[];
  decisions: Words[];
  cause: Words | null;
  measures: Measure[];
  review: Words | null;
  review_due: string | null;
}

export interface Plan { way: string; text: string; person: string; until: string; at: string; by: string }

export interface Expert { who: string; name: Say; level: number; phones: string[]; result: string; person: string; text: string }

export interface Part { no: number; sort: string; name: string; count: number; out: string; into: string; rma: string; shipped: string; back: string }

interface Why { reason: string | null; asked_by: string | null; evidence: string | null; file: number | null; until: string | null; by: string | null }

export interface Wait extends Why { approved_by: string | null; began: string; since: string; long: boolean }

export interface Asked extends Why { seq: number; to: string; at: string }

export interface Complaint { at: string; score: number; text: string; due: string; answer: string; person: string; answered: string | null }

export interface Service { visits: Visit[]; test: Test | null; team: Team | null; plan: Plan | null; expert: Expert | null; parts: Part[]; complaint?: Complaint | null; wait?: Wait | null; asked?: Asked | null }

export interface Demand { what: "leader" | "plan" | "expert" | "review" | "complaint"; until: string | null; overdue: boolean }

export interface Promised { seconds: number; clock: string; plan: number | null; office: boolean }

export interface PromiseRow { grade: number; call_back: Promised; remote: Promised; on_site: Promised; restore: Promised; repair: Promised; team: boolean }

const person = (needed = true): Field => ({ name: "person", label: "ui.serve.person", needed });
const text = (label: Field["label"] = "ui.act.text"): Field => ({ name: "text", label, kind: "long", needed: true });
const until = (label: Field["label"], needed = false): Field => ({ name: "until", label, kind: "moment", needed });

const entry = (kind: string, fields: Field[], body: Record<string, unknown> = {}): Act =>
  ({ id: kind, label: `ui.serve.${kind}` as Act["label"], when: kind, body: { kind, ...body }, fields });

export const approve = (of: number): Act => ({ ...entry("approval_given", [], { of }), label: "ui.act.approve" });
export const refuse = (of: number): Act => ({ ...entry("approval_refused", [{ name: "reason", label: "ui.act.reason", needed: true }], { of }), label: "ui.act.refuse" });

export const planned = entry("visit_planned", [person(), { name: "at", label: "ui.serve.when", kind: "moment", needed: true }]);
export const departed = (no: number): Act => entry("visit_departed", [], { visit: no });
/** One tap on the hall's tablet, or behind its picture; from elsewhere the digits on it are asked for. */
export function checkIn(visit: Visit | undefined, scanned: string | null, inside: boolean): Act {
  const fields: Field[] = [...(visit ? [] : [person()]), ...(scanned || inside ? [] : [{ name: "code", label: "ui.serve.code" } as Field])];
  return entry("visit_arrived", fields, { ...(visit ? { visit: visit.no } : {}), ...(scanned ? { code: scanned } : {}) });
}
export const calledOff = (no: number): Act => entry("visit_called_off", [{ name: "reason", label: "ui.act.reason", needed: true }], { visit: no });
export const work = entry("work", [text("ui.serve.did")]);
export const test: Act = { id: "test", label: "ui.serve.test", when: "visit_left", path: "test", body: {}, fields: [] };
export const left = (no: number): Act => entry("visit_left", [
  { name: "outcome", label: "ui.serve.outcome", kind: "choice", values: ["done", "workaround", "appointment"], words: "serve.outcome", needed: true },
  { name: "signed_by", label: "ui.serve.signed" }, until("ui.serve.again")], { visit: no });

export const leader: Act = { ...entry("team_member", [person()], { duty: "leader" }), label: "ui.serve.team_leader" };
export const member = entry("team_member", [person(), { name: "duty", label: "ui.serve.duty", kind: "choice", values: ["member", "leader", "left"], words: "serve.duty" }]);
export const decision = entry("team_decision", [text()]);
export const cause = entry("team_cause", [text()]);
export const measure = entry("team_measure", [text(), person(), until("ui.act.until")]);
export const measureDone = (no: number): Act => entry("team_measure_done", [], { number: no });
export const review = entry("team_review", [text()]);

export const plan = entry("plan", [
  { name: "what", label: "ui.serve.way", kind: "choice", values: ["spare", "manufacturer", "workaround"], words: "serve.way", needed: true },
  text(), person(false), until("ui.serve.repaired", true)]);
export const expert = entry("expert", [
  { name: "outcome", label: "ui.serve.came", kind: "choice", values: ["on_site", "remote", "advised", "declined", "not_needed"], words: "serve.expert", needed: true },
  person(false), { name: "text", label: "ui.act.text", kind: "long" }]);

export const complaintAnswered = entry("complaint_answered", [text("ui.serve.done_about"), person(false)]);

export const used = entry("part_used", [
  { name: "part", label: "ui.serve.part", needed: true }, { name: "sort", label: "ui.serve.sort", kind: "choice", values: ["part", "software"], words: "serve.sort" },
  { name: "serial_out", label: "ui.serve.out" }, { name: "serial_in", label: "ui.serve.into" }]);
export const returned = (no: number): Act => entry("part_returned", [
  { name: "rma", label: "ui.serve.rma" }, { name: "shipped", label: "ui.serve.shipped", kind: "day" }, { name: "back", label: "ui.serve.back", kind: "day" }], { number: no });

/** The visit that the next button is about: who is here, else who is on the way or expected. */
export function current(service: Service, cycle: number): Visit | undefined {
  const mine = service.visits.filter((one) => one.cycle === cycle);
  return ["arrived", "departed", "planned"].map((stage) => mine.filter((one) => one.stage === stage).at(-1)).find(Boolean) ?? mine.at(-1);
}

/** What may be done about a visit now; the first is what comes next. */
export function visitActs(may: string[], visit: Visit | undefined, testable: boolean, scanned: string | null = null, inside = true): Act[] {
  const found: Act[] = [];
  const arrives = checkIn(visit && ["planned", "departed"].includes(visit.stage) ? visit : undefined, scanned, inside);
  if (visit?.stage === "arrived") found.push(...(testable && !visit.test?.passed ? [test] : []), left(visit.no), work);
  if (visit?.stage === "planned") found.push(arrives, departed(visit.no), calledOff(visit.no));
  if (visit?.stage === "departed") found.push(arrives, calledOff(visit.no));
  if (!visit || visit.stage === "left" || visit.stage === "called_off") found.push(...(scanned ? [arrives, planned] : [planned, arrives]));
  return found.filter((one) => may.includes(one.when));
}
