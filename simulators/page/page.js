// The simulators' page: devices as cards, a button for each useful break, values and wire kept fresh by asking.
import { WORDS } from "./words.js";
import { actionsFor, breaksFor, naming } from "./breaks.js";

let lang = localStorage.getItem("lang") === "en" ? "en" : "zh";
const cards = new Map();
const word = (name) => WORDS[lang][name];
const byId = (id) => document.getElementById(id);

export async function call(method, path, body) {
  const answer = await fetch(path, { method, body: body === undefined ? undefined : JSON.stringify(body) });
  const told = await answer.json();
  if (!answer.ok) throw new Error([told.detail, ...(told.errors ?? []).map((e) => e.detail)].join(" · "));
  return told;
}

function make(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

async function attempt(work) {
  try {
    await work();
    complain("");
  } catch (trouble) {
    complain(trouble.message);
  }
  await refresh();
}

function complain(text) {
  byId("trouble").textContent = text;
  byId("trouble").hidden = !text;
}

function button(label, press) {
  const made = make("button", { type: "button", textContent: label });
  made.addEventListener("click", () => attempt(press));
  return made;
}

function breakButton(device, one) {
  const made = button(word(one.word), () => {
    const on = made.getAttribute("aria-pressed") === "true";
    const rest = Object.fromEntries(Object.entries(cards.get(device.id).ill).filter(([k]) => !(k in one.how)));
    return call("PUT", `devices/${device.id}/impairments`, on ? rest : { ...rest, ...one.how });
  });
  made.dataset.how = Object.keys(one.how).join(" ");
  return made;
}

function choice(label, name, options) {
  const select = make("select", { name, ariaLabel: label });
  select.append(...options.map(([value, called]) =>
    make("option", { value, textContent: `${label} ${value}${called ? ` · ${called}` : ""}` })));
  return select;
}

function actionForm(device, one) {
  const form = make("form", {}, ...one.choices.map((c) => choice(word(c.word), c.name, c.options)));
  form.append(make("button", { type: "submit", textContent: word(one.word) }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(() => one.press(call, Object.fromEntries(new FormData(form))));
  });
  return form;
}

function folded(label, open) {
  const inside = make("div", { className: "scroll", tabIndex: 0 });
  return [make("details", { open }, make("summary", { textContent: label }), inside), inside];
}

async function build(device) {
  const model = await call("GET", `devices/${device.id}/model`);
  const state = make("span", { className: "state" });
  const title = make("h2", { textContent: device.name[lang] });
  const buttons = make("div", { className: "buttons" }, ...breaksFor(device).map((one) => breakButton(device, one)));
  buttons.append(button(word("reboot"), () => call("POST", `devices/${device.id}/reboot`)));
  const [values, table] = folded(word("values"), false);
  const [wire, frames] = folded(word("wire"), false);
  const actions = actionsFor(device, model);
  buttons.append(...actions.filter((one) => !one.choices.length).map((one) =>
    button(word(one.word), () => one.press(call, {}))));
  const card = make("article", {}, make("div", { className: "head" }, title, state));
  card.append(make("p", { className: "address", textContent: `${device.driver} · ${device.listens.join("  ")}` }), buttons);
  card.append(...actions.filter((one) => one.choices.length).map((one) => actionForm(device, one)), values, wire);
  byId("devices").append(card);
  cards.set(device.id, { card, state, buttons, values, table, wire, frames, next: 0, ill: {} });
}

function show(device) {
  const here = cards.get(device.id);
  here.ill = device.impairments;
  const sick = Object.keys(device.impairments);
  const how = !device.powered ? "dark" : !device.alive ? "starting" : sick.length ? "ill" : "up";
  here.card.className = how === "starting" ? "dark" : how;
  const names = new Set(sick.map((name) => word(naming(device, name)) ?? name));
  here.state.textContent = how === "ill" ? `${word(how)}: ${[...names].join(", ")}` : word(how);
  for (const one of here.buttons.querySelectorAll("[data-how]")) {
    one.setAttribute("aria-pressed", String(one.dataset.how.split(" ").every((name) => name in device.impairments)));
  }
}

async function fill(id) {
  const here = cards.get(id);
  if (here.values.open) {
    const model = await call("GET", `devices/${id}/model`);
    const rows = Object.entries(model).map(([key, value]) =>
      make("tr", {}, make("td", { textContent: key }), make("td", { textContent: JSON.stringify(value) })));
    here.table.replaceChildren(make("table", {}, ...rows));
  }
  if (here.wire.open) {
    const told = await call("GET", `devices/${id}/wire?since=${here.next}`);
    here.next = told.next;
    here.frames.append(...told.frames.map((frame) => make("pre", {
      className: frame.dir === ">" ? "heard" : "said",
      textContent: `${frame.at.slice(11, 23)} ${frame.dir} ${frame.text}`,
    })));
    while (here.frames.childElementCount > 200) here.frames.firstElementChild.remove();
    if (told.frames.length) here.frames.scrollTop = here.frames.scrollHeight;
  }
}

// One look at a time: two at once would each build the cards.
let turn = Promise.resolve();
const refresh = () => (turn = turn.catch(() => {}).then(look));

async function look() {
  const told = await call("GET", "devices");
  byId("hall").textContent = `${told.hall[lang]} · ${lang === "zh" ? "模拟器" : "Simulators"}`;
  byId("speed").value = String(told.speed);
  for (const device of told.devices) {
    if (!cards.has(device.id)) await build(device);
    show(device);
    await fill(device.id);
  }
}

function speak() {
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  byId("lead").textContent = word("lead");
  byId("speed-word").textContent = `${word("speed")} `;
  byId("heal").textContent = word("heal");
  byId("lang").textContent = word("other");
  byId("devices").replaceChildren();
  cards.clear();
}

byId("lang").addEventListener("click", () => {
  lang = lang === "zh" ? "en" : "zh";
  localStorage.setItem("lang", lang);
  speak();
  attempt(async () => {});
});
byId("speed").addEventListener("change", (event) =>
  attempt(() => call("PUT", "speed", { factor: Number(event.target.value) })));
byId("heal").addEventListener("click", () => attempt(async () => {
  for (const id of cards.keys()) await call("PUT", `devices/${id}/impairments`, {});
}));

async function forever() {
  try {
    await refresh();
    if (byId("trouble").textContent === word("lost")) complain("");
  } catch {
    complain(word("lost"));
  }
  setTimeout(forever, 1000);
}

speak();
forever();
