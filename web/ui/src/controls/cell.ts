/** One place of an array: a tile that toggles (an outlet, a mute), or a small read-only value. */
import { css, html } from "lit";
import { act } from "../core/actions.ts";
import { t } from "../core/i18n.ts";
import { barrier, lifeOf, lifeTopics } from "../core/life.ts";
import { model, pointOf } from "../core/model.ts";
import { deviceName, placeName, refName, riskOf, split, valueName } from "../core/words.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import type { Press } from "../parts/press.ts";
import "../parts/confirm.ts";
import "./life.ts";

class Cell extends Au {
  static override properties = { ref: {}, asking: { state: true } };
  ref = "";
  /** A value of class c that waits for its slide. */
  asking: boolean | string | null = null;

  protected override topics() {
    return lifeTopics(this.ref);
  }

  override render() {
    const point = pointOf(this.ref);
    if (!point) return html``;
    const { device, index } = split(this.ref);
    const life = lifeOf(this.ref);
    const name = placeName(point, index);
    const feeds = point.key === "outlet" ? model.devices.get(device)?.feeds?.[index[0]!] : undefined;
    const dim = life.old;
    const value = html`<span class="value num ${dim ? "stale-text" : ""}">${valueName(point, life.confirmed)}</span>`;
    if (!point.settable) return html`<div class="cell"><span class="name two">${name}</span>${value}<au-life short .ref=${this.ref}></au-life></div>`;
    const on = life.confirmed === true || life.confirmed === "on";
    const next = point.type === "bool" ? !on : on ? "off" : "on";
    const mute = point.key.includes("mute");
    const risk = riskOf(point, next);
    return html`<au-press kind=${mute ? "invert" : "plain"} risk=${risk === "c" ? "a" : risk} haspopup=${risk === "c" ? "dialog" : ""} .pressed=${on} ?on=${on && !dim} ?pending=${life.wished !== undefined}
        ?disabled=${barrier(this.ref) !== null} @act=${(event: Event) => this.toggle(next, event.target as Press)}>
        <span class="in"><span class="name two">${name}</span>${feeds ? html`<span class="feeds cut">${icon("link")}${deviceName(feeds)}</span>` : ""}
        <span class="line">${value}${risk === "b" ? html`<small>${t("ui.press.hold")}</small>` : ""}</span><au-life short .ref=${this.ref}></au-life></span></au-press>
      ${risk === "c" ? html`<au-confirm heading=${refName(this.ref)} text=${feeds ? t("ui.feeds", { name: deviceName(feeds) }) : ""} label="${name} → ${valueName(point, next)}"
        .open=${this.asking !== null} @shut=${() => (this.asking = null)} @act=${() => this.give(this.asking!)}></au-confirm>` : ""}`;
  }

  private toggle(value: boolean | string, button: Press): void {
    if (lifeOf(this.ref).wished !== undefined) return button.nudge();
    if (riskOf(pointOf(this.ref)!, value) === "c") this.asking = value;
    else this.give(value);
  }

  private give(value: boolean | string): void {
    const point = pointOf(this.ref)!;
    act(placeName(point, split(this.ref).index), [{ ref: this.ref, value }]);
  }

  static override styles = [Au.styles, css`
    :host { display: grid; min-width: 0; }
    .cell { display: grid; align-content: center; gap: 2px; min-height: var(--normal); padding: 8px 12px; border: 1px solid var(--line-soft); border-radius: var(--radius); background: var(--bg); }
    au-press { min-height: calc(80px * var(--u)); --press-align: left; --press-pad: 8px 12px; }
    .in { display: grid; gap: 2px; width: 100%; min-width: 0; }
    .name { font-size: 14px; line-height: 1.3; opacity: 0.85; font-weight: 400; overflow-wrap: anywhere; }
    .line { display: flex; justify-content: space-between; align-items: baseline; gap: 8px; }
    small { font-size: 14px; font-weight: 400; opacity: 0.8; }
    .value { font-weight: 600; }
    .feeds { display: flex; align-items: center; gap: 4px; font-size: 14px; font-weight: 400; }
    .feeds .icon { width: 15px; height: 15px; }
  `];
}

define("au-cell", Cell);
