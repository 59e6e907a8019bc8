/** Tickets: the open ones first, each with the clock that presses most; the chosen one in full beside it. */
import { css, html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { serverNow } from "../core/clock.ts";
import { ago } from "../core/ages.ts";
import { said, t, word } from "../core/i18n.ts";
import { chosen, href } from "../core/router.ts";
import { isOpen, ticketsListed } from "../core/severity.ts";
import type { Clock, Ticket } from "../core/types.ts";
import { deviceName } from "../core/words.ts";
import { split } from "../style/split.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import { leftOf } from "./sla.ts";
import { mayWrite } from "../core/model.ts";
import "./report.ts";
import "./search.ts";
import "./ticket.ts";

class Tickets extends Au {
  protected override topics() {
    return ["place", "tickets", "devices", "tick"];
  }

  override render() {
    const id = chosen("tickets");
    const all = ticketsListed();
    return html`<div class="split ${id ? "chosen" : ""}">
      <div class="side"><h2 class="sr">${t("ui.page.tickets")}</h2>${mayWrite() ? html`<a class="new" href=${href("tickets", "new")}>${icon("plus")}${t("ui.report")}</a>` : ""}<au-search></au-search>${all.length === 0 ? html`<div class="empty">${icon("check")}<p>${t("ui.ticket.none")}</p></div>` : html`<ul class="list">${repeat(all, (one) => one.no, (one) => html`<li>${this.row(one, String(one.no) === id)}</li>`)}</ul>`}</div>
      <div class="detail">${id ? html`<au-press class="back" kind="quiet" @act=${() => (location.hash = href("tickets"))}>${icon("back")}${t("ui.page.tickets")}</au-press>${id.startsWith("new") ? html`<au-report .fault=${id.slice(4)}></au-report>` : html`<au-ticket .no=${id}></au-ticket>`}` : html`<p class="empty">${icon("tickets")}${t(all.length ? "ui.choose" : "ui.ticket.none")}</p>`}</div></div>`;
  }

  private row(ticket: Ticket, current: boolean) {
    const clock = pressing(ticket);
    return html`<a class="item ${isOpen(ticket) ? "" : "over"}" href=${href("tickets", ticket.no)} aria-current=${current ? "true" : "false"}>
      <span class="grow"><small class="num">#${ticket.no} · ${word([`ui.ticket.state.${ticket.state}`], ticket.state)}</small><span class="title two">${said(ticket.title)}</span>
      <small class="num">${[ticket.device ? deviceName(ticket.device) : "", ago(ticket.received ?? ticket.opened)].filter(Boolean).join(" · ")}</small>${demanded(ticket)}</span>
      ${clock && isOpen(ticket) ? html`<span class="clock"><small>${word([`ui.clock.${clock.name}`], clock.name)}</small><b><au-sla short .clock=${clock}></au-sla></b></span>` : ""}</a>`;
  }

  static override styles = [Au.styles, split, css`
    .clock { text-align: right; max-width: 38%; }
    .new { display: flex; align-items: center; justify-content: center; gap: 8px; min-height: var(--touch); margin-bottom: 8px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--raised); font-weight: 600; }
    .over .title { font-weight: 400; color: var(--muted); }
  `];
}

/** What somebody has to do for it now, the most overdue first. */
function demanded(ticket: Ticket) {
  const one = [...(ticket.demands ?? [])].sort((a, b) => Number(b.overdue) - Number(a.overdue))[0];
  return one ? html`<span class="chip ${one.overdue ? "fault" : "warn"}">${word([`serve.demand.${one.what}`], one.what)}${one.overdue ? ` · ${t("ui.serve.overdue")}` : ""}</span>` : "";
}

/** The running clock with the least time left. */
export function pressing(ticket: Ticket): Clock | undefined {
  const running = (ticket.clocks ?? []).filter((one) => one.state === "running" || one.state === "breached" || one.state === "paused");
  return running.sort((a, b) => leftOf(a, serverNow()) - leftOf(b, serverNow()))[0];
}

define("au-tickets", Tickets);
