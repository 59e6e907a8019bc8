/** The worst fault nobody has seen to yet; one calm line when there is none. */
import { css, html, nothing } from "lit";
import { agoSeconds } from "../core/ages.ts";
import { timeOfDay } from "../core/format.ts";
import { said, t, type Key } from "../core/i18n.ts";
import { mayWrite, model } from "../core/model.ts";
import { href } from "../core/router.ts";
import { maintained, standing } from "../core/severity.ts";
import type { Fault } from "../core/types.ts";
import { upkeep, type Window } from "../core/upkeep.ts";
import { deviceName } from "../core/words.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import { ask } from "./scene-sheet.ts";
import "../views/sla.ts";

class Strip extends Au {
  protected override topics() {
    return ["faults", "tickets", "devices", "wire", "tick", "upkeep"];
  }

  override render() {
    const all = standing();
    return all.length > 0 ? this.fault(all[0]!, all.length - 1) : this.calm();
  }

  private calm() {
    if (model.wire !== "up") return html`<div class="calm stale">${icon("unlink")}<p>${t("ui.strip.unknown")}</p></div>`;
    const window = upkeep.windows.find((one) => one.running);
    if (window) return this.kept(window);
    const heard = agoSeconds(Math.max(0, (performance.now() - model.heard) / 1000));
    return html`<div class="calm">${icon("check")}<p class="num">${t("ui.strip.calm", { n: model.devices.size })}<span class="muted"> · ${t("ui.strip.heard", { ago: heard })}</span></p></div>`;
  }

  /** Somebody works here: what stands meanwhile calls nobody, and is not called calm either. */
  private kept(window: Window) {
    const what = window.what ? deviceName(window.what) : t("ui.upkeep.hall");
    const n = maintained().length;
    const until = window.until ? timeOfDay(window.until, model.hall?.timezone) : "";
    return html`<a class="calm kept" href=${href("more", "maintenance")}>${icon("silence")}<p class="num grow">${t("ui.strip.kept", { what, until })}${n ? html` · ${t("ui.strip.kept_faults", { n })}` : nothing}${window.reason ? html`<span class="muted reason">${window.reason}</span>` : nothing}</p>${icon("forward")}</a>`;
  }

  private fault(fault: Fault, others: number) {
    const ticket = fault.ticket ? model.world.tickets.get(String(fault.ticket)) : undefined;
    const clock = ticket?.clocks?.find((one) => one.state === "running" || one.state === "breached");
    return html`<div class="strip ${fault.severity} ${fault.acked_by ? "seen" : ""}" role="alert">
      ${icon("faults")}<a class="grow" href=${href("faults", fault.id)}>
        <span class="title two">${said(fault.title)}</span>
        <span class="sub two">${[fault.device ? deviceName(fault.device) : "", said(fault.impact)].filter(Boolean).join(" · ") || t(`ui.severity.${fault.severity}` as Key)}</span></a>
      ${ticket ? html`<a class="ticket" href=${href("tickets", ticket.no)}>${icon("tickets")}<span><b class="num">#${ticket.no}</b>${clock ? html`<au-sla .clock=${clock} short></au-sla>` : nothing}</span></a>` : nothing}
      ${fault.acked_by ? html`<span class="chip">${icon("user")}${fault.acked_by}</span>` : html`<au-press ?disabled=${!mayWrite() || model.wire !== "up"} @act=${() => void ask(`faults/${encodeURIComponent(fault.id)}/ack`)}>${icon("check")}${t("ui.fault.ack")}</au-press>`}
      ${others > 0 ? html`<a class="others num" href=${href("faults")} aria-label=${t("ui.strip.others", { n: others })}>+${others}</a>` : nothing}</div>`;
  }

  static override styles = [Au.styles, css`
    :host { display: block; min-width: 0; }
    .calm, .strip { display: flex; align-items: center; gap: 12px; min-height: 64px; padding: 6px 12px 6px 16px; border-radius: var(--radius); border: 1px solid var(--line-soft); background: var(--surface); }
    .calm .icon { color: var(--muted); }
    .reason { display: block; }
    .kept { border-color: var(--warn); color: var(--text); }
    .stale { border-style: dotted; color: var(--stale); }
    .strip { border: 2px solid var(--fault); background: var(--fault-tint); }
    .strip > .icon { width: 32px; height: 32px; color: var(--fault); }
    .minor, .info { border-color: var(--warn); background: var(--warn-tint); }
    .minor > .icon, .info > .icon { color: var(--warn); }
    .title { font-size: 20px; font-weight: 600; line-height: 1.25; -webkit-line-clamp: 1; }
    .sub { font-size: 15px; line-height: 1.3; color: #d9c3c2; -webkit-line-clamp: 1; }
    a { display: block; }
    .grow { min-height: 48px; display: grid; align-content: center; }
    .ticket, .others { display: flex; align-items: center; gap: 8px; min-height: 48px; min-width: 48px; padding: 0 12px; border-radius: var(--radius); border: 1px solid var(--line); background: rgb(0 0 0 / 0.25); line-height: 1.25; }
    .ticket span { display: grid; }
    .others { justify-content: center; font-weight: 600; }
    @media (max-width: 560px) { .strip { flex-wrap: wrap; padding: 10px 12px; } .strip > .grow { flex-basis: calc(100% - 48px); } .title, .sub { -webkit-line-clamp: 3; } .strip au-press, .ticket { flex: 1; } .strip au-press .icon { display: none; } }
  `];
}

define("au-strip", Strip);
