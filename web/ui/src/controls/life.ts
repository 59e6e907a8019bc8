/** The line under a control that says how far its wish has come, or how old its value is. */
import { css, html, nothing } from "lit";
import { agoSeconds } from "../core/ages.ts";
import { t } from "../core/i18n.ts";
import { lifeOf, lifeTopics, type Life } from "../core/life.ts";
import { pointOf } from "../core/model.ts";
import { set } from "../core/orders.ts";
import { valueName } from "../core/words.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import "../parts/press.ts";

class LifeLine extends Au {
  static override properties = { ref: {}, short: { type: Boolean }, bare: { type: Boolean } };
  ref = "";
  /** Only the mood, without values: the place is small. */
  short = false;
  /** Nothing to press: the line stands inside a button. */
  bare = false;

  protected override topics() {
    return this.ref ? lifeTopics(this.ref) : [];
  }

  override render() {
    const life = lifeOf(this.ref);
    switch (life.mood) {
      case "calm": return nothing;
      case "pending": return html`<span class="pending-text num">${this.pending(life)}</span>`;
      case "failed": return html`<span class="fault-text">${life.order!.why || t("ui.order.failed")}</span>${this.again(life)}`;
      case "unsent": return html`<span class="warn-text">${t("ui.order.unsent")}</span>`;
      case "unverifiable": return html`<span class="muted">${t("ui.order.unverifiable")}</span>`;
      case "unknown": return html`<span class="stale-text">${t("ui.value.unread")}</span>`;
      case "stale": return html`<span class="stale-text age num">${icon("clock")}${life.seconds === null ? t("ui.value.stale") : agoSeconds(life.seconds)}</span>`;
    }
  }

  private pending(life: Life): string {
    const point = pointOf(this.ref);
    const wish = this.short ? "" : `→ ${valueName(point, life.wished)}`;
    const took = life.seconds !== null && life.seconds >= 1 ? t("ui.span.s", { n: life.seconds }) : "";
    const left = life.left !== null ? t("ui.order.left", { n: life.left }) : "";
    const now = this.short ? "" : t("ui.order.still", { value: valueName(point, life.confirmed) });
    return [wish, now, took, left].filter(Boolean).join(" · ");
  }

  private again(life: Life) {
    if (this.short || this.bare) return nothing;
    return html`<au-press kind="quiet" @act=${() => set(this.ref, life.order!.value)}>${t("ui.retry")}</au-press>`;
  }

  static override styles = [Au.styles, css`
    :host { display: flex; align-items: center; gap: 8px; flex-wrap: wrap; font-size: 14px; line-height: 1.3; }
    :host(:empty) { min-height: 0; }
    .age { display: inline-flex; align-items: center; gap: 4px; }
    .age .icon { width: 15px; height: 15px; }
  `];
}

define("au-life", LifeLine);
