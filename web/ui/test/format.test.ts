/** Numbers and clocks as people of the trade write them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ageParts, clockText, dbToTravel, decimals, fixed, remainingText, timeOfDay, travelToDb } from "../src/core/format.ts";
import { fill, preferred } from "../src/core/i18n.ts";
import { parse } from "../src/core/router.ts";

test("decibels keep their decimal and a true minus", () => {
  assert.equal(fixed(-11.3, 1), "−11.3");
  assert.equal(fixed(-0.04, 1), "0.0");
  assert.equal(fixed(-Infinity, 1), "−∞");
  assert.equal(decimals({ type: "real", step: 0.1, unit: "dB" }), 1);
  assert.equal(decimals({ type: "whole", step: null, unit: "h" }), 0);
});

test("a ticket's clock: hours far away, seconds under ten minutes, upwards when broken", () => {
  assert.equal(remainingText(3 * 3600 + 59 * 60), "3:59:00");
  assert.equal(remainingText(599), "9:59");
  assert.equal(remainingText(0), "0:00");
  assert.equal(remainingText(-12), "+0:12");
  assert.equal(remainingText(3598, 3600), "0:59:58");
  assert.equal(remainingText(-12, 7200), "+0:00:12");
  assert.equal(clockText(3661), "1:01:01");
});

test("ages use the largest unit that says it well", () => {
  assert.deepEqual(ageParts(42.9), [42, "s"]);
  assert.deepEqual(ageParts(200), [3, "min"]);
  assert.deepEqual(ageParts(7200), [2, "h"]);
  assert.deepEqual(ageParts(200000), [2, "d"]);
});

test("the hall's own time zone is shown, wherever the tablet thinks it is", () => {
  assert.equal(timeOfDay("2026-03-01T10:47:00Z", "Asia/Shanghai"), "18:47");
  assert.equal(timeOfDay("nonsense", "Asia/Shanghai"), "");
});

test("the fader's law goes there and back; zero stands at three quarters", () => {
  for (const db of [-90, -72, -60, -30, -12.5, 0, 5, 10]) assert.ok(Math.abs(travelToDb(dbToTravel(db)) - db) < 1e-9, String(db));
  assert.equal(dbToTravel(0), 0.75);
  assert.equal(dbToTravel(-200), 0);
});

test("messages fill their places and leave unknown ones to be seen", () => {
  assert.equal(fill("{n} of {of}", { n: 2, of: 4 }), "2 of 4");
  assert.equal(fill("{x}", {}), "{x}");
});

test("the language is the remembered one, else the browser's, else English", () => {
  assert.equal(preferred("en", "zh-CN"), "en");
  assert.equal(preferred(null, "zh-Hans"), "zh-CN");
  assert.equal(preferred("fr", "de-DE"), "en");
});

test("an address names a page and one thing on it; anything else is the hall", () => {
  assert.deepEqual(parse("#/faults/outlet_lost%2Fpdu-a%2Foutlet%2F1"), { page: "faults", id: "outlet_lost/pdu-a/outlet/1", more: null });
  assert.deepEqual(parse("#/tickets/7/482913"), { page: "tickets", id: "7", more: "482913" });
  assert.deepEqual(parse(""), { page: "hall", id: null, more: null });
  assert.deepEqual(parse("#/nowhere/1"), { page: "hall", id: null, more: null });
});
