/** The repair plan: what was promised, class by class, as the contract in force has it; also for paper. */
import { css, html, nothing } from "lit";
import { language, t, word } from "../core/i18n.ts";
import { href } from "../core/router.ts";
import type { Promised, PromiseRow } from "../core/service.ts";
import { Asked } from "../parts/asked.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import "../parts/press.ts";

const COLUMNS = ["call_back", "remote", "on_site", "restore", "repair"] as const;

class Promises extends Au {
  private asked = new Asked<{ profile: string; calendar: string; rows: PromiseRow[]; pdf: boolean }>(this, "promises");

  override render() {
    const told = this.asked.told;
    const lang = language() === "en" ? "en" : "zh";
    return html`<div class="page"><a class="back" href=${href("more")}>${icon("back")}${t("ui.page.more")}</a>
      <h2>${word(["promise.title"], "")}</h2>
      ${told ? html`<p class="muted">${word([`promise.profile.${told.profile}`], told.profile)}</p>
        <div class="card"><table><thead><tr><th>${word(["paper.class"], "")}</th>${COLUMNS.map((one) => html`<th>${word([`promise.${one}`], one)}</th>`)}</tr></thead>
        <tbody>${told.rows.map((row) => html`<tr><th scope="row">${row.grade} ${word([`class.${row.grade}`], "")}</th>${COLUMNS.map((one) => html`<td class="num">${cell(row[one])}</td>`)}</tr>`)}</tbody></table></div>
        <div class="acts"><a class="go" target="_blank" rel="noopener" href=${`/api/v1/promises.html?lang=${lang}`}>${icon("list")}${t("ui.tickets.print")}</a>${told.pdf ? html`<a class="go" href=${`/api/v1/promises.html?form=pdf&lang=${lang}`} download>${icon("down")}PDF</a>` : nothing}</div>` : nothing}${this.asked.missing()}</div>`;
  }

  static override styles = [Au.styles, css`
    .page { display: grid; gap: 12px; max-width: 960px; margin: 0 auto; padding: var(--pad); }
    .back { display: inline-flex; align-items: center; gap: 4px; min-height: 48px; color: var(--text); }
    h2 { font-size: 24px; font-weight: 600; }
    .card { padding: 4px 16px; }
    table { width: 100%; border-collapse: collapse; }
    th, td { padding: 14px 8px 14px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line-soft); overflow-wrap: anywhere; }
    tr:last-child th, tr:last-child td { border-bottom: 0; }
    thead th { color: var(--muted); font-size: 14px; font-weight: 500; }
    tbody th { font-weight: 600; }
    small { display: block; color: var(--muted); }
    .acts { display: flex; flex-wrap: wrap; gap: 8px; }
    .go { display: inline-flex; align-items: center; gap: 8px; min-height: 48px; padding: 0 16px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--raised); font-weight: 500; }
  `];
}

function cell(one: Promised) {
  const plan = one.plan === null ? nothing : html`<small>${t("ui.promise.goal", { plan: span(one.plan) })}</small>`;
  return html`${span(one.seconds)}${plan}${one.office ? html`<small>${t("ui.promise.office")}</small>` : nothing}`;
}

function span(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  const rest = minutes % 60;
  const parts = [minutes >= 60 ? t("ui.promise.hours", { n: Math.floor(minutes / 60) }) : "", rest || minutes < 60 ? t("ui.promise.minutes", { n: rest }) : ""];
  return parts.filter(Boolean).join(" ");
}

define("au-promises", Promises);
