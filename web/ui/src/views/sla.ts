/** One clock of a ticket, counted down on the server's time; it says in words why it stands still. */
import { css, html } from "lit";
import { serverNow } from "../core/clock.ts";
import { clockText, remainingText } from "../core/format.ts";
import { said, t, word } from "../core/i18n.ts";
import type { Clock } from "../core/types.ts";
import { Au, define } from "../parts/element.ts";
import { vars } from "../parts/vars.ts";

/** Seconds left; negative once the promise is broken. Paused and finished clocks stand where they stand. */
export function leftOf(clock: Clock, now: number): number {
  if (clock.state === "running" || clock.state === "breached") {
    if (clock.due && !clock.paused_by && !clock.stopped) return (Date.parse(clock.due) - now) / 1000;
  }
  return clock.target_s - (clock.elapsed_net_s ?? 0);
}

/** A clock that was stopped by a cancellation or the like was neither met nor broken. */
export function tone(clock: Clock, left: number): "calm" | "warn" | "fault" | "met" | "stopped" {
  if (clock.state === "stopped") return "stopped";
  if (clock.state === "met") return left < 0 ? "fault" : "met";
  if (left < 0) return "fault";
  return left <= 600 && left <= clock.target_s * 0.5 || left <= clock.target_s * 0.25 ? "warn" : "calm";
}

class Sla extends Au {
  static override properties = { clock: { attribute: false }, short: { type: Boolean } };
  clock: Clock | null = null;
  short = false;

  protected override topics() {
    return this.clock && this.clock.state !== "met" && this.clock.state !== "stopped" ? ["tick"] : [];
  }

  override render() {
    if (!this.clock) return html``;
    const left = leftOf(this.clock, serverNow());
    const look = tone(this.clock, left);
    const text = look === "met" || look === "stopped"
      ? t(`ui.clock.${look}`, { span: clockText(this.clock.elapsed_net_s ?? 0, this.clock.target_s) })
      : remainingText(left, this.clock.target_s);
    if (this.short) return html`<span class="num ${look}">${text}</span>`;
    const part = Math.max(0, Math.min(1, left / this.clock.target_s));
    return html`<div class="clock ${look}"><svg viewBox="0 0 36 36" aria-hidden="true" ${vars({ "--part": part })}><circle cx="18" cy="18" r="15"/><circle class="arc" cx="18" cy="18" r="15" pathLength="1"/></svg>
      <div class="grow"><p class="name">${word([`ui.clock.${this.clock.name}`], this.clock.name)}</p>
      <p class="num big">${text}</p><p class="muted small num">${this.why(look)}</p></div></div>`;
  }

  private why(look: string): string {
    const clock = this.clock!;
    const of = t("ui.clock.target", { span: clockText(clock.target_s) });
    if (clock.paused_by) return `${t("ui.clock.paused")} · ${word([`ui.pause.${said(clock.paused_by)}`], said(clock.paused_by))}`;
    if (clock.provisional) return `${of} · ${t("ui.clock.provisional")}`;
    return look === "fault" ? `${t("ui.clock.breached")} · ${of}` : of;
  }

  static override styles = [Au.styles, css`
    .clock { display: flex; gap: 12px; align-items: center; }
    svg { width: 44px; height: 44px; rotate: -90deg; fill: none; stroke: var(--line-soft); stroke-width: 4; }
    .arc { stroke: var(--muted); stroke-dasharray: var(--part) 1; }
    .warn .arc { stroke: var(--warn); } .fault .arc { stroke: var(--fault); stroke-dasharray: 1 0; } .met .arc { stroke: var(--live); stroke-dasharray: 1 0; }
    .name { font-size: 14px; color: var(--muted); line-height: 1.3; }
    .big { font-size: 20px; font-weight: 600; line-height: 1.25; }
    .small { font-size: 14px; line-height: 1.3; }
    .warn, .warn .big { color: var(--warn); } .fault, .fault .big { color: var(--fault); }
    .met, .stopped { color: var(--muted); } .stopped .arc { stroke-dasharray: 0 1; }
    .clock.met .big { color: var(--text); }
  `];
}

define("au-sla", Sla);
