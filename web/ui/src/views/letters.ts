/** What leaves the house: what was given up first, then the rest; the desk's mailbox; the calendar that is missing. */
import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { get, post } from "../core/http.ts";
import { timeOfDay } from "../core/format.ts";
import { t, type Key } from "../core/i18n.ts";
import { mayLead, model } from "../core/model.ts";
import { href } from "../core/router.ts";
import type { Letters as Told } from "../core/telling.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import { toast, whyOf } from "../parts/toasts.ts";
import { fetchLetters, soon } from "./letter.ts";

const COUNTS = ["sent", "waiting", "dead", "repeats"] as const;
const AGAIN = 10_000;

class LettersPage extends Au {
  static override properties = { told: { state: true }, missing: { state: true } };
  told: Told | null = null;
  missing = "";
  private timer = 0;

  protected override topics() {
    return ["hall", "tickets", "session"];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
    void get<{ missing: string }>("calendars").then((found) => (this.missing = found.missing)).catch(() => undefined);
    this.timer = window.setInterval(() => void this.load(), AGAIN);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  private async load(): Promise<void> {
    this.told = (await fetchLetters()) ?? this.told;
    if (this.isConnected) soon(this.told, () => void this.load());
  }

  override render() {
    const told = this.told;
    const dead = told?.letters.filter((one) => one.state === "dead") ?? [];
    const rest = told?.letters.filter((one) => one.state !== "dead") ?? [];
    return html`<div class="page" @moved=${() => void this.load()}><a class="back" href=${href("more")}>${icon("back")}${t("ui.page.more")}</a>
      <h2>${t("ui.page.letters")}</h2>
      ${this.missing ? html`<p class="note warn-text">${icon("clock")}${t("ui.calendar.missing")}</p>` : nothing}
      ${told ? this.about(told) : html`<p class="empty">${t("ui.loading")}</p>`}
      ${dead.length ? html`<section><h3 class="head fault-text">${t("ui.letters.dead")}</h3>${list(dead)}</section>` : nothing}
      ${rest.length ? html`<section><h3 class="head">${t("ui.letters.all")}</h3>${list(rest)}</section>` : nothing}
      ${told && !told.letters.length ? html`<p class="empty">${icon("check")}${t("ui.letters.none")}</p>` : nothing}</div>`;
  }

  private about(told: Told) {
    const zone = model.hall?.timezone;
    return html`<div class="chips">${COUNTS.map((one) => html`<span class="chip num ${one === "dead" && told.counts[one] ? "fault" : ""}">${t(`ui.letters.count.${one}` as Key, { n: told.counts[one] ?? 0 })}</span>`)}
        ${told.counts.queued ? html`<span class="chip pending num">${t("ui.letters.queued", { n: told.counts.queued })}</span>` : nothing}</div>
      ${told.inbox?.trouble ? html`<p class="note fault-text">${icon("unlink")}${t("ui.letters.inbox", { trouble: told.inbox.trouble })}</p>` : told.inbox?.last ? html`<p class="muted num">${t("ui.letters.inbox_well", { at: timeOfDay(told.inbox.last, zone) })}</p>` : nothing}
      ${told.channels.length === 0 ? html`<p class="muted">${t("ui.letters.no_channels")}</p>` : mayLead() ? html`<div class="chips">${told.channels.filter((one) => one.kind !== "email").map((one) => html`<au-press kind="quiet" @act=${() => void this.test(one.name)}>${t("ui.letters.test")}: ${one.name}</au-press>`)}</div>` : nothing}`;
  }

  private async test(channel: string): Promise<void> {
    try {
      await post("notifications/test", { channel });
      toast(t("ui.letters.tested"));
      await this.load();
    } catch (error) {
      toast(whyOf(error), true);
    }
  }

  static override styles = [Au.styles, css`
    .page { display: grid; gap: 12px; max-width: 860px; margin: 0 auto; padding: var(--pad); }
    .back { display: inline-flex; align-items: center; gap: 4px; min-height: 48px; color: var(--text); }
    h2 { font-size: 24px; font-weight: 600; }
    .chips { display: flex; flex-wrap: wrap; gap: 6px; }
    .note { display: flex; gap: 8px; align-items: center; }
    section { margin-top: 8px; }
    au-letter + au-letter { display: block; border-top: 1px solid var(--line-soft); }
  `];
}

function list(letters: Told["letters"]) {
  return html`<div class="card">${repeat(letters, (one) => one.key, (one) => html`<au-letter .letter=${one}></au-letter>`)}</div>`;
}

define("au-letters", LettersPage);
