/** All tickets that ever were: found by two characters or by filters, printed, taken into a spreadsheet. */
import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { dateOf } from "../core/format.ts";
import { get } from "../core/http.ts";
import { language, said, t, word } from "../core/i18n.ts";
import { model } from "../core/model.ts";
import { href } from "../core/router.ts";
import type { Ticket } from "../core/types.ts";
import { deviceName } from "../core/words.ts";
import { split } from "../style/split.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import { whyOf } from "../parts/toasts.ts";
import "../parts/press.ts";

interface Page {
  tickets: Ticket[];
  total: number;
  next: number | null;
}

const PAUSE = 250;
const LIMIT = 30;

class Search extends Au {
  static override properties = { words: { state: true }, stands: { state: true }, page: { state: true }, failed: { state: true } };
  words = "";
  stands = "";
  page: Page | null = null;
  failed = "";
  private timer = 0;

  protected override topics() {
    return ["tickets"];
  }

  override render() {
    return html`<search><label class="box">${icon("search")}<span class="sr">${t("ui.tickets.search")}</span><input type="search" placeholder=${t("ui.tickets.search")} @input=${(event: Event) => this.ask((event.target as HTMLInputElement).value)} /></label></search>
      ${this.asked() ? this.found() : nothing}`;
  }

  private asked(): boolean {
    return this.words.trim() !== "";
  }

  private found() {
    const page = this.page;
    const lang = language() === "en" ? "en" : "zh";
    const paper = (form: string) => `/api/v1/tickets.${form}?${this.query()}&lang=${lang}`;
    return html`<div class="filters">${["", "open", "over"].map((one) => html`<au-press kind="quiet" .pressed=${this.stands === one} ?on=${this.stands === one} @act=${() => this.choose(one)}>${word([`ui.tickets.${one || "all"}`], one)}</au-press>`)}
        <a href=${paper("html")} target="_blank" rel="noopener">${t("ui.tickets.print")}</a><a href=${paper("csv")} download>CSV</a></div>
      ${this.failed ? html`<p class="failed" role="alert">${this.failed}</p><au-press @act=${() => void this.load(null)}>${t("ui.retry")}</au-press>` : nothing}
      ${page ? html`<p class="muted num" role="status">${page.total ? t("ui.tickets.found", { n: page.total }) : t("ui.tickets.nothing")}</p>
        <ul class="list">${repeat(page.tickets, (one) => one.no, (one) => html`<li>${row(one)}</li>`)}</ul>
        ${page.next ? html`<au-press @act=${() => void this.load(page.next)}>${t("ui.tickets.more")}</au-press>` : nothing}` : nothing}<hr />`;
  }

  private query(): string {
    return new URLSearchParams({ q: this.words.trim(), ...(this.stands ? { state: this.stands } : {}) }).toString();
  }

  private ask(words: string): void {
    this.words = words;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.load(null), PAUSE);
  }

  private choose(stands: string): void {
    this.stands = stands;
    void this.load(null);
  }

  private async load(before: number | null): Promise<void> {
    if (!this.asked()) return void (this.page = null);
    const query = this.query();
    const told = await get<Page>(`tickets?${query}&limit=${LIMIT}${before ? `&before=${before}` : ""}`).catch((error: unknown) => whyOf(error));
    if (query !== this.query()) return;
    this.failed = typeof told === "string" ? told : "";
    if (typeof told === "string") return void (this.page = null);
    this.page = before && this.page ? { ...told, tickets: [...this.page.tickets, ...told.tickets] } : told;
  }

  static override styles = [Au.styles, split, css`
    :host { display: block; height: auto; margin-bottom: 8px; }
    .box { display: flex; align-items: center; gap: 8px; padding-left: 12px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--bg); }
    input { flex: 1; min-width: 0; height: var(--touch); border: 0; background: none; color: var(--text); font: inherit; }
    .filters { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin: 8px 0; }
    .filters a { display: inline-grid; align-content: center; min-height: 48px; padding: 0 12px; text-decoration: underline; }
    .failed { margin: 8px 0; color: var(--fault); }
    .list { display: grid; gap: 8px; margin: 8px 0; }
    hr { border: 0; border-top: 1px solid var(--line-soft); margin: 12px 0; }
  `];
}

function row(one: Ticket) {
  return html`<a class="item" href=${href("tickets", one.no)}><span class="grow"><small class="num">#${one.no} · ${word([`ui.ticket.state.${one.state}`], one.state)} · ${dateOf(one.opened, model.hall?.timezone)}</small><span class="title two">${said(one.title)}</span>
    <small>${one.device ? deviceName(one.device) : ""}</small></span></a>`;
}

define("au-search", Search);
