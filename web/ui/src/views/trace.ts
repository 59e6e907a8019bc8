/** The frames of one device as they pass: a line each, newest at the bottom, follow stops when one scrolls up. */
import { css, html } from "lit";
import { get } from "../core/http.ts";
import { t } from "../core/i18n.ts";
import { hear, subscribe, type Frame as LiveFrame } from "../core/live.ts";
import { timeOfDay } from "../core/format.ts";
import { model } from "../core/model.ts";
import type { Frame } from "../core/types.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import "../parts/press.ts";

const KEEP = 300;
const panels = new Set<Trace>();

hear((frame: LiveFrame) => {
  if (frame.t !== "trace") return;
  for (const panel of panels) if (panel.device === frame.device) panel.add(frame.frames as Frame[]);
});

export class Trace extends Au {
  static override properties = { device: {}, fixed: { attribute: false }, paused: { state: true }, missed: { state: true } };
  device = "";
  /** Frames of a ticket: shown as they are, nothing is followed. */
  fixed: Frame[] | null = null;
  paused = false;
  missed = 0;
  private frames: Frame[] = [];
  private off: (() => void) | null = null;
  private followed = "";

  override connectedCallback(): void {
    super.connectedCallback();
    panels.add(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    panels.delete(this);
    this.off?.();
    this.off = null;
    this.followed = "";
  }

  override willUpdate(): void {
    if (this.fixed || this.device === this.followed) return;
    this.followed = this.device;
    this.off?.();
    this.off = subscribe(`trace/${this.device}`);
    this.frames = [];
    const device = this.device;
    get<{ frames: Frame[] }>(`devices/${device}/trace?limit=100`)
      .then((past) => device === this.device && this.add(past.frames, true))
      .catch(() => undefined);
  }

  add(frames: Frame[], past = false): void {
    if (this.paused) return void (this.missed += frames.length);
    this.frames = (past ? [...frames, ...this.frames] : [...this.frames, ...frames]).slice(-KEEP);
    this.requestUpdate();
  }

  override render() {
    const frames = this.fixed ?? this.frames;
    return html`<div class="bar"><span class="grow head">${t("ui.trace.title")}</span>${this.fixed ? "" : html`
        <au-press .pressed=${this.paused} ?on=${this.paused} @act=${this.pause}>${icon(this.paused ? "play" : "pause")}<span class="num">${
          this.paused ? t("ui.trace.missed", { n: this.missed }) : t("ui.trace.pause")}</span></au-press>`}</div>
      <div class="lines" role="log" aria-live="off" aria-label=${t("ui.trace.title")} tabindex="0">${frames.length === 0 ? html`<p class="muted">${t("ui.trace.empty")}</p>` : ""}${frames.map(line)}</div>`;
  }

  override updated(): void {
    const lines = this.renderRoot.querySelector(".lines")!;
    if (!this.paused && !this.fixed) lines.scrollTop = lines.scrollHeight;
  }

  private pause(): void {
    this.paused = !this.paused;
    this.missed = 0;
  }

  static override styles = [Au.styles, css`
    :host { display: grid; gap: 6px; min-width: 0; }
    .bar { display: flex; align-items: center; gap: 8px; }
    .lines { height: 280px; overflow: auto; padding: 8px 12px; border: 1px solid var(--line-soft); border-radius: var(--radius); background: #07090b; font: 14px/1.6 var(--mono); overscroll-behavior: contain; }
    .line { display: grid; grid-template-columns: 108px 16px minmax(0, 1fr); gap: 8px; }
    .line > * { overflow-wrap: anywhere; white-space: pre-wrap; }
    .time { color: #8391a0; }
    .out { color: #8dc0f5; }
    .bad { color: var(--fault); }
  `];
}

function line(frame: Frame) {
  const tone = frame.dir === ">" ? "out" : frame.dir === "!" ? "bad" : "";
  const ms = /\.(\d{1,3})/.exec(frame.at)?.[1]?.padEnd(3, "0") ?? "000";
  return html`<div class="line ${tone}"><span class="time num">${timeOfDay(frame.at, model.hall?.timezone, true)}.${ms}</span><span>${frame.dir}</span><span>${frame.text}</span></div>`;
}

define("au-trace", Trace);
