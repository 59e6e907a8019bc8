/** One device, its panel made from what its driver says it has. */
import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { said, t, word, type Key } from "../core/i18n.ts";
import { barrier } from "../core/life.ts";
import { model } from "../core/model.ts";
import { isArray, shown } from "../core/places.ts";
import { href } from "../core/router.ts";
import { faultsOf } from "../core/severity.ts";
import { standingOf } from "../core/summary.ts";
import type { Device, Point } from "../core/types.ts";
import { deviceName, keyName } from "../core/words.ts";
import { split } from "../style/split.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import "../controls/actions.ts";
import "../controls/control.ts";
import "../controls/point.ts";
import "../controls/reading.ts";
import "./link.ts";
import "./trace.ts";

class DeviceDetail extends Au {
  static override properties = { device: {}, tracing: { state: true } };
  device = "";
  tracing = false;

  protected override topics() {
    return ["devices", "hall", "faults", "wire", `p/${this.device}/link`];
  }

  override render() {
    const device = model.devices.get(this.device);
    if (!device) return nothing;
    const points = device.points.filter(shown);
    const why = barrier(`${device.id}/link`);
    return html`<div class="top"><div class="grow"><h2>${said(device.name)}</h2><div class="chips">${this.chips(device)}</div></div></div>
      ${why ? html`<p class="why">${icon("lock")}${t(why)}</p>` : nothing}
      ${this.singles(device, points.filter((one) => one.settable && !isArray(one)))}
      ${this.arrays(device, points.filter((one) => one.settable && isArray(one) && !inLanes(one, points)))}
      ${device.actions?.length ? html`<section><h3 class="head">${t("ui.device.actions")}</h3><au-actions .device=${device.id}></au-actions></section>` : nothing}
      ${this.readings(device, points.filter((one) => !one.settable && !isArray(one)))}
      ${this.arrays(device, points.filter((one) => !one.settable && isArray(one)))}
      <section><h3 class="head">${t("ui.device.link")}</h3><au-link .device=${device.id}></au-link></section>
      <section>${this.tracing ? html`<au-trace .device=${device.id}></au-trace>` : html`<au-press @act=${() => (this.tracing = true)}>${icon("wave")}${t("ui.trace.show")}</au-press>`}</section>`;
  }

  private chips(device: Device) {
    const look = standingOf(device);
    const faults = faultsOf(device.id);
    return html`<span class="chip ${look === "fault" ? "fault" : look === "normal" ? "" : look === "pending" ? "pending" : "stale"}">${t(`ui.standing.${look}` as Key)}</span>
      <span class="chip">${said(device.title) || device.driver}</span>
      ${said(device.area) ? html`<span class="chip">${word([`ui.area.${said(device.area)}`], said(device.area))}</span>` : nothing}
      ${faults.map((one) => html`<a class="chip fault tall" href=${href("faults", one.id)}>${icon("faults")}${said(one.title)}</a>`)}
      ${(device.fed_by ?? []).map(feed)}`;
  }

  private singles(device: Device, points: Point[]) {
    if (points.length === 0) return nothing;
    return html`<section class="grid">${repeat(points, (one) => `${device.id}/${one.key}`, (one) => html`<div class="one"><h3 class="head">${keyName(one.key, one)}</h3>
      <au-control .ref="${device.id}/${one.key}"></au-control></div>`)}</section>`;
  }

  private readings(device: Device, points: Point[]) {
    if (points.length === 0) return nothing;
    return html`<section><h3 class="head">${t("ui.device.readings")}</h3><div class="readings">${repeat(points, (one) => `${device.id}/${one.key}`, (one) => html`<au-reading .ref="${device.id}/${one.key}"></au-reading>`)}</div></section>`;
  }

  private arrays(device: Device, points: Point[]) {
    return repeat(points, (one) => `${device.id}/${one.key}`, (one) => html`<section><au-point .device=${device.id} .key=${one.key}></au-point></section>`);
  }

  static override styles = [Au.styles, split, css`
    :host { height: auto; }
    .tall { min-height: 48px; border-radius: 24px; padding: 0 16px; white-space: normal; }
    .chip.tall:not(.fault) { color: var(--text); }
    .why { display: flex; gap: 8px; align-items: center; padding: 10px 14px; border: 1px dotted var(--line); border-radius: var(--radius); color: var(--stale); }
    .readings { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 8px; }
    .one { min-width: 0; }
    section.grid { margin-top: 8px; }
    .head { margin-bottom: 6px; }
  `];
}

/** What it gets its power from: an outlet of a device, or something that is only known by name. */
function feed(ref: string) {
  const [id = "", , ...place] = ref.split("/");
  const name = html`${icon("outlet")}${[deviceName(id), ...place].join(" ")}`;
  return model.devices.has(id) ? html`<a class="chip tall" href=${href("devices", id)}>${name}</a>` : html`<span class="chip">${name}</span>`;
}

/** A mute stands in its fader's lane, not a second time below. */
const inLanes = (point: Point, all: Point[]): boolean => point.key.endsWith("mute") && all.some((one) => one.key.endsWith("fader") && one.key.replace("fader", "mute") === point.key);

define("au-device", DeviceDetail);
