/** What may be done to a ticket now: a button each, and a sheet with the few words that it takes. */
import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { actsOf, bodyOf, type Act } from "../core/desk.ts";
import { post } from "../core/http.ts";
import { t } from "../core/i18n.ts";
import { model } from "../core/model.ts";
import { Au, define } from "../parts/element.ts";
import { field, fieldStyles, missing, valueIn } from "../parts/field.ts";
import { toast, whyOf } from "../parts/toasts.ts";
import "../parts/press.ts";
import "../parts/sheet.ts";

class TicketActs extends Au {
  static override properties = { no: {}, files: { attribute: false }, may: { attribute: false }, stands: {}, acts: { attribute: false }, act: { state: true }, busy: { state: true } };
  no = "";
  may: string[] = [];
  /** The entries that hold a photo or a mail: what may show why a ticket waits. */
  files: number[] = [];
  stands = "";
  /** Which are offered; all that the ticket takes where nobody says. The first of a given list is the next step. */
  acts: Act[] | null = null;
  act: Act | null = null;
  busy = false;

  protected override topics() {
    return ["wire", "scenes"];
  }

  override render() {
    const acts = this.acts ?? actsOf(this.may, this.stands);
    if (acts.length === 0) return nothing;
    const shut = this.busy || model.wire !== "up";
    const kind = (one: Act): string => (this.acts && one === acts[0] && acts.length > 1 ? "primary" : "plain");
    const offered = html`<div class="acts">${repeat(acts, (one) => one.id, (one) => html`<au-press kind=${kind(one)} ?disabled=${model.wire !== "up"} @act=${() => this.begin(one)}>${t(one.label)}</au-press>`)}</div>`;
    return html`${this.acts ? offered : html`<section><h3 class="head">${t("ui.act")}</h3>${offered}</section>`}
      <au-sheet heading=${this.act ? t(this.act.label) : ""} .open=${this.act !== null} @shut=${() => (this.act = null)}>
        ${this.act ? html`<form class="form" @submit=${(event: Event) => event.preventDefault()}>${this.act.fields.map((one) => field(one.words === "files" ? { ...one, values: this.files.map(String) } : one))}
          <au-press kind="primary" ?disabled=${shut} @act=${() => void this.send(this.act!)}>${t("ui.act.do")}</au-press></form>` : nothing}</au-sheet>`;
  }

  private begin(act: Act): void {
    if (act.fields.length > 0) this.act = act;
    else if (!this.busy) void this.send(act);
  }

  private async send(act: Act): Promise<void> {
    const empty = missing(this.renderRoot);
    if (act.fields.length && empty) return empty.focus();
    this.busy = true;
    try {
      const body = { ...act.body, ...bodyOf(act.fields, (name) => valueIn(this.renderRoot, name)) };
      await post(`tickets/${this.no}/${act.path ?? "entries"}`, body);
      if (this.act === act) this.act = null; // the next sheet may be open by now
      this.dispatchEvent(new CustomEvent("moved", { bubbles: true, composed: true }));
    } catch (error) {
      toast(whyOf(error), true);
    }
    this.busy = false;
  }

  static override styles = [Au.styles, fieldStyles, css`
    section { margin-top: 24px; }
    .acts { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 6px; }
  `];
}

define("au-ticket-acts", TicketActs);
