/** Reports: of a month, and for whoever takes over; as a page for paper, or for a spreadsheet. */
import { css, html, nothing } from "lit";
import { language, t, word } from "../core/i18n.ts";
import { mayLead } from "../core/model.ts";
import { href } from "../core/router.ts";
import { Asked } from "../parts/asked.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import "../parts/press.ts";

class Reports extends Au {
  static override properties = { month: { state: true } };
  month = "";
  private asked = new Asked<{ months: string[]; pdf: boolean }>(this, "reports", (told) => (this.month = told.months[1] ?? told.months[0] ?? ""));

  protected override topics() {
    return ["session"];
  }

  override render() {
    return html`<div class="page"><a class="back" href=${href("more")}>${icon("back")}${t("ui.page.more")}</a>
      <h2>${t("ui.reports")}</h2>
      <label><span class="head">${t("ui.reports.month")}</span><select @change=${(event: Event) => (this.month = (event.target as HTMLSelectElement).value)}>
        ${this.asked.told?.months.map((one) => html`<option ?selected=${one === this.month}>${one}</option>`)}</select></label>
      ${this.asked.missing()}
      ${this.month ? ["sla", "alarms", "availability", "satisfaction"].map((kind) => this.one(kind, `month=${this.month}&`)) : nothing}
      ${mayLead() ? this.one("handover", "") : nothing}</div>`;
  }

  private one(kind: string, query: string) {
    const lang = language() === "en" ? "en" : "zh";
    const path = (form: string) => `/api/v1/reports/${kind}?${query}form=${form}&lang=${lang}`;
    return html`<section class="card"><h3>${word([`report.${kind}`], kind)}</h3><p class="muted">${t(`ui.reports.${kind}` as "ui.reports.sla")}</p>
      <div class="acts"><a class="go" target="_blank" rel="noopener" href=${path("html")}>${icon("list")}${t("ui.reports.open")}</a>${this.asked.told?.pdf ? html`<a class="go" href=${path("pdf")} download>${icon("down")}PDF</a>` : nothing}<a class="go" href=${path("csv")} download>${icon("down")}CSV</a></div></section>`;
  }

  static override styles = [Au.styles, css`
    .page { display: grid; gap: 12px; max-width: 860px; margin: 0 auto; padding: var(--pad); }
    .back { display: inline-flex; align-items: center; gap: 4px; min-height: 48px; color: var(--text); }
    h2 { font-size: 24px; font-weight: 600; } h3 { font-weight: 600; }
    label { display: grid; gap: 4px; max-width: 240px; }
    select { min-height: var(--touch); padding: 8px 14px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--bg); color: var(--text); font: inherit; }
    section { display: grid; gap: 8px; padding: 16px; }
    .acts { display: flex; flex-wrap: wrap; gap: 8px; }
    .go { display: inline-flex; align-items: center; gap: 8px; min-height: 48px; padding: 0 16px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--raised); font-weight: 500; }
  `];
}

define("au-reports", Reports);
