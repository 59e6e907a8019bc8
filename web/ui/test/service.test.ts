/** Which step of a visit comes next, and who is meant. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkIn, current, visitActs, type Service, type Visit } from "../src/core/service.ts";

const visit = (no: number, stage: Visit["stage"], more: Partial<Visit> = {}): Visit =>
  ({ no, cycle: 1, person: "Chen", stage, planned: null, departed: null, arrived: null, left: null, proof: "", outcome: "", signed_by: "", again: null, test: null, ...more });
const service = (...visits: Visit[]): Service => ({ visits, test: null, team: null, plan: null, expert: null, parts: [] });
const ALL = ["visit_planned", "visit_departed", "visit_arrived", "visit_left", "visit_called_off", "work"];
const ids = (may: string[], one?: Visit, testable = true): string[] => visitActs(may, one, testable).map((act) => act.id);

test("who is here is meant before who is expected, and of another cycle nobody", () => {
  assert.equal(current(service(visit(1, "planned"), visit(2, "arrived"), visit(3, "departed")), 1)?.no, 2);
  assert.equal(current(service(visit(1, "left"), visit(2, "planned")), 1)?.no, 2);
  assert.equal(current(service(visit(1, "left")), 1)?.no, 1);
  assert.equal(current(service(visit(1, "arrived")), 2), undefined);
});

test("the next step comes first, and only what the service allows", () => {
  assert.deepEqual(ids(ALL), ["visit_planned", "visit_arrived"]);
  assert.deepEqual(ids(["visit_arrived"]), ["visit_arrived"]);
  assert.deepEqual(ids(ALL, visit(1, "planned")), ["visit_arrived", "visit_departed", "visit_called_off"]);
  assert.deepEqual(ids(ALL, visit(1, "arrived")), ["test", "visit_left", "work"]);
  assert.deepEqual(ids(ALL, visit(1, "arrived"), false), ["visit_left", "work"]);
  assert.deepEqual(ids(ALL, visit(1, "arrived", { test: { seq: 1, at: "", passed: true } })), ["visit_left", "work"]);
  assert.deepEqual(ids(ALL, visit(1, "left")), ["visit_planned", "visit_arrived"]);
});

test("the digits are asked for from whoever neither stands at the tablet nor has scanned its picture", () => {
  const fields = (scanned: string | null, inside: boolean, one?: Visit) => checkIn(one, scanned, inside).fields.map((field) => field.name);
  assert.deepEqual(fields(null, true, visit(1, "planned")), []);
  assert.deepEqual(fields(null, false, visit(1, "planned")), ["code"]);
  assert.deepEqual(fields(null, false), ["person", "code"]);
  assert.deepEqual(fields("123456", false, visit(1, "planned")), []);
  assert.equal(checkIn(visit(4, "planned"), "123456", false).body!.code, "123456");
});
