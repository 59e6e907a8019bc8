/** The state of the scripted hall, and how its devices answer in time. */
import { devices } from "./hall.mjs";

export const points = {};
export const runs = {};
export const faults = {};
export const tickets = {};
export const control = { speed: 1, deaf: new Set(), silent: new Set(), delay: 60 };
export const traces = {};

const HISTORY = 500;
let rev = 1;
let pending = {};
let history = [];
let timer = null;
let listener = () => {};
let tracer = () => {};

export const onFrame = (fn) => (listener = fn);
export const onTrace = (fn) => (tracer = fn);
export const now = () => new Date().toISOString();
export const later = (seconds, fn) => setTimeout(fn, (seconds * 1000) / control.speed);
export const currentRev = () => rev;
export const snapshot = () => ({ t: "snap", rev, points, runs, faults, tickets });
export const since = (from) => (history.length && from >= history[0].rev - 1 && from <= rev ? history.filter((frame) => frame.rev > from) : null);

/** Say that something changed; frames leave 20 ms later, together. */
export function changed(part, id, value) {
  (pending[part] ??= {})[id] = value;
  timer ??= setTimeout(() => {
    timer = null;
    rev += 1;
    const frame = structuredClone({ t: "d", rev, ...pending });
    pending = {};
    history = [...history, frame].slice(-HISTORY);
    listener(frame);
  }, 20);
}

export function trace(device, dir, text) {
  const frame = { at: now(), dir, text };
  traces[device] = [...(traces[device] ?? []), frame].slice(-200);
  tracer(device, [frame]);
}

function put(ref, state) {
  points[ref] = state;
  changed("points", ref, state);
}

export function report(ref, value) {
  const was = points[ref] ?? {};
  const next = { ...was, reported: value, quality: "live", at: now() };
  if (next.desired === value) {
    delete next.desired;
    delete next.deadline;
  }
  put(ref, next);
}

export function desire(ref, value, seconds) {
  put(ref, { ...points[ref], desired: value, deadline: new Date(Date.now() + (seconds * 1000) / control.speed).toISOString() });
}

export function settle(ref) {
  const { desired: _d, deadline: _t, ...rest } = points[ref];
  put(ref, rest);
}

export function doubt(device) {
  for (const ref of Object.keys(points)) {
    if (ref.startsWith(`${device}/`) && !ref.endsWith("/link")) put(ref, { ...points[ref], quality: "stale" });
  }
  put(`${device}/link`, { reported: "lost", quality: "live", at: now() });
}

export function believe(device) {
  for (const ref of Object.keys(points)) {
    if (ref.startsWith(`${device}/`) && !ref.endsWith("/link")) put(ref, { ...points[ref], quality: "live", at: now() });
  }
  put(`${device}/link`, { reported: "up", quality: "live", at: now() });
}

/** Give an order; `end(state, sentence)` is called once with how it went. */
export function order(ref, value, end) {
  const [device, key] = ref.split("/");
  const long = key === "power";
  desire(ref, value, long ? 90 : 5);
  trace(device, ">", spoken(ref, value));
  if (control.silent.has(device)) return later(4, () => (settle(ref), end("unreachable", say("设备没有应答", "The device does not answer"))));
  setTimeout(() => {
    trace(device, "<", `${spoken(ref, value)} OK`);
    if (control.deaf.has(ref) || control.deaf.has(device)) {
      return later(3, () => (settle(ref), trace(device, "!", "not confirmed"), end("not_confirmed", say("设备答应了，但没有照做", "The device said yes and did not do it"))));
    }
    if (!long) return setTimeout(() => (report(ref, value), end("confirmed")), control.delay);
    if (points[ref].reported === value) return (report(ref, value), end("confirmed"));
    report(ref, value === "on" ? "warming" : "cooling");
    later(value === "on" ? 6 : 8, () => {
      report(ref, value);
      end("confirmed");
    });
  }, control.delay);
}

const say = (zh, en) => ({ zh, en });
const spoken = (ref, value) => `${ref.split("/").slice(1).join(" ").toUpperCase()} ${String(value).toUpperCase()}`;

const DEFAULTS = { power: "off", input: "hdmi 1", lamp_hours: 1250, filter_hours: 310, health: "good", resolution: "1920x1080", video_tie: 1, temperature: 41.2, fader: -12, outlet: true, current: 3.4, voltage: 231, breaker: "good", link: "up" };

export function reset() {
  for (const table of [points, runs, faults, tickets, traces]) for (const key of Object.keys(table)) delete table[key];
  Object.assign(control, { speed: 1, deaf: new Set(), silent: new Set(), delay: 60 });
  for (const device of devices) {
    for (const one of device.points) {
      const ids = one.axes.length ? one.axes[0].places.map((place) => `/${place.id}`) : [""];
      for (const id of ids) {
        const value = one.key === "signal" ? Number(id.slice(1)) < 5 : one.key === "mute" ? Number(id.slice(1)) > 2 : DEFAULTS[one.key] ?? false;
        points[`${device.id}/${one.key}${id}`] = { reported: value, quality: "live", at: now() };
      }
    }
  }
  points["main-projector/lamp_hours/2"].reported = 2790;
  history = [];
  rev += 1;
}

reset();
