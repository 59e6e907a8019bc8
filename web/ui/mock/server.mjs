/**
 * A hall to build the page against: the contract over a scripted world. For development and the page's own tests.
 * node mock/server.mjs [--port 8090] [--static ../static]     /mock/... breaks and heals things
 */
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { accounts, devices, hall, scenes } from "./hall.mjs";
import { preview, start, stop, undo } from "./runs.mjs";
import * as trouble from "./trouble.mjs";
import * as world from "./world.mjs";
import { accept } from "./ws.mjs";

const option = (name, fallback) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : fallback);
const root = join(dirname(fileURLToPath(import.meta.url)), option("--static", "../../static"));
const CSP = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const sessions = new Map();
const peers = new Set();
let deafServer = false;

const userOf = (request) => sessions.get(/auditorium=(\w+)/.exec(request.headers.cookie ?? "")?.[1]) ?? null;
const sessionFor = (user) => ({ user: user && { name: user.name, role: user.role }, lang: "zh-CN", hall: { id: hall.id, name: hall.name }, demo: accounts, version: "0.1.0" });
const link = (id) => ({ state: world.points[`${id}/link`].reported, since: world.points[`${id}/link`].at, sentence: world.points[`${id}/link`].reported === "up" ? null : { zh: "4 秒没有应答。检查网线，每 3 秒自动重试。", en: "No answer for 4 s. Check the cable; retried every 3 s." }, rtt_ms: 4.2, sent: 1204, heard: 1203, errors: 0, reconnects: 1, noise: 0 });
const described = (device) => ({ ...device, link: link(device.id) });

const routes = [
  ["GET", /^session$/, (_m, _b, user) => sessionFor(user)],
  ["GET", /^hall$/, () => hall],
  ["GET", /^devices$/, () => ({ devices: devices.map(described) })],
  ["GET", /^devices\/([^/]+)$/, ([id]) => described(devices.find((one) => one.id === id))],
  ["GET", /^devices\/([^/]+)\/trace$/, ([id]) => ({ frames: world.traces[id] ?? [] })],
  ["GET", /^scenes$/, () => ({ scenes })],
  ["GET", /^scenes\/([^/]+)\/preview$/, ([id]) => preview(id)],
  ["GET", /^scenes\/([^/]+)\/versions$/, () => ({ versions: [] })],
  ["POST", /^runs\/([^/]+)\/stop$/, ([id]) => (stop(world.runs[id]), {})],
  ["POST", /^runs\/([^/]+)\/undo$/, ([id]) => (undo(world.runs[id]), {})],
  ["POST", /^faults\/(.+)\/ack$/, ([id], _b, user) => (trouble.fault({ ...world.faults[decodeURIComponent(id)], acked_by: user.name }), {})],
  ["POST", /^silences$/, () => ({ id: "s1" })],
  ["GET", /^tickets\/(\d+)$/, ([no]) => world.tickets[no]],
  ["GET", /^tickets\/(\d+)\/trace$/, ([no]) => ({ frames: trouble.traceOf(no) })],
  ["POST", /^tickets\/(\d+)\/entries$/, ([no], body, user) => (trouble.write(no, user.name, body.kind, body.text || `→ ${body.person}`), {})],
];

/** What this hall has nothing of, and the page asks for. */
const NONE = {
  events: { running: null, next: null, events: [] },
  schedules: { schedules: [] },
  calendars: {
    version: "CN-2026", zone: "Asia/Shanghai", weekly: Object.fromEntries([0, 1, 2, 3, 4].map((day) => [day, ["09:00-12:00", "13:00-18:00"]])),
    days: { "2026-10-01": [], "2026-10-10": ["09:00-12:00", "13:00-18:00"] }, names: { "2026-10-01": "国庆节" }, published: "2026-12-31", missing: "",
    years: [{ year: 2026, state: "official", days_off: 19, made_up: 6 }, { year: 2027, state: "expected", days_off: 0, made_up: 0 }],
    editions: [{ version: "CN-2026", by: "", at: null, source: "" }],
  },
  "contacts/sheet": { hotlines: ["8000"], contacts: [], on_call: [], version: 1, issued: "2026-01-01T00:00:00Z" },
  notifications: { letters: [], queued: [], counts: {}, channels: [], inbox: null },
  knowledge: { articles: [] },
  reports: { monthly: [], months: [] },
  readiness: { sheets: [] },
  maintenance: { windows: [] },
  faults: { faults: [], flood: { on: false } },
};
routes.push(["GET", /^scenes\/([^/]+)\/versions$/, () => ({ versions: [] })]);
for (const [path, answer] of Object.entries(NONE)) routes.push(["GET", new RegExp(`^${path}$`), () => answer]);

/** What the tests and a curious person may do to the hall. */
const tricks = {
  reset: () => (world.reset(), drop(false), {}),
  set: ({ ref, value }) => (world.report(ref, value), {}),
  trip: ({ ref }) => (trouble.trip(ref), {}),
  lost: ({ device }) => (trouble.lost(device), {}),
  heal: ({ device }) => (trouble.heal(device), {}),
  deaf: ({ ref, on }) => (world.control.deaf[on === false ? "delete" : "add"](ref), {}),
  speed: ({ factor, delay }) => (Object.assign(world.control, { speed: factor ?? 1, ...(delay === undefined ? {} : { delay }) }), {}),
  drop: () => (drop(false), {}),
  refuse: ({ on }) => ((deafServer = on), on && drop(false), {}),
  mute: ({ on }) => (peers.forEach((peer) => (peer.muted = on)), {}),
  mode: ({ mode }) => ((hall.mode = mode), peers.forEach((peer) => peer.send({ t: "d", rev: world.currentRev(), mode })), {}),
  expire: () => (sessions.clear(), drop(false), {}),
};

const drop = () => peers.forEach((peer) => peer.close());

const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://mock");
  const body = await new Promise((done) => {
    let text = "";
    request.on("data", (part) => (text += part)).on("end", () => done(text ? JSON.parse(text) : {}));
  });
  if (deafServer && url.pathname.startsWith("/api")) return void response.destroy();
  if (url.pathname.startsWith("/mock/")) return answer(response, 200, tricks[url.pathname.slice(6)](body));
  if (url.pathname.startsWith("/api/v1/")) return api(request, response, url.pathname.slice(8), body);
  serve(response, url.pathname);
});

function api(request, response, path, body) {
  const user = userOf(request);
  if (path === "session" && request.method === "POST") return login(response, body);
  if (path === "session" && request.method === "DELETE") {
    sessions.clear();
    return answer(response, 200, {});
  }
  if (!user && path !== "session") return answer(response, 401, { title: "Not signed in" });
  for (const [method, pattern, handle] of routes) {
    const match = pattern.exec(path);
    if (match && method === request.method) {
      const found = handle(match.slice(1), body, user);
      return found === undefined ? answer(response, 404, { title: "Not found" }) : answer(response, 200, found);
    }
  }
  answer(response, 404, { title: "Not found" });
}

function login(response, { name, password }) {
  const user = accounts.find((one) => one.name === name && one.password === password);
  if (!user) return answer(response, 401, { title: "Wrong name or password" });
  const token = Math.random().toString(36).slice(2);
  sessions.set(token, user);
  response.setHeader("Set-Cookie", `auditorium=${token}; HttpOnly; SameSite=Strict; Path=/`);
  answer(response, 200, sessionFor(user));
}

function answer(response, status, object) {
  response.writeHead(status, { "Content-Type": status < 400 ? "application/json" : "application/problem+json", "Cache-Control": "no-store" });
  response.end(JSON.stringify(object));
}

async function serve(response, path) {
  const file = normalize(join(root, path === "/" ? "index.html" : path));
  try {
    const data = await readFile(file.startsWith(normalize(root)) ? file : "");
    response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream", "Content-Security-Policy": CSP, "X-Content-Type-Options": "nosniff" });
    response.end(data);
  } catch {
    response.writeHead(404).end();
  }
}

server.on("upgrade", (request, socket) => {
  const user = userOf(request);
  const url = new URL(request.url, "http://mock");
  if (deafServer) return void socket.destroy();
  if (!user || url.pathname !== "/api/v1/ws") return void socket.end("HTTP/1.1 401 Unauthorized\r\n\r\n");
  const peer = Object.assign(accept(request, socket, "auditorium.v1"), { topics: new Set(), user });
  peers.add(peer);
  peer.onClose = () => peers.delete(peer);
  peer.onText = (text) => heard(peer, JSON.parse(text));
  peer.send({ t: "hello", rev: world.currentRev(), now: world.now(), user: user.name, mode: hall.mode });
  const from = url.searchParams.get("rev");
  const missed = from === null ? null : world.since(Number(from));
  for (const frame of missed ?? [strip(world.snapshot())]) peer.send(frame);
});

const strip = (snap) => ({ ...snap, tickets: Object.fromEntries(Object.entries(snap.tickets).map(([no, { entries: _e, ...rest }]) => [no, rest])) });

function heard(peer, frame) {
  if (frame.t === "ping") return peer.send({ t: "pong", id: frame.id });
  if (frame.t === "sub") return peer.topics.add(frame.topic);
  if (frame.t === "unsub") return peer.topics.delete(frame.topic);
  if (peer.user.role === "viewer") return peer.send({ t: "err", id: frame.id, problem: { sentence: { zh: "此账号只能查看", en: "This account can only watch" } } });
  const done = (state, sentence) => peer.send(state === "confirmed" ? { t: "done", id: frame.id, state } : { t: "err", id: frame.id, problem: { state, sentence } });
  peer.send({ t: "ack", id: frame.id });
  if (frame.t === "set") world.order(frame.ref, frame.value, done);
  else if (frame.t === "run") done("confirmed", start(frame.scene, peer.user.name));
  else if (frame.t === "invoke") setTimeout(() => done("confirmed"), 300);
}

world.onFrame((frame) => peers.forEach((peer) => peer.send(frame)));
world.onTrace((device, frames) => peers.forEach((peer) => peer.topics.has(`trace/${device}`) && peer.send({ t: "trace", device, frames })));
setInterval(() => peers.forEach((peer) => peer.send({ t: "beat", now: world.now() })), 2000);
setInterval(() => {
  for (const device of devices) {
    if (world.control.silent.has(device.id)) world.trace(device.id, ">", "POWR ?");
    else ["> POWR ?", "< POWR=1"].forEach((text) => world.trace(device.id, text[0], text.slice(2)));
  }
}, 3000);

server.listen(Number(option("--port", "8090")), "127.0.0.1", () => console.log(`mock hall on http://127.0.0.1:${server.address().port}`));
