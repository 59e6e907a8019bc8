/** Who was told of a ticket, and which parts of its promises have passed. */
import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { t, word } from "../core/i18n.ts";
import { mayWrite, model } from "../core/model.ts";
import type { Letters, Threshold } from "../core/telling.ts";
import { Au, define } from "../parts/element.ts";
import { fetchLetters, soon } from "./letter.ts";

class Told extends Au {
  static override properties = { no: {}, thresholds: { attribute: false }, told: { state: true } };
  no = "";
  thresholds: Threshold[] = [];
  told: Letters | null = null;
  private seen = "";

  protected override topics() {
    return [`tickets/${this.no}`];
  }

  override willUpdate(): void {
    const mark = `${this.no} ${JSON.stringify(model.world.tickets.get(this.no) ?? null)} ${this.thresholds.length}`;
    if (mark === this.seen) return;
    this.seen = mark;
    void this.load(this.no);
  }

  private async load(no: string): Promise<void> {
    const told = !mayWrite() ? null : await fetchLetters(`?ticket=${no}`);
    if (no !== this.no) return;
    this.told = told;
    if (this.isConnected) soon(told, () => void this.load(no));
  }

  override render() {
    const letters = this.told?.letters ?? [];
    const waiting = this.told?.queued.length ?? 0;
    if (!letters.length && !waiting && !this.thresholds.length) return nothing;
    return html`<section><h3 class="head">${t("ui.letters.told")}</h3>
      <div class="chips">${this.thresholds.map((one) => html`<span class="chip num ${one.percent >= 100 && !one.plan ? "fault" : one.percent >= 80 ? "warn" : ""}">${passed(one)}</span>`)}
        ${waiting ? html`<span class="chip pending num">${t("ui.letters.queued", { n: waiting })}</span>` : nothing}</div>
      ${letters.length ? html`<div class="card list" @moved=${() => void this.load(this.no)}>${repeat(letters, (one) => one.key, (one) => html`<au-letter .letter=${one}></au-letter>`)}</div>` : nothing}</section>`;
  }

  static override styles = [Au.styles, css`
    section { margin-top: 24px; }
    .chips { display: flex; flex-wrap: wrap; gap: 6px; margin: 6px 0; }
    au-letter + au-letter { display: block; border-top: 1px solid var(--line-soft); }
  `];
}

function passed(one: Threshold): string {
  const clock = word([`ui.clock.${one.clock}`], one.clock);
  if (one.plan) return t("ui.threshold.plan", { clock });
  const late = one.late_s > 0;
  return late ? t("ui.threshold.late", { clock, percent: one.percent, late: one.late_s }) : t("ui.threshold", { clock, percent: one.percent });
}

define("au-told", Told);
