/** One screen to report something: five fields, also from a fault, answered with a number and a clock. */
import { css, html, nothing } from "lit";
import { bodyOf, type Field } from "../core/desk.ts";
import { said, t, type Key } from "../core/i18n.ts";
import { model } from "../core/model.ts";
import { file, forget, outbox, type Kept } from "../core/outbox.ts";
import { go } from "../core/router.ts";
import type { Say } from "../core/types.ts";
import { deviceName } from "../core/words.ts";
import { Au, define } from "../parts/element.ts";
import { field, fieldStyles, missing, valueIn } from "../parts/field.ts";
import { icon } from "../parts/icon.ts";
import { toast, whyOf } from "../parts/toasts.ts";
import "../parts/press.ts";

const TYPE: Field = { name: "type", label: "ui.report.type", kind: "choice", values: ["fault", "consultation"], words: "ticket.type", first: "fault" };
const FIELDS: Field[] = [
  { name: "impact", label: "ui.act.impact", kind: "choice", values: ["degraded", "function", "hall", "disaster"], words: "ticket.impact" },
  { name: "via", label: "ui.report.via", kind: "choice", values: ["tablet", "phone", "fax", "letter", "email", "web", "inspection", "callback"], words: "ui.via" },
  { name: "received", label: "ui.report.received", kind: "moment" },
  { name: "began", label: "ui.report.began", kind: "moment" },
  { name: "reporter", label: "ui.report.reporter" },
  { name: "text", label: "ui.report.text", kind: "long" },
];

const LARGEST = 10_000_000;
/** Six fields for each at a glance: what the hall's own people know, and what the desk asks on the telephone. */
const FIRST = { hall: ["impact", "began", "text", "photo"], desk: ["impact", "via", "reporter", "text"] };
const ALL = ["type", "impact", "via", "received", "began", "reporter", "text", "photo"];
const atHall = (): boolean => ["viewer", "operator", "lead"].includes(model.session?.user?.role ?? "");

class Report extends Au {
  static override properties = { fault: {}, busy: { state: true } };
  fault = "";
  busy = false;
  private key = crypto.getRandomValues(new Uint32Array(4)).join("-");

  protected override topics() {
    return ["devices", "wire", "faults", "outbox"];
  }

  override render() {
    const first = FIRST[atHall() ? "hall" : "desk"];
    const fault = this.fault ? model.world.faults.get(this.fault) : undefined;
    return html`<form class="form" @submit=${(event: Event) => event.preventDefault()}><h2>${t("ui.report")}</h2>
      <label><span class="head">${t("ui.report.title")} *</span><input name="title" aria-label=${t("ui.report.title")} required autocomplete="off" maxlength="400" .value=${fault ? said(fault.title) : ""} /></label>
      <label><span class="head">${t("ui.act.device")}</span><select name="device" aria-label=${t("ui.act.device")}><option value="">${t("ui.report.no_device")}</option>
        ${[...model.devices.keys()].map((id) => html`<option value=${id} ?selected=${fault?.device === id}>${deviceName(id)}</option>`)}</select></label>
      ${first.map(one)}
      <details><summary>${t("ui.report.more")}</summary><div class="form">${ALL.filter((name) => !first.includes(name) && !this.needless(name)).map(one)}</div></details>
      <au-press class="send" kind="primary" ?disabled=${this.busy} @act=${() => void this.send()}>${icon("check")}${t((model.wire === "up" ? "ui.report.send" : "ui.report.keep") as Key)}</au-press>
      ${outbox.kept.length ? html`<section><h3>${t("ui.report.kept")}</h3><ul>${outbox.kept.map(kept)}</ul></section>` : nothing}</form>`;
  }

  /** A fault is no question; and only the desk enters what reached it a while ago. */
  private needless(name: string): boolean {
    return (name === "type" && this.fault !== "") || (name === "received" && atHall());
  }

  private async send(): Promise<void> {
    const empty = missing(this.renderRoot);
    if (empty) return empty.focus();
    this.busy = true;
    const given = (name: string) => valueIn(this.renderRoot, name);
    const photo = this.renderRoot.querySelector<HTMLInputElement>('input[name="photo"]')?.files?.[0] ?? null;
    if (photo && photo.size > LARGEST) return ((this.busy = false), toast(t("ui.report.too_large"), true));
    const body = { title: given("title").trim(), ...bodyOf([TYPE, ...FIELDS], given), ...(given("device") ? { device: given("device") } : {}), ...(this.fault ? { fault: this.fault } : {}) };
    try {
      const made = await file({ key: this.key, user: model.session?.user?.name ?? "", body, photo, at: Date.now() });
      toast(made ? t("ui.report.done", { no: made.no }) : t("ui.report.later"));
      go("tickets", made?.no);
    } catch (error) {
      toast(whyOf(error), true);
    }
    this.busy = false;
  }

  static override styles = [Au.styles, fieldStyles, css`
    :host { display: block; max-width: 640px; }
    .send { position: sticky; bottom: 0; z-index: 1; padding-block: 8px; background: var(--bg); }
    summary { display: flex; align-items: center; min-height: 48px; color: var(--muted); cursor: pointer; }
    section { display: grid; gap: 8px; margin-top: 16px; }
    li { display: flex; align-items: center; gap: 8px; min-height: 48px; overflow-wrap: anywhere; }
    h3 { font-weight: 600; }
    h2 { font-size: 24px; font-weight: 600; }
  `];
}

function one(name: string) {
  if (name !== "photo") return field([TYPE, ...FIELDS].find((each) => each.name === name)!);
  return html`<label><span class="head">${t("ui.report.photo")}</span><input name="photo" type="file" accept="image/jpeg,image/png,image/webp" aria-label=${t("ui.report.photo")} /></label>`;
}

function kept(one: Kept) {
  return html`<li><span class="grow"><b>${String(one.body["title"] ?? "")}</b><span class="muted"> · ${one.user}${one.refused ? ` · ${said(one.refused as Say)}` : ""}</span></span>
    ${one.refused ? html`<au-press kind="quiet" label=${t("ui.report.drop")} @act=${() => void forget(one.key)}>${icon("close")}</au-press>` : nothing}</li>`;
}

define("au-report", Report);
