/** Why a ticket waits for its customer, by whose word and until when; and what is asked of a second person. */
import { css, html, nothing, type TemplateResult } from "lit";
import { dateOf, timeOfDay } from "../core/format.ts";
import { t, word, type Key } from "../core/i18n.ts";
import { model } from "../core/model.ts";
import * as serve from "../core/service.ts";
import type { Ticket } from "../core/types.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import "./ticket-acts.ts";

const moment = (at: string | null): string => at ? `${dateOf(at, model.hall?.timezone)} ${timeOfDay(at, model.hall?.timezone)}` : "";

class TicketWait extends Au {
  static override properties = { ticket: { attribute: false } };
  ticket: Ticket | null = null;

  protected override topics() {
    return ["wire"];
  }

  override render() {
    const { wait, asked } = this.ticket?.service ?? {};
    return html`${wait ? this.waits(wait) : nothing}${asked ? this.asks(asked) : nothing}`;
  }

  private waits(wait: serve.Wait) {
    return html`<section class="card"><h3 class="head">${t("ui.wait")}${wait.long ? html`<span class="chip warn">${icon("clock")}${t("ui.wait.long")}</span>` : nothing}</h3>
      <p>${word([`ui.pause.${wait.reason}`], wait.reason ?? "")}</p>
      ${this.facts(wait, [["ui.wait.since", moment(wait.began)], ["ui.wait.by", wait.by], ["ui.wait.approved_by", wait.approved_by]])}</section>`;
  }

  private asks(asked: serve.Asked) {
    const acts = [serve.approve(asked.seq), serve.refuse(asked.seq)].filter((one) => this.ticket!.may?.includes(one.when));
    const what = asked.to === "cancelled" ? `${word(["ui.ticket.state.cancelled"], asked.to)} · ${asked.reason ?? ""}` : word([`ui.pause.${asked.reason}`], asked.reason ?? "");
    return html`<section class="card asked" role="status"><h3 class="head">${t("ui.wait.asked")}</h3><p>${what}</p>
      ${this.facts(asked, [["ui.wait.by", asked.by]])}
      ${acts.length ? html`<au-ticket-acts .no=${String(this.ticket!.no)} .acts=${acts}></au-ticket-acts>` : nothing}</section>`;
  }

  private facts(one: serve.Wait | serve.Asked, more: [Key, string | null][]) {
    const rows: [Key, string | TemplateResult | null][] = [["ui.wait.asked_by", one.asked_by], ["ui.wait.evidence", one.evidence], ["ui.wait.file", one.file ? this.file(one.file) : null], ["ui.wait.until", moment(one.until)], ...more];
    return html`<dl class="facts">${rows.filter(([, said]) => said).map(([name, said]) => html`<dt>${t(name)}</dt><dd>${said}</dd>`)}</dl>`;
  }

  /** A photo opens; a mail stands in the story. */
  private file(seq: number): TemplateResult {
    const photo = this.ticket?.entries?.some((one) => one.seq === seq && one.kind === "photo");
    return photo ? html`<a class="chip" href=${`/api/v1/tickets/${this.ticket!.no}/photos/${seq}`} target="_blank" rel="noopener">#${seq}</a>` : html`#${seq}`;
  }

  static override styles = [Au.styles, css`
    :host { display: grid; gap: 12px; }
    section { display: grid; gap: 8px; padding: 12px 16px 16px; }
    .asked { border-color: var(--warn); }
    dd { overflow-wrap: anywhere; }
    a.chip { min-height: 48px; min-width: 48px; justify-content: center; }
  `];
}

define("au-ticket-wait", TicketWait);
