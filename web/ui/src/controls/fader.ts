/**
 * One mixer lane: name, level, fader, mute. The drag is relative (no jump to the finger), finer when the finger
 * wanders sideways; 20 values a second leave at most, and the last one always does. A tick stays where the desk is.
 */
import { css, html } from "lit";
import { act } from "../core/actions.ts";
import { dbToTravel, fixed, travelToDb } from "../core/format.ts";
import { t } from "../core/i18n.ts";
import { barrier, lifeOf, lifeTopics } from "../core/life.ts";
import { pointOf, state } from "../core/model.ts";
import { placeName, split } from "../core/words.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import { vars } from "../parts/vars.ts";
import type { Press } from "../parts/press.ts";
import "../parts/meter.ts";
import "./life.ts";

const EVERY = 50;

class Lane extends Au {
  static override properties = { ref: {}, mute: {}, drag: { state: true } };
  /** The fader's ref and, where the channel has one, its mute's. */
  ref = "";
  mute = "";
  private drag: { y: number; x: number; travel: number; room: number } | null = null;
  private queued: number | null = null;
  private sentAt = 0;

  protected override topics() {
    return [...lifeTopics(this.ref), ...(this.mute ? lifeTopics(this.mute) : [])];
  }

  override render() {
    const life = lifeOf(this.ref);
    const name = placeName(pointOf(this.ref), split(this.ref).index);
    const confirmed = num(life.confirmed);
    const shown = this.drag ? this.db(this.drag.travel) : num(life.wished ?? life.confirmed);
    const shut = barrier(this.ref) !== null;
    return html`<div class="name two" title=${name}>${name}</div>
      <div class="db num ${life.mood} ${life.old ? "stale" : ""}">${shown === null ? "–" : this.level(shown)}</div>
      <div class="lane ${life.mood} ${life.old ? "stale" : ""} ${shut ? "shut" : ""}" role="slider" tabindex="0" aria-orientation="vertical" aria-label="${name} ${t("ui.level")}"
        aria-valuemin=${this.low} aria-valuemax=${this.high} aria-valuenow=${shown ?? this.low} aria-valuetext="${shown === null ? t("ui.value.unread") : `${this.level(shown)} dB`}"
        aria-disabled=${shut ? "true" : "false"}
        ${vars({ "--at": this.travel(shown), "--was": this.travel(confirmed) })}
        @pointerdown=${this.down} @pointermove=${this.move} @pointerup=${this.up} @pointercancel=${this.up} @keydown=${this.keys}>
        <au-meter ref=${this.ref}></au-meter><span class="slot"></span><span class="zero"></span><span class="was"></span><span class="knob"></span></div>
      <div class="steps">
        <au-press label="${name} ${t("ui.less")}" ?disabled=${shut} @act=${() => this.nudge(-1)}>${icon("minus")}</au-press>
        <au-press label="${name} ${t("ui.more_of")}" ?disabled=${shut} @act=${() => this.nudge(1)}>${icon("plus")}</au-press></div>
      ${this.mute ? this.muteKey(name) : ""}`;
  }

  private muteKey(name: string) {
    const life = lifeOf(this.mute);
    const on = (life.confirmed ?? false) === true;
    return html`<au-press class="mute" kind="invert" label="${name} ${t("ui.mute")}" .pressed=${on} ?on=${on && !life.old} ?pending=${life.wished !== undefined}
      ?disabled=${barrier(this.mute) !== null} @act=${(event: Event) => this.toggle(event.target as Press)}>${icon(on ? "muted" : "speaker")}</au-press>`;
  }

  private toggle(button: Press): void {
    const life = lifeOf(this.mute);
    if (life.wished !== undefined) return button.nudge();
    act(t("ui.mute"), [{ ref: this.mute, value: !(state(this.mute).reported ?? false) }]);
  }

  private get low(): number {
    return pointOf(this.ref)?.range?.[0] ?? -90;
  }

  /** A console shows silence, not a number, at the bottom of the travel. */
  private level(db: number): string {
    return db <= this.low ? "−∞" : fixed(db, 1);
  }

  private get high(): number {
    return pointOf(this.ref)?.range?.[1] ?? 10;
  }

  private travel(db: number | null): number {
    return db === null ? 0 : dbToTravel(db);
  }

  private db(travel: number): number {
    const value = Math.round(travelToDb(Math.min(1, Math.max(0, travel))) * 2) / 2;
    return Math.min(this.high, Math.max(this.low, value));
  }

  private down(event: PointerEvent): void {
    if (barrier(this.ref)) return;
    const lane = event.currentTarget as HTMLElement;
    lane.setPointerCapture(event.pointerId);
    const now = num(lifeOf(this.ref).wished ?? lifeOf(this.ref).confirmed) ?? this.low;
    this.drag = { y: event.clientY, x: event.clientX, travel: dbToTravel(now), room: lane.clientHeight - 34 };
  }

  private move(event: PointerEvent): void {
    if (!this.drag) return;
    const fine = Math.abs(event.clientX - this.drag.x) > 60 ? 0.25 : 1;
    const travel = Math.min(1, Math.max(0, this.drag.travel + ((this.drag.y - event.clientY) / this.drag.room) * fine));
    if (travel === this.drag.travel) return;
    this.drag = { ...this.drag, y: event.clientY, travel };
    this.give(this.db(travel));
  }

  private up(): void {
    if (!this.drag) return;
    const value = this.db(this.drag.travel);
    this.drag = null;
    if (this.queued !== null) this.leave(value);
  }

  private give(value: number): void {
    const wait = this.sentAt + EVERY - performance.now();
    if (wait <= 0) return this.leave(value);
    if (this.queued === null) setTimeout(() => this.queued !== null && this.leave(this.queued), wait);
    this.queued = value;
  }

  private leave(value: number): void {
    this.queued = null;
    this.sentAt = performance.now();
    act(t("ui.level"), [{ ref: this.ref, value }]);
  }

  private nudge(by: number): void {
    const life = lifeOf(this.ref);
    const now = num(life.wished ?? life.confirmed) ?? this.low;
    this.leave(Math.min(this.high, Math.max(this.low, Math.round((now + by) * 10) / 10)));
  }

  private keys(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowUp: 0.5, ArrowDown: -0.5, PageUp: 3, PageDown: -3 };
    const by = steps[event.key];
    if ((by === undefined && event.key !== "Home") || barrier(this.ref)) return;
    event.preventDefault();
    if (by === undefined) this.leave(this.low);
    else this.nudge(by);
  }

  static override styles = [Au.styles, css`
    :host { display: grid; grid-template-rows: auto auto minmax(72px, 1fr) auto auto; gap: 4px; min-width: 0; min-height: 0; text-align: center; }
    .name { font-size: 14px; line-height: 18px; height: 36px; display: grid; place-items: center; overflow-wrap: anywhere; }
    .db { font-weight: 600; line-height: 22px; }
    .db.stale, .db.unknown { color: var(--stale); }
    .db.pending { color: var(--pending); }
    .lane { position: relative; touch-action: none; cursor: ns-resize; border-radius: var(--radius); background: var(--bg); border: 1px solid var(--line-soft); }
    .lane.stale, .lane.unknown { border-style: dotted; border-color: var(--line); }
    .slot { position: absolute; left: 50%; top: 17px; bottom: 17px; width: 4px; margin-left: -2px; border-radius: 2px; background: linear-gradient(var(--live), var(--live)) bottom / 100% calc(100% * var(--at)) no-repeat var(--line-soft); }
    .stale .slot, .unknown .slot { filter: grayscale(1); }
    au-meter { position: absolute; left: 6px; top: 17px; bottom: 17px; width: 5px; }
    .zero { position: absolute; left: 22%; right: 22%; bottom: calc(17px + (100% - 34px) * 0.75); height: 1px; background: var(--line); }
    .knob { position: absolute; left: 8px; right: 8px; height: 34px; bottom: calc((100% - 34px) * var(--at)); border-radius: 6px;
      background: linear-gradient(#3b4856 0 46%, var(--text) 46% 54%, #3b4856 54%); border: 1px solid var(--line); box-shadow: 0 2px 6px rgb(0 0 0 / 0.5); }
    .lane.pending .knob { outline: 3px dashed var(--pending); outline-offset: -1px; }
    .lane.shut .knob { opacity: 0.55; }
    .was { position: absolute; right: 4px; width: 12px; height: 3px; bottom: calc(17px + (100% - 34px) * var(--was) - 1px); background: var(--text); border-radius: 1px; }
    .steps { display: grid; grid-template-columns: 1fr 1fr; gap: 0; }
    .steps au-press { --press-pad: 0; min-width: 0; }
    .steps au-press:first-child { --press-radius: var(--radius) 0 0 var(--radius); }
    .steps au-press:last-child { --press-radius: 0 var(--radius) var(--radius) 0; margin-left: -1px; }
    .mute { --press-pad: 0; min-width: 0; }
    :host { container-type: inline-size; }
    @container (max-width: 97px) {
      .steps { grid-template-columns: 1fr; gap: 4px; }
      .steps au-press:first-child, .steps au-press:last-child { --press-radius: var(--radius); margin: 0; }
    }
  `];
}

const num = (value: unknown): number | null => (typeof value === "number" ? value : null);

define("au-lane", Lane);
