/** What a ticket hangs together with, and the work-around that holds: links, and a button for its scene. */
import { css, html, nothing } from "lit";
import { dateOf } from "../core/format.ts";
import { language, said, t } from "../core/i18n.ts";
import { mayOperate, model } from "../core/model.ts";
import { href } from "../core/router.ts";
import type { Ticket } from "../core/types.ts";
import { ask } from "../hall/scene-sheet.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import "../parts/press.ts";

class TicketKin extends Au {
  static override properties = { ticket: { attribute: false } };
  ticket: Ticket | null = null;

  protected override topics() {
    return ["scenes", "wire"];
  }

  override render() {
    const one = this.ticket;
    if (!one) return nothing;
    const lang = language() === "en" ? "en" : "zh";
    return html`<div class="kin">${one.recurrence_of ? link(one.recurrence_of, t("ui.ticket.recurs", { no: one.recurrence_of })) : nothing}
        ${(one.recurrences ?? []).map((no) => link(no, t("ui.ticket.again", { no })))}
        ${one.merged_into ? link(one.merged_into, t("ui.ticket.merged", { no: one.merged_into })) : nothing}
        ${(one.merged_from ?? []).map((no) => link(no, t("ui.ticket.has", { no })))}
        ${one.raised_from ? html`<span class="chip warn">${t("ui.ticket.raised")}</span>` : nothing}
        <a class="chip tall" target="_blank" rel="noopener" href=${`/api/v1/tickets/${one.no}/print?lang=${lang}`}>${t("ui.tickets.print")}</a></div>
      ${one.workaround ? this.held(one) : nothing}`;
  }

  private held(ticket: Ticket) {
    const held = ticket.workaround!;
    const scene = held.scene ? said(model.scenes.get(held.scene)?.name) || held.scene : "";
    const when = held.review ? dateOf(held.review, model.hall?.timezone) : "–";
    return html`<section class="card"><h3 class="head">${t("ui.workaround")}</h3><p>${held.what}</p><p class="muted num">${t("ui.workaround.by", { who: held.accepted_by, when })}</p>
      ${scene ? html`<au-press ?disabled=${!mayOperate() || model.wire !== "up"} @act=${() => void ask(`scenes/${held.scene}/run`)}>${icon("scene")}${t("ui.workaround.run", { scene })}</au-press>` : nothing}</section>`;
  }

  static override styles = [Au.styles, css`
    .kin { display: flex; flex-wrap: wrap; gap: 8px; margin-bottom: 12px; }
    .tall { min-height: 48px; border-radius: 24px; padding: 0 16px; color: var(--text); }
    section { display: grid; gap: 6px; padding: 12px 16px; margin-bottom: 12px; justify-items: start; border-color: var(--warn); }
  `];
}

const link = (no: number, text: string) => html`<a class="chip tall num" href=${href("tickets", no)}>${icon("link")}${text}</a>`;

define("au-ticket-kin", TicketKin);
