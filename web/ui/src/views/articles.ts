/** Every article, and a form to write one: for a kind of device and a fault, in both languages. */
import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Article, Field } from "../core/desk.ts";
import { request } from "../core/http.ts";
import { said, t } from "../core/i18n.ts";
import { mayLead, mayWrite, model } from "../core/model.ts";
import { href } from "../core/router.ts";
import { Asked } from "../parts/asked.ts";
import { Au, define } from "../parts/element.ts";
import { field, fieldStyles, missing, valueIn } from "../parts/field.ts";
import { icon } from "../parts/icon.ts";
import { toast, whyOf } from "../parts/toasts.ts";
import "../parts/press.ts";
import "../parts/sheet.ts";

const FIELDS: Field[] = [
  { name: "title_zh", label: "ui.articles.title_zh", needed: true }, { name: "title_en", label: "ui.articles.title_en", needed: true },
  { name: "text_zh", label: "ui.articles.text_zh", kind: "long", needed: true }, { name: "text_en", label: "ui.articles.text_en", kind: "long", needed: true },
  { name: "devices", label: "ui.articles.devices" }, { name: "faults", label: "ui.articles.faults" },
];

class Articles extends Au {
  static override properties = { writing: { state: true } };
  writing = false;
  private asked = new Asked<{ articles: Article[] }>(this, "knowledge");

  protected override topics() {
    return ["wire", "session"];
  }

  override render() {
    const shut = model.wire !== "up";
    const found = this.asked.told?.articles;
    return html`<div class="page"><a class="back" href=${href("more")}>${icon("back")}${t("ui.page.more")}</a>
      <h2>${t("ui.articles")}</h2>
      ${mayWrite() ? html`<au-press kind="primary" ?disabled=${shut} @act=${() => (this.writing = true)}>${icon("plus")}${t("ui.articles.write")}</au-press>` : nothing}
      ${found?.length === 0 ? html`<p class="empty">${t("ui.articles.none")}</p>` : repeat(found ?? [], (one) => one.id, (one) => this.one(one, shut))}
      ${this.asked.missing()}
      <au-sheet heading=${t("ui.articles.write")} .open=${this.writing} @shut=${() => (this.writing = false)}>
        ${this.writing ? html`<form class="form" @submit=${(event: Event) => event.preventDefault()}>${FIELDS.map(field)}<au-press kind="primary" ?disabled=${shut} @act=${() => void this.write()}>${t("ui.act.do")}</au-press></form>` : nothing}</au-sheet></div>`;
  }

  private one(one: Article, shut: boolean) {
    return html`<section class="card"><h3>${said(one.title)}</h3><p class="muted num">${[...one.devices, ...one.faults].join(" · ")} · ${t("ui.advice.count", { helped: one.helped, vain: one.vain })} · ${one.by}</p>
      <p class="text">${said(one.text)}</p>${mayLead() ? html`<au-press risk="b" ?disabled=${shut} @act=${() => void this.retire(one)}>${t("ui.articles.retire")}</au-press>` : nothing}</section>`;
  }

  private async write(): Promise<void> {
    const empty = missing(this.renderRoot);
    if (empty) return empty.focus();
    const of = (name: string) => valueIn(this.renderRoot, name).trim();
    const list = (name: string) => of(name).split(/[\s,，、]+/).filter(Boolean);
    const body = { title: { zh: of("title_zh"), en: of("title_en") }, text: { zh: of("text_zh"), en: of("text_en") }, devices: list("devices"), faults: list("faults") };
    await this.ask("POST", "knowledge", body);
    this.writing = false;
  }

  private retire(one: Article): Promise<void> {
    return this.ask("DELETE", `knowledge/${one.id}`);
  }

  private async ask(method: string, path: string, body?: unknown): Promise<void> {
    try {
      await request(method, path, body);
      await this.asked.again();
    } catch (error) {
      toast(whyOf(error), true);
    }
  }

  static override styles = [Au.styles, fieldStyles, css`
    .page { display: grid; gap: 12px; max-width: 860px; margin: 0 auto; padding: var(--pad); }
    .page > au-press { justify-self: start; }
    .back { display: inline-flex; align-items: center; gap: 4px; min-height: 48px; color: var(--text); }
    h2 { font-size: 24px; font-weight: 600; } h3 { font-weight: 600; }
    section { display: grid; gap: 8px; padding: 16px; justify-items: start; }
    .text { white-space: pre-line; overflow-wrap: anywhere; }
  `];
}

define("au-articles", Articles);
