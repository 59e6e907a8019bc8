/** The sweep before doors: begin one, see it go, read and print its sheet; red first. */
import { css, html, nothing } from "lit";
import { ago } from "../core/ages.ts";
import { get, post } from "../core/http.ts";
import { said, t, type Key } from "../core/i18n.ts";
import { hear } from "../core/live.ts";
import { mayOperate, model } from "../core/model.ts";
import { href } from "../core/router.ts";
import { say } from "../core/store.ts";
import type { Say } from "../core/types.ts";
import { deviceName, refName } from "../core/words.ts";
import { Au, define } from "../parts/element.ts";
import { icon, type IconName } from "../parts/icon.ts";
import { toast, whyOf } from "../parts/toasts.ts";

type Light = "red" | "grey" | "green";
interface Check { device: string; check: string; light: Light; ref: string; why: Say | null }
interface Sheet { id: string; by: string; at: string; ended: string | null; counts: Record<Light, number>; signature: string | null; digest: string | null; items?: Check[] }

const SIGNS: Record<Light, IconName> = { red: "close", grey: "circle", green: "check" };
const ORDER: Light[] = ["red", "grey", "green"];

class Readiness extends Au {
  static override properties = { sheets: { state: true }, sheet: { state: true } };
  sheets: Sheet[] = [];
  sheet: Sheet | null = null;

  protected override topics() {
    return ["devices", "wire", "readiness"];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.list().then(() => this.sheets[0] && this.look(this.sheets[0].id));
    told = () => void this.list().then(() => this.sheets[0] && this.look(this.sheets[0].id));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    told = () => undefined;
  }

  private async list(): Promise<void> {
    const found = await get<{ sheets: Sheet[] }>("readiness").catch(() => null);
    if (found) this.sheets = found.sheets;
  }

  private async look(id: string): Promise<void> {
    this.sheet = await get<Sheet>(`readiness/${id}`).catch(() => this.sheet);
  }

  override render() {
    const going = this.sheets[0] !== undefined && this.sheets[0].ended === null;
    return html`<div class="page"><a class="back" href=${href("more")}>${icon("back")}${t("ui.page.more")}</a><h2>${t("ui.ready")}</h2>
      <section class="card row"><p class="grow">${t("ui.ready.about")}</p>
        <au-press kind="primary" ?disabled=${going || !mayOperate() || model.wire !== "up"} ?pending=${going} @act=${() => void this.begin()}>${icon("play", true)}${t(going ? "ui.ready.going" : "ui.ready.go")}</au-press></section>
      ${this.sheet ? this.shown(this.sheet) : html`<p class="muted">${t("ui.ready.none")}</p>`}
      <ul>${this.sheets.filter((one) => one.id !== this.sheet?.id).map((one) => html`<li><au-press kind="quiet" class="grow" @act=${() => void this.look(one.id)}>${ago(one.at)} · ${one.by} · ${t("ui.ready.counts", one.counts)}</au-press></li>`)}</ul></div>`;
  }

  private shown(sheet: Sheet) {
    const items = [...(sheet.items ?? [])].sort((a, b) => ORDER.indexOf(a.light) - ORDER.indexOf(b.light));
    return html`<section class="card sheet"><p class="lead num ${sheet.counts.red ? "bad" : ""}" role="status">${t("ui.ready.counts", sheet.counts)}</p>
      <p class="muted num">${ago(sheet.at)} · ${sheet.by}${sheet.signature ? html` · ${t("ui.ready.signed")} <span class="mark">${sheet.digest?.slice(0, 16)}</span>` : nothing}</p>
      <ol>${items.map((one) => html`<li class=${one.light}>${icon(SIGNS[one.light])}<div class="grow"><b>${deviceName(one.device)}</b> · ${t(`ui.ready.check.${one.check}` as Key)}${one.ref && one.check === "obeys" ? ` · ${refName(one.ref)}` : ""}
        ${one.why ? html`<p class="why">${said(one.why)}</p>` : nothing}</div><span class="side">${t(`ui.ready.light.${one.light}`)}</span></li>`)}</ol>
      <au-press kind="quiet" @act=${() => window.print()}>${t("ui.ready.print")}</au-press></section>`;
  }

  private async begin(): Promise<void> {
    const begun = await post<Sheet>("readiness").catch((error: unknown) => (toast(whyOf(error), true), null));
    if (begun) this.sheet = begun;
    await this.list();
  }

  static override styles = [Au.styles, css`
    .page { display: grid; gap: 12px; max-width: 760px; margin: 0 auto; padding: var(--pad); }
    .back { display: inline-flex; align-items: center; gap: 4px; min-height: 48px; color: var(--text); }
    h2 { font-size: 24px; font-weight: 600; }
    section { padding: 16px; }
    .row { display: flex; flex-wrap: wrap; align-items: center; gap: 12px; }
    .lead { font-size: 18px; font-weight: 600; }
    .lead.bad, .red .icon, .red .side { color: var(--fault); }
    .mark { font-family: var(--mono); }
    ol { margin-top: 8px; }
    li { display: flex; align-items: center; gap: 12px; min-height: 48px; padding: 4px 0; border-bottom: 1px solid var(--line-soft); }
    .why, .side { font-size: 14px; color: var(--muted); }
    .red .why { color: var(--fault); }
    .grey .icon { color: var(--warn); }
    @media print { .back, au-press { display: none; } }
  `];
}

let told: () => void = () => undefined;
hear((frame) => {
  if (frame.t === "d" && frame.readiness) {
    told();
    say("readiness");
  }
});

define("au-readiness", Readiness);
