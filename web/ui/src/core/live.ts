/**
 * The one WebSocket. It says what it knows (`wire`, `rtt`) and hands frames on; it never keeps an order:
 * `send` answers false when the frame did not leave, and the caller tells the person so.
 */
import { toldTime } from "./clock.ts";
import { model } from "./model.ts";
import { say } from "./store.ts";
import { apply, type Change } from "./world.ts";

export type Frame = Record<string, unknown> & { t: string };

const BEAT = 2000;
/** Two beats missed, and a little for the road. */
const SILENCE = 2 * BEAT + 500;

let socket: WebSocket | null = null;
let again: ReturnType<typeof setTimeout> | undefined;
let watch: ReturnType<typeof setInterval> | undefined;
let failures = 0;
let dialled = 0;
let wanted = false;
let pinged = { id: 0, at: 0 };
const topics = new Map<string, number>();
const hearers = new Set<(frame: Frame) => void>();
const enders = new Set<() => void>();

export const hear = (fn: (frame: Frame) => void): unknown => hearers.add(fn);
export const whenLost = (fn: () => void): unknown => enders.add(fn);

export function connect(): void {
  wanted = true;
  watch ??= setInterval(look, 500);
  if (socket) return;
  clearTimeout(again);
  dialled = performance.now();
  const url = new URL("api/v1/ws", document.baseURI);
  url.protocol = url.protocol.replace("http", "ws");
  if (model.world.rev !== null) url.searchParams.set("rev", String(model.world.rev));
  const mine = (socket = new WebSocket(url, "auditorium.v1"));
  mine.onmessage = (event) => mine === socket && received(String(event.data));
  mine.onclose = () => mine === socket && lost();
}

export function disconnect(): void {
  wanted = false;
  clearTimeout(again);
  clearInterval(watch);
  watch = undefined;
  drop();
}

export function send(frame: Frame): boolean {
  if (!socket || socket.readyState !== WebSocket.OPEN || model.wire !== "up") return false;
  // Bytes that wait in the browser would reach the device after the person has given up.
  if (socket.bufferedAmount > 65536) return false;
  socket.send(JSON.stringify(frame));
  return true;
}

export function subscribe(topic: string): () => void {
  const count = topics.get(topic) ?? 0;
  topics.set(topic, count + 1);
  if (count === 0) send({ t: "sub", topic });
  return () => {
    const left = (topics.get(topic) ?? 1) - 1;
    if (left > 0) return void topics.set(topic, left);
    topics.delete(topic);
    send({ t: "unsub", topic });
  };
}

/** Give up a wire that is no longer believed: nothing in it may still arrive. */
export function drop(): void {
  const old = socket;
  if (!old) return;
  lost();
  old.close();
}

function received(data: string): void {
  model.heard = performance.now();
  const frame = JSON.parse(data) as Frame;
  if (frame.t === "hello") greeted(frame);
  else if (frame.t === "snap" || frame.t === "d") say(...apply(model.world, frame as Change));
  else if (frame.t === "beat") toldTime(frame.now as string);
  else if (frame.t === "pong" && frame.id === pinged.id) measured();
  if (typeof frame.mode === "string" && frame.mode !== model.mode) {
    model.mode = frame.mode as "edit" | "show";
    say("hall");
  }
  for (const fn of hearers) fn(frame);
}

function greeted(frame: Frame): void {
  failures = 0;
  toldTime(frame.now as string);
  model.wire = "up";
  say("wire", "hello");
  for (const topic of topics.keys()) send({ t: "sub", topic });
  // The first measure waits until the page has drawn; it would measure the drawing.
  pinged.at = performance.now() - BEAT / 2;
}

function lost(): void {
  socket = null;
  if (model.wire !== "lost") model.lostAt = performance.now();
  // The very first try may fail while the server starts; the second failure is said aloud.
  if (model.wire === "up" || failures > 0) model.wire = "lost";
  model.rtt = null;
  say("wire");
  for (const fn of enders) fn();
  if (!wanted) return;
  failures += 1;
  const pause = Math.min(500 * 1.5 ** Math.min(failures - 1, 5), 3000);
  again = setTimeout(connect, pause * (0.8 + 0.4 * Math.random()));
  if (failures >= 2) say("doubt");
}

function ping(): void {
  pinged = { id: pinged.id + 1, at: performance.now() };
  send({ t: "ping", id: pinged.id });
}

function measured(): void {
  const rtt = Math.round(performance.now() - pinged.at);
  if (rtt === model.rtt) return;
  model.rtt = rtt;
  say("rtt");
}

/** Silence is noticed here, not by the network: a pulled cable closes no socket for minutes. */
function look(): void {
  if (!socket) return;
  const now = performance.now();
  if (now - Math.max(model.heard, dialled) > SILENCE) drop();
  else if (model.wire === "up" && now - pinged.at > BEAT) ping();
}
