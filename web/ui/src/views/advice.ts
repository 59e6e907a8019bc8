/** What people have learned about this kind of trouble, and whether it helped. */
import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Article } from "../core/desk.ts";
import { get, post } from "../core/http.ts";
import { said, t } from "../core/i18n.ts";
import { mayWrite, model } from "../core/model.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import { toast, whyOf } from "../parts/toasts.ts";
import "../parts/press.ts";

class Advice extends Au {
  static override properties = { ticket: {}, fault: {}, found: { state: true } };
  ticket = "";
  fault = "";
  found: Article[] = [];
  private seen = "";

  protected override topics() {
    return ["wire", "session"];
  }

  override willUpdate(): void {
    const query = this.ticket ? `ticket=${this.ticket}` : `fault=${encodeURIComponent(this.fault)}`;
    if (query === this.seen) return;
    this.seen = query;
    void this.load(query);
  }

  private async load(query: string): Promise<void> {
    const told = await get<{ articles: Article[] }>(`knowledge?${query}`).catch(() => null);
    if (query === this.seen) this.found = told?.articles ?? [];
  }

  override render() {
    if (this.found.length === 0) return nothing;
    return html`<section><h3 class="head">${t("ui.advice")}</h3>${repeat(this.found, (one) => one.id, (one) => this.one(one))}</section>`;
  }

  private one(one: Article) {
    const shut = !mayWrite() || model.wire !== "up";
    return html`<details class="card"><summary>${icon("list")}<span class="grow">${said(one.title)}</span><span class="chip num">${t("ui.advice.count", { helped: one.helped, vain: one.vain })}</span></summary>
      <p class="text">${said(one.text)}</p>
      <div class="acts"><au-press ?disabled=${shut} .pressed=${one.mine === true} ?on=${one.mine === true} @act=${() => void this.vote(one, true)}>${icon("check")}${t("ui.advice.helped")}</au-press>
        <au-press ?disabled=${shut} .pressed=${one.mine === false} ?on=${one.mine === false} @act=${() => void this.vote(one, false)}>${icon("close")}${t("ui.advice.vain")}</au-press></div></details>`;
  }

  private async vote(one: Article, helped: boolean): Promise<void> {
    try {
      await post(`knowledge/${one.id}/votes`, { helped, ...(this.ticket ? { ticket: Number(this.ticket) } : {}) });
      await this.load(this.seen);
    } catch (error) {
      toast(whyOf(error), true);
    }
  }

  static override styles = [Au.styles, css`
    section { display: grid; gap: 8px; margin-top: 24px; }
    summary { display: flex; align-items: center; gap: 12px; min-height: 56px; padding: 8px 16px; cursor: pointer; font-weight: 600; list-style: none; }
    .text { padding: 0 16px; white-space: pre-line; overflow-wrap: anywhere; }
    .acts { display: flex; flex-wrap: wrap; gap: 8px; padding: 12px 16px 16px; }
  `];
}

define("au-advice", Advice);
