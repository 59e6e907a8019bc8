/** One device as a card: who it is, how it is, the values that matter; opens its page. */
import { css, html, nothing } from "lit";
import { agoSeconds } from "../core/ages.ts";
import { ageOf } from "../core/clock.ts";
import { said, word } from "../core/i18n.ts";
import { lifeOf } from "../core/life.ts";
import { linkOf, model, state } from "../core/model.ts";
import { href } from "../core/router.ts";
import { faultsOf } from "../core/severity.ts";
import { brief, counts, keyRefs, standingOf } from "../core/summary.ts";
import type { Device } from "../core/types.ts";
import { Au, define } from "../parts/element.ts";
import { deviceIcon, icon } from "../parts/icon.ts";

class Card extends Au {
  static override properties = { device: {} };
  device = "";

  protected override topics() {
    const ticks = this.device && model.devices.has(this.device) && standingOf(model.devices.get(this.device)!) !== "normal";
    return [`d/${this.device}`, "devices", "faults", "wire", "orders", ...(ticks ? ["tick"] : [])];
  }

  override render() {
    const device = model.devices.get(this.device);
    if (!device) return nothing;
    const look = standingOf(device);
    const worst = faultsOf(device.id)[0];
    return html`<a class=${look} href=${href("devices", device.id)}>
      ${icon(deviceIcon(new Set(device.points.map((point) => point.key))))}
      <span class="grow"><span class="name cut">${said(device.name)}</span>
        ${look === "fault" && worst ? html`<span class="fault-text two">${said(worst.title)}</span>` : this.values(device, look)}</span>
      ${look === "stale" ? html`<i class="mark num">${this.age(device)}</i>` : look === "fault" ? html`<i class="mark fault-text">${icon("faults")}</i>` : look === "lost" ? html`<i class="mark">${icon("unlink")}</i>` : nothing}</a>`;
  }

  private values(device: Device, look: string) {
    if (look === "lost") return html`<span class="val cut">${word([`value.link.${linkOf(device.id)}`], linkOf(device.id))} · ${this.age(device)}</span>`;
    const parts = [...keyRefs(device).map(brief), ...counts(device)];
    const pending = keyRefs(device).some((ref) => lifeOf(ref).mood === "pending");
    const lines = parts.some((part) => part.includes("←")) ? parts.slice(0, 2) : [parts.slice(0, 2).join(" · ")];
    return html`${lines.map((line) => html`<span class="val cut num ${pending ? "pending-text" : ""}">${line}</span>`)}`;
  }

  /** When the device was last heard, by any of its values. */
  private age(device: Device): string {
    const at = ageOf(state(keyRefs(device)[0] ?? `${device.id}/link`).at) ?? (performance.now() - model.lostAt) / 1000;
    return agoSeconds(at);
  }

  static override styles = [Au.styles, css`
    :host { display: grid; grid-template-columns: minmax(0, 1fr); min-width: 0; }
    a { display: flex; align-items: center; gap: 12px; min-height: calc(68px * var(--u)); padding: 8px 12px; border: 1px solid var(--line-soft); border-radius: var(--radius); background: var(--surface); }
    a > .icon { color: var(--muted); }
    .name { display: block; font-weight: 600; line-height: 1.3; }
    .val { display: block; font-size: 14px; color: var(--muted); line-height: 1.35; }
    .val.pending-text { color: var(--pending); }
    .two { font-size: 14px; line-height: 1.3; }
    .fault { border: 2px solid var(--fault); background: var(--fault-tint); }
    .lost, .stale { border-style: dotted; border-color: var(--line); }
    .lost .name, .stale .name, .stale .val, .lost .val { color: var(--stale); }
    .pending { border: 2px dashed var(--pending); }
    .mark { color: var(--stale); font-style: normal; font-size: 14px; white-space: nowrap; }
    .mark.fault-text { color: var(--fault); }
    @media (hover: hover) { a:hover { background: var(--raised); } a.fault:hover { background: #341a19; } }
  `];
}

define("au-card", Card);
