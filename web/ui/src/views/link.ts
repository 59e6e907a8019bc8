/** The conversation with a device in figures: state and since when, the next step when it is lost, the counters. */
import { css, html, nothing } from "lit";
import { ago } from "../core/ages.ts";
import { get } from "../core/http.ts";
import { said, t, word, type Key } from "../core/i18n.ts";
import { linkOf, model } from "../core/model.ts";
import type { Device, Link } from "../core/types.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";

const COUNTERS = ["sent", "heard", "errors", "reconnects", "noise"] as const;
const EVERY = 3000;

class LinkPanel extends Au {
  static override properties = { device: {}, fresh: { state: true } };
  device = "";
  fresh: Device | null = null;
  private timer: ReturnType<typeof setInterval> | undefined;

  protected override topics() {
    return ["devices", "wire", `p/${this.device}/link`, "tick"];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => void this.look(), EVERY);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("device")) void this.look();
  }

  private async look(): Promise<void> {
    if (model.wire !== "up" || document.hidden) return;
    const device = this.device;
    const fresh = await get<Device>(`devices/${device}`).catch(() => null);
    if (fresh && device === this.device) this.fresh = fresh;
  }

  override render() {
    const device = this.fresh?.id === this.device ? this.fresh : model.devices.get(this.device);
    if (!device) return nothing;
    const link: Partial<Link> = device.link ?? {};
    const now = linkOf(device.id);
    return html`<div class="card"><div class="state ${now === "up" ? "" : "bad"}">${icon(now === "up" ? "link" : "unlink")}<div class="grow"><p><b>${word([`value.link.${now}`], now)}</b>
        <span class="muted num">${link.since ? ago(link.since) : ""}</span></p>${now !== "up" && link.sentence ? html`<p>${said(link.sentence)}</p>` : nothing}</div>
        ${link.rtt_ms != null ? html`<span class="num muted">${link.rtt_ms.toFixed(1)} ms</span>` : nothing}</div>
      <dl class="facts"><dt>${t("ui.link.address")}</dt><dd class="mono">${device.address ?? "–"}</dd>
        ${Object.entries(device.identity ?? {}).filter(([, value]) => value).map(([key, value]) => html`<dt>${word([`point.${key}`], key)}</dt><dd>${value}</dd>`)}</dl>
      <div class="counters">${COUNTERS.map((key) => html`<div><b class="num">${link[key] ?? 0}</b><span>${t(`ui.link.${key}` as Key)}</span></div>`)}</div></div>`;
  }

  static override styles = [Au.styles, css`
    .card { display: grid; gap: 14px; padding: 14px 16px; }
    .state { display: flex; gap: 12px; align-items: flex-start; }
    .bad .icon, .bad b { color: var(--warn); }
    .mono { font-family: var(--mono); font-size: 14px; }
    .counters { display: grid; grid-template-columns: repeat(auto-fit, minmax(84px, 1fr)); gap: 8px; border-top: 1px solid var(--line-soft); padding-top: 12px; }
    .counters div { display: grid; }
    .counters b { font-size: 18px; }
    .counters span { font-size: 14px; color: var(--muted); line-height: 1.2; }
  `];
}

define("au-link", LinkPanel);
