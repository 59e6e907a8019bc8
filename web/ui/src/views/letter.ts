/** One message to one receiver: who, by which way, how it fares; one that was given up can be tried again. */
import { css, html, nothing } from "lit";
import { get, post } from "../core/http.ts";
import { dateOf, timeOfDay } from "../core/format.ts";
import { said, t, word } from "../core/i18n.ts";
import { mayWrite, model } from "../core/model.ts";
import type { Letter, Letters } from "../core/telling.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import { toast, whyOf } from "../parts/toasts.ts";
import "../parts/press.ts";

/** What people were told: all of it, of a state, or about a ticket. */
export const fetchLetters = (query = ""): Promise<Letters | null> => get<Letters>(`notifications${query}`).catch(() => null);

/** While something is on its way, its end is asked for soon. */
export function soon(told: Letters | null, again: () => void): void {
  if (told?.letters.some((one) => one.state === "sending")) setTimeout(again, 1000);
}

const LOOKS: Record<string, string> = { sent: "live", dead: "fault", waiting: "pending", sending: "pending" };

class LetterRow extends Au {
  static override properties = { letter: { attribute: false }, busy: { state: true } };
  letter: Letter | null = null;
  busy = false;

  protected override topics() {
    return ["hall", "wire"];
  }

  override render() {
    const one = this.letter;
    if (!one) return nothing;
    const zone = model.hall?.timezone;
    const at = one.changed ?? one.since;
    return html`<div class="letter"><div class="grow">
        <p><b>${said(one.who)}</b> <span class="muted">${[one.channel, one.to].filter(Boolean).join(" · ")}</span></p>
        ${one.lines.map((line) => html`<p class="line">${line}</p>`)}
        <p class="muted small num">${dateOf(at, zone)} ${timeOfDay(at, zone)}${one.tries > 1 ? ` · ${t("ui.letters.tries", { n: one.tries })}` : ""}${one.repeats ? ` · ${t("ui.letters.repeats", { n: one.repeats })}` : ""}</p>
        ${one.state === "sent" ? nothing : html`<p class="small why">${one.answer}</p>`}</div>
      <div class="end"><span class="chip ${LOOKS[one.state] ?? ""}">${one.urgent ? icon("faults") : nothing}${word([`ui.letters.state.${one.state}`], one.state)}</span>
        ${one.state === "dead" && mayWrite() ? html`<au-press ?disabled=${this.busy || model.wire !== "up"} @act=${() => void this.again(one)}>${t("ui.letters.retry")}</au-press>` : nothing}</div></div>`;
  }

  private async again(one: Letter): Promise<void> {
    this.busy = true;
    try {
      await post(`notifications/${one.key}/retry`);
      this.dispatchEvent(new CustomEvent("moved", { bubbles: true, composed: true }));
    } catch (error) {
      toast(whyOf(error), true);
    }
    this.busy = false;
  }

  static override styles = [Au.styles, css`
    .letter { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: flex-start; padding: 12px 16px; }
    .line { overflow-wrap: anywhere; }
    .small { font-size: 14px; line-height: 1.4; }
    .why { color: var(--muted); overflow-wrap: anywhere; }
    .end { display: grid; justify-items: end; gap: 8px; }
  `];
}

define("au-letter", LetterRow);
