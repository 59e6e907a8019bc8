/** The sweep before doors: begin one, see it go, stop it; read, print, keep and check its sheet; red first. */
import { css, html, nothing } from "lit";
import { ago } from "../core/ages.ts";
import { runningEvent } from "../core/agenda.ts";
import { get, post } from "../core/http.ts";
import { said, t, type Key } from "../core/i18n.ts";
import { hear } from "../core/live.ts";
import { mayLead, mayOperate, model } from "../core/model.ts";
import { href } from "../core/router.ts";
import { say } from "../core/store.ts";
import type { Say } from "../core/types.ts";
import { deviceName, refName } from "../core/words.ts";
import "../parts/confirm.ts";
import { Asked } from "../parts/asked.ts";
import { Au, define } from "../parts/element.ts";
import { icon, type IconName } from "../parts/icon.ts";
import { toast, whyOf } from "../parts/toasts.ts";

type Light = "red" | "grey" | "green";
interface Check { device: string; check: string; light: Light; ref: string; why: Say | null }
interface Sheet {
  id: string; by: string; at: string; ended: string | null; state: "going" | "done" | "stopped" | "interrupted"; why: Say | null; quiet: Say | null;
  counts: Record<Light, number>; left: unknown[]; put_back: { by: string; at: string } | null; signature: string | null; digest: string | null; items?: Check[];
}

const SIGNS: Record<Light, IconName> = { red: "close", grey: "circle", green: "check" };
const ORDER: Light[] = ["red", "grey", "green"];

class Readiness extends Au {
  static override properties = { sheet: { state: true }, insisting: { state: true } };
  private asked = new Asked<{ sheets: Sheet[] }>(this, "readiness", (told) => this.showFirst(told.sheets));
  sheet: Sheet | null = null;
  insisting = false;

  protected override topics() {
    return ["devices", "wire", "readiness", "agenda", "hall", "session"];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    told = () => void this.asked.again();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    told = () => undefined;
  }

  private get sheets(): Sheet[] {
    return this.asked.told?.sheets ?? [];
  }

  private showFirst(sheets: Sheet[]): void {
    if (sheets[0]) void this.look(sheets[0].id);
  }

  private async look(id: string): Promise<void> {
    this.sheet = await get<Sheet>(`readiness/${id}`).catch(() => this.sheet);
  }

  override render() {
    const going = this.sheets[0] !== undefined && this.sheets[0].ended === null;
    const shut = !mayOperate() || model.wire !== "up";
    const event = runningEvent();
    const quiet = event ? t("ui.ready.event", { title: event.title }) : model.mode === "show" ? t("ui.ready.show") : "";
    return html`<div class="page"><a class="back" href=${href("more")}>${icon("back")}${t("ui.page.more")}</a><h2>${t("ui.ready")}</h2>
      <section class="card row"><p class="grow">${t("ui.ready.about")}</p>
        <au-press kind="primary" ?disabled=${going || shut} ?pending=${going} @act=${() => void this.begin()}>${icon("play", true)}${t(going ? "ui.ready.going" : "ui.ready.go")}</au-press>
        ${going ? html`<au-press ?disabled=${shut} @act=${() => void this.act("stop")}>${icon("stop")}${t("ui.ready.stop")}</au-press>` : nothing}
        ${quiet ? html`<p class="wide warn">${icon("calendar")}${quiet}</p>` : nothing}
        ${quiet && mayLead() && !going ? html`<au-press risk="b" ?disabled=${shut} @act=${() => (this.insisting = true)}>${t("ui.ready.insist")} · ${t("ui.press.hold")}</au-press>` : nothing}</section>
      <au-confirm .open=${this.insisting} heading=${t("ui.ready.insist")} text=${t("ui.ready.insist_text")} label=${t("ui.ready.insist_slide")} @shut=${() => (this.insisting = false)} @act=${() => void this.begin(true)}></au-confirm>
      ${this.sheet ? this.shown(this.sheet) : this.asked.told ? html`<p class="muted">${t("ui.ready.none")}</p>` : nothing}${this.asked.missing()}
      <ul>${this.sheets.filter((one) => one.id !== this.sheet?.id).map((one) => html`<li><au-press kind="quiet" class="grow" @act=${() => void this.look(one.id)}>${ago(one.at)} · ${one.by} · ${t("ui.ready.counts", one.counts)}</au-press></li>`)}</ul>
      <label class="card file">${t("ui.ready.check_file")}<input type="file" accept=".json,application/json" @change=${this.checkFile} /></label></div>`;
  }

  private shown(sheet: Sheet) {
    const items = [...(sheet.items ?? [])].sort((a, b) => ORDER.indexOf(a.light) - ORDER.indexOf(b.light));
    return html`<section class="card sheet"><p class="lead num ${sheet.counts.red ? "bad" : ""}" role="status">${t("ui.ready.counts", sheet.counts)}</p>
      ${sheet.why && sheet.state !== "done" ? html`<p class="warn">${icon("stop")}${said(sheet.why)}</p>` : nothing}
      ${sheet.quiet ? html`<p class="warn">${icon("calendar")}${said(sheet.quiet)}</p>` : nothing}
      ${sheet.left.length && sheet.ended ? html`<div class="row left"><p class="grow bad">${t("ui.ready.left", { n: sheet.left.length })}</p>
        ${sheet.id === this.sheets[0]?.id ? html`<au-press ?disabled=${!mayOperate() || model.wire !== "up"} @act=${() => void this.act("undo")}>${icon("undo")}${t("ui.ready.undo")}</au-press>` : nothing}</div>` : nothing}
      ${sheet.put_back ? html`<p class="muted num">${t("ui.ready.put_back", { by: sheet.put_back.by })} · ${ago(sheet.put_back.at)}</p>` : nothing}
      <p class="muted num">${ago(sheet.at)} · ${sheet.by}${sheet.signature ? html` · ${t("ui.ready.signed")} <span class="mark">${sheet.digest?.slice(0, 16)}</span>` : nothing}</p>
      <ol>${items.map((one) => html`<li class=${one.light}>${icon(SIGNS[one.light])}<div class="grow"><b>${deviceName(one.device)}</b> · ${t(`ui.ready.check.${one.check}` as Key)}${one.ref && one.check === "obeys" ? ` · ${refName(one.ref)}` : ""}
        ${one.why ? html`<p class="why">${said(one.why)}</p>` : nothing}</div><span class="side">${t(`ui.ready.light.${one.light}`)}</span></li>`)}</ol>
      <div class="row"><au-press kind="quiet" @act=${() => window.print()}>${t("ui.ready.print")}</au-press>
        ${sheet.signature ? html`<a class="keep" href=${`/api/v1/readiness/${sheet.id}`} download=${`${sheet.id}.json`}>${t("ui.ready.keep")}</a>
        <au-press kind="quiet" @act=${() => void this.verify(sheet)}>${t("ui.ready.check_seal")}</au-press>` : nothing}</div></section>`;
  }

  private async act(what: "stop" | "undo"): Promise<void> {
    const id = this.sheets[0]?.id;
    if (id) await post<Sheet>(`readiness/${id}/${what}`).catch((error: unknown) => (toast(whyOf(error), true), null));
    await this.asked.again();
  }

  /** A sheet as somebody holds it: did this hall sign it, and has nobody touched it since? */
  private async verify(sheet: unknown): Promise<void> {
    const found = await post<{ seal: string; said: Say }>("readiness/verify", sheet).catch((error: unknown) => (toast(whyOf(error), true), null));
    if (found) toast(said(found.said), found.seal !== "holds");
  }

  private checkFile = async (event: Event): Promise<void> => {
    const input = event.target as HTMLInputElement;
    const text = await input.files?.[0]?.text();
    input.value = "";
    if (text === undefined) return;
    let sheet: unknown;
    try {
      sheet = JSON.parse(text);
    } catch {
      sheet = null;
    }
    if (sheet && typeof sheet === "object" && !Array.isArray(sheet)) await this.verify(sheet);
    else toast(t("ui.ready.no_sheet"), true);
  };

  private async begin(insists = false): Promise<void> {
    this.insisting = false;
    const begun = await post<Sheet>("readiness", { insists }).catch((error: unknown) => (toast(whyOf(error), true), null));
    if (begun) this.sheet = begun;
    await this.asked.again();
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
    .warn { display: flex; align-items: center; gap: 8px; color: var(--warn); }
    .wide { flex: 1 1 100%; }
    .bad { color: var(--fault); font-weight: 600; }
    .keep { display: inline-flex; align-items: center; min-height: 48px; padding: 0 12px; color: var(--text); }
    .file { display: flex; flex-wrap: wrap; align-items: center; gap: 12px; min-height: 48px; padding: 16px; }
    .file input { min-height: 48px; }
    ol { margin-top: 8px; }
    li { display: flex; align-items: center; gap: 12px; min-height: 48px; padding: 4px 0; border-bottom: 1px solid var(--line-soft); }
    .why, .side { font-size: 14px; color: var(--muted); }
    .red .why { color: var(--fault); }
    .grey .icon { color: var(--warn); }
    @media print { .back, au-press, .file, .keep { display: none; } }
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
