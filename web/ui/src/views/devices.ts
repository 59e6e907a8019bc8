/** Devices: worst first, searched by name; the chosen one with all its controls beside it. */
import { css, html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { said, t } from "../core/i18n.ts";
import { model } from "../core/model.ts";
import { chosen, href } from "../core/router.ts";
import { devicesByNeed } from "../core/summary.ts";
import type { Device } from "../core/types.ts";
import { split } from "../style/split.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import "../hall/card.ts";
import "./device.ts";

class Devices extends Au {
  static override properties = { search: { state: true } };
  search = "";

  protected override topics() {
    return ["place", "devices", "faults", "links", "wire"];
  }

  override render() {
    const id = chosen("devices");
    const all = devicesByNeed().filter((one) => matches(one, this.search));
    return html`<div class="split ${id ? "chosen" : ""}">
      <div class="side"><h2 class="sr">${t("ui.page.devices")}</h2>
        <label class="search">${icon("search")}<input type="search" placeholder=${t("ui.device.search")} aria-label=${t("ui.device.search")} @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)} /></label>
        ${all.length === 0 ? html`<p class="empty">${t("ui.device.none")}</p>` : html`<div class="list">${repeat(all, (one) => one.id, (one) => html`<au-card .device=${one.id} class=${one.id === id ? "here" : ""}></au-card>`)}</div>`}</div>
      <div class="detail">${id ? html`<au-press class="back" kind="quiet" @act=${() => (location.hash = href("devices"))}>${icon("back")}${t("ui.page.devices")}</au-press>
        ${model.devices.has(id) ? html`<au-device .device=${id}></au-device>` : html`<p class="empty">${t(model.hall ? "ui.device.none" : "ui.loading")}</p>`}` : html`<p class="empty">${icon("devices")}${t("ui.choose")}</p>`}</div></div>`;
  }

  static override styles = [Au.styles, split, css`
    .search { display: flex; align-items: center; gap: 8px; height: var(--touch); padding: 0 0 0 14px; margin-bottom: 12px; border: 1px solid var(--line); border-radius: var(--radius); color: var(--muted); }
    .search:focus-within { outline: 2px solid var(--text); outline-offset: 2px; }
    .search input { flex: 1; min-width: 0; height: var(--touch); margin: -1px 0; border: 0; outline: 0; background: none; color: var(--text); font: inherit; }
    .here { outline: 2px solid var(--text); outline-offset: -1px; border-radius: var(--radius); }
  `];
}

function matches(device: Device, search: string): boolean {
  const text = [device.id, said(device.name), device.driver, said(device.area), device.address].join(" ").toLowerCase();
  return search.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

define("au-devices", Devices);
