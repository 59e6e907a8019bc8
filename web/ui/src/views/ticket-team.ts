/** The emergency team of a disaster: who leads, what was decided, why it happened, what is done about it. */
import { css, html, nothing } from "lit";
import { dateOf, timeOfDay } from "../core/format.ts";
import { t } from "../core/i18n.ts";
import { model } from "../core/model.ts";
import * as serve from "../core/service.ts";
import type { Act } from "../core/desk.ts";
import type { Ticket } from "../core/types.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import "./ticket-acts.ts";

class TicketTeam extends Au {
  static override properties = { ticket: { attribute: false }, team: { attribute: false } };
  ticket: Ticket | null = null;
  team: serve.Team | null = null;

  protected override topics() {
    return ["wire"];
  }

  override render() {
    const team = this.team;
    if (!team || !this.ticket) return nothing;
    const first = team.leader ? [serve.member] : [serve.leader];
    return html`<section class="card"><h3 class="head">${t("ui.serve.team")}${team.review ? html`<span class="chip live">${icon("check")}${t("ui.serve.reviewed")}</span>` : team.review_due ? html`<span class="chip warn num">${t("ui.serve.review_by", { when: dateOf(team.review_due, model.hall?.timezone) })}</span>` : nothing}</h3>
      <dl class="facts"><dt>${t("ui.serve.leader")}</dt><dd>${team.leader || "–"}</dd>
        ${team.members.length ? html`<dt>${t("ui.serve.members")}</dt><dd>${team.members.join(" · ")}</dd>` : nothing}
        ${team.decisions.length ? html`<dt>${t("ui.serve.decisions")}</dt><dd><ul>${team.decisions.map((one) => html`<li><span class="muted num">${timeOfDay(one.at, model.hall?.timezone)}</span> ${one.text} <span class="muted">${one.by}</span></li>`)}</ul></dd>` : nothing}
        ${team.cause ? html`<dt>${t("ui.serve.cause")}</dt><dd>${team.cause.text}</dd>` : nothing}
        ${team.measures.length ? html`<dt>${t("ui.serve.measures")}</dt><dd><ul>${team.measures.map((one) => this.measure(one))}</ul></dd>` : nothing}
        ${team.review ? html`<dt>${t("ui.serve.review")}</dt><dd>${team.review.text}</dd>` : nothing}</dl>
      ${this.acts([serve.review, ...first, serve.decision, serve.cause, serve.measure])}</section>`;
  }

  private measure(one: serve.Measure) {
    const until = one.until ? dateOf(one.until, model.hall?.timezone) : "";
    return html`<li>${one.text} <span class="muted num">${[one.person, until].filter(Boolean).join(" · ")}</span>
      ${one.done ? html`<span class="chip live">${icon("check")}</span>` : this.acts([serve.measureDone(one.no)])}</li>`;
  }

  private acts(acts: Act[]) {
    const shown = acts.filter((one) => this.ticket!.may?.includes(one.when));
    return shown.length ? html`<au-ticket-acts .no=${String(this.ticket!.no)} .acts=${shown}></au-ticket-acts>` : nothing;
  }

  static override styles = [Au.styles, css`
    section { display: grid; gap: 8px; padding: 12px 16px 16px; border-color: var(--fault); }
    ul { display: grid; gap: 6px; }
    li { overflow-wrap: anywhere; }
  `];
}

define("au-ticket-team", TicketTeam);
