/** The service on a ticket's page: what is demanded now, the visit with its next step, team, plan, parts. */
import { css, html, nothing, type TemplateResult } from "lit";
import { dateOf, timeOfDay } from "../core/format.ts";
import { get } from "../core/http.ts";
import { said, t, word } from "../core/i18n.ts";
import { model } from "../core/model.ts";
import { here } from "../core/router.ts";
import * as serve from "../core/service.ts";
import type { Act } from "../core/desk.ts";
import type { Ticket } from "../core/types.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import "../parts/press.ts";
import "../parts/sheet.ts";
import "./ticket-acts.ts";
import "./ticket-team.ts";
import "./ticket-wait.ts";

const STAGES = ["planned", "departed", "arrived", "left"] as const;

const moment = (at: string | null): string => at ? `${dateOf(at, model.hall?.timezone)} ${timeOfDay(at, model.hall?.timezone)}` : "";

class TicketService extends Au {
  static override properties = { ticket: { attribute: false }, digits: { state: true } };
  ticket: Ticket | null = null;
  digits = "";

  protected override topics() {
    return ["wire", "devices", "session", "place"];
  }

  override render() {
    const one = this.ticket;
    if (!one?.service) return nothing;
    const wait = html`<au-ticket-wait .ticket=${one}></au-ticket-wait>`;
    if (one.type === "consultation") return wait;
    const { team, plan, expert, parts, complaint } = one.service;
    return html`<div class="serve">${wait}${(one.demands ?? []).map((demand) => this.demanded(demand))}
      ${this.visit(one.service)}
      ${team ? html`<au-ticket-team .ticket=${one} .team=${team}></au-ticket-team>` : nothing}
      ${plan || this.may("plan") && (one.class ?? 0) > 2 ? this.card("ui.serve.plans", plan ? html`<p>${word([`serve.way.${plan.way}`], plan.way)} · ${plan.text}</p><p class="muted num">${[plan.person, moment(plan.until)].filter(Boolean).join(" · ")}</p>` : nothing, [serve.plan]) : nothing}
      ${expert ? this.card("ui.serve.experts", html`<p>${said(expert.name) || expert.person || t("ui.serve.nobody")} <span class="num">${expert.phones.join(" · ")}</span></p>${expert.result ? html`<p class="muted">${word([`serve.expert.${expert.result}`], expert.result)} ${expert.person} ${expert.text}</p>` : nothing}`, expert.result ? [] : [serve.expert]) : nothing}
      ${complaint ? this.card("ui.serve.complaint", complained(complaint), complaint.answered ? [] : [serve.complaintAnswered]) : nothing}
      ${parts.length || this.may("part_used") ? this.card("ui.serve.parts", parts.length ? html`<ul>${parts.map((part) => this.piece(part))}</ul>` : nothing, [serve.used]) : nothing}</div>`;
  }

  private may(kind: string): boolean {
    return this.ticket?.may?.includes(kind) ?? false;
  }

  private card(head: Parameters<typeof t>[0], body: TemplateResult | typeof nothing, acts: Act[]) {
    const shown = acts.filter((one) => this.may(one.when));
    if (body === nothing && shown.length === 0) return nothing;
    return html`<section class="card"><h3 class="head">${t(head)}</h3>${body}${this.acts(shown)}</section>`;
  }

  private acts(acts: Act[]) {
    return acts.length ? html`<au-ticket-acts .no=${String(this.ticket!.no)} .acts=${acts}></au-ticket-acts>` : nothing;
  }

  private demanded(one: serve.Demand) {
    const due = one.until ? ` · ${t("ui.serve.by", { when: moment(one.until) })}` : "";
    return html`<p class="card demand ${one.overdue ? "late" : ""}" role="status">${icon("faults")}<span class="grow"><b>${word([`serve.demand.${one.what}`], one.what)}</b><span class="num">${one.overdue ? ` · ${t("ui.serve.overdue")}` : due}</span></span></p>`;
  }

  private visit(service: serve.Service) {
    const visit = serve.current(service, this.ticket!.cycle ?? 1);
    const testable = model.devices.has(this.ticket!.device ?? "");
    const inside = model.session?.user?.role === "operator";
    const acts = serve.visitActs(this.ticket!.may ?? [], visit, testable, here().more, inside);
    if (!visit && acts.length === 0) return nothing;
    return html`<section class="card"><h3 class="head">${t("ui.serve.visit")}${visit ? html`<span class="who">${visit.person}</span>` : nothing}</h3>
      ${visit ? visit.stage === "called_off" ? html`<p class="muted">${t("ui.serve.off")}</p>` : html`${track(visit)}${this.tested(visit)}` : nothing}${this.acts(acts)}${inside && this.may("visit_arrived") && visit?.stage !== "arrived" ? this.code() : nothing}</section>`;
  }

  /** On the hall's own tablet: what whoever arrives has to have seen. */
  private code() {
    return html`<div class="acts"><au-press @act=${() => void this.show()}>${t("ui.serve.show_code")}</au-press></div>
      <au-sheet heading=${t("ui.serve.show_code")} .open=${this.digits !== ""} @shut=${() => (this.digits = "")}>${this.digits ? html`<div class="code"><img src=${`/api/v1/tickets/${this.ticket!.no}/checkin.svg`} alt="" /><p class="num">${this.digits}</p><p class="muted">${t("ui.serve.scan")}</p></div>` : nothing}</au-sheet>`;
  }

  private async show(): Promise<void> {
    this.digits = (await get<{ code: string }>(`tickets/${this.ticket!.no}/checkin`).catch(() => null))?.code ?? "";
  }

  private tested(visit: serve.Visit) {
    if (visit.stage === "left") {
      const signed = visit.signed_by ? ` · ${t("ui.serve.signed_by", { who: visit.signed_by })}` : "";
      return html`<p class="muted">${word([`serve.outcome.${visit.outcome}`], visit.outcome)}${signed}${visit.again ? html` · <span class="num">${moment(visit.again)}</span>` : nothing}</p>`;
    }
    if (visit.stage !== "arrived") return nothing;
    const proof = visit.proof ? html`<span class="chip">${icon("check")}${word([`serve.proof.${visit.proof}`], visit.proof)}</span>` : nothing;
    const test = visit.test;
    const look = test?.passed === true ? "live" : test?.passed === false ? "fault" : "warn";
    const key = test === null ? "none" : test.passed === null ? "unknown" : test.passed ? "passed" : "failed";
    return html`<p class="chips"><span class="chip ${look}">${icon(look === "live" ? "check" : "faults")}${word([`serve.test.${key}`], key)}${test ? html`<span class="num">${timeOfDay(test.at, model.hall?.timezone)}</span>` : nothing}</span>${proof}</p>`;
  }

  private piece(one: serve.Part) {
    const swapped = [one.out, one.into].some(Boolean) ? `${one.out || "–"} → ${one.into || "–"}` : "";
    const sent = [one.rma && `RMA ${one.rma}`, one.shipped && t("ui.serve.sent", { when: one.shipped }), one.back && t("ui.serve.got", { when: one.back })].filter(Boolean).join(" · ");
    return html`<li><div class="grow"><p>${one.name}${one.count > 1 ? html` <span class="num">× ${one.count}</span>` : nothing}</p><p class="muted num">${[swapped, sent].filter(Boolean).join(" · ")}</p></div>
      ${one.sort === "part" && !one.back && this.may("part_returned") ? this.acts([serve.returned(one.no)]) : nothing}</li>`;
  }

  static override styles = [Au.styles, css`
    .serve { display: grid; gap: 12px; margin-bottom: 12px; }
    section { display: grid; gap: 8px; padding: 12px 16px 16px; }
    .chips { display: flex; flex-wrap: wrap; gap: 8px; }
    .who { color: var(--text); }
    .demand { display: flex; align-items: center; gap: 12px; padding: 12px 16px; border-color: var(--warn); }
    .demand .icon { color: var(--warn); } .demand b { font-weight: 600; }
    .late { border-color: var(--fault); } .late .icon, .late .num { color: var(--fault); }
    .track { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 4px; }
    .track li { display: grid; gap: 2px; padding-top: 10px; border-top: 4px solid var(--line-soft); color: var(--muted); font-size: 14px; line-height: 1.3; }
    .track .done { border-color: var(--live); color: var(--text); }
    .code { display: grid; justify-items: center; gap: 12px; text-align: center; }
    .code img { width: min(100%, 320px); border-radius: var(--radius); }
    .code .num { font-size: 40px; font-weight: 600; letter-spacing: 0.1em; }
    ul { display: grid; gap: 8px; }
    ul li { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; }
  `];
}

function track(visit: serve.Visit) {
  const reached = STAGES.indexOf(visit.stage as (typeof STAGES)[number]);
  return html`<ol class="track">${STAGES.map((stage, index) => html`<li class=${index <= reached && (visit[stage] || index === reached) ? "done" : ""}><span>${word([`serve.stage.${stage}`], stage)}</span><span class="num">${moment(visit[stage])}</span></li>`)}</ol>`;
}

function complained(one: serve.Complaint) {
  return html`<p><span class="chip ${one.answered ? "live" : "warn"} num">${one.score} / 5</span> ${one.text}</p>
    <p class="muted">${one.answered ? [one.answer, one.person, moment(one.answered)].filter(Boolean).join(" · ") : t("ui.serve.by", { when: moment(one.due) })}</p>`;
}

define("au-ticket-service", TicketService);
