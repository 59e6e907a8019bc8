/** One settable value, its control chosen by what the point says of itself. */
import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { act } from "../core/actions.ts";
import { t } from "../core/i18n.ts";
import { barrier, lifeOf, lifeTopics, type Life } from "../core/life.ts";
import { pointOf } from "../core/model.ts";
import type { Point, Value } from "../core/types.ts";
import { choices, pressRisk, refName, riskOf, valueName } from "../core/words.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import type { Press } from "../parts/press.ts";
import "../parts/confirm.ts";
import "../parts/sheet.ts";
import "./life.ts";
import "./stepper.ts";

const FEW = 4;

class Control extends Au {
  static override properties = { ref: {}, label: {}, choosing: { state: true }, asking: { state: true } };
  ref = "";
  /** How the thing is called where the control stands; for readers. */
  label = "";
  choosing = false;
  asking: Value = null;

  protected override topics() {
    return lifeTopics(this.ref);
  }

  override render() {
    const point = pointOf(this.ref);
    if (!point) return nothing;
    const life = lifeOf(this.ref);
    return html`${this.body(point, life)}<au-life .ref=${this.ref}></au-life>
      ${point.risk === "c" ? html`<au-confirm heading=${refName(this.ref)} label="${this.name} → ${valueName(point, this.asking)}" .open=${this.asking !== null}
        @shut=${() => (this.asking = null)} @act=${() => this.leave(this.asking, null)}></au-confirm>` : nothing}`;
  }

  private body(point: Point, life: Life) {
    if (point.type === "text" && !point.values) return this.text(point, life);
    if ((point.type === "whole" || point.type === "real") && !point.values)
      return html`<au-stepper .ref=${this.ref} label=${this.name}></au-stepper>`;
    const values = choices(point);
    return values.length <= FEW ? this.segments(point, life, values) : this.select(point, life, values);
  }

  private get name(): string {
    return this.label || refName(this.ref, false);
  }

  private give(value: Value, button: EventTarget | null): void {
    this.choosing = false;
    if (riskOf(pointOf(this.ref)!, value) === "c") this.asking = value;
    else this.leave(value, button);
  }

  private leave(value: Value, button: EventTarget | null): void {
    if (act(this.name, [{ ref: this.ref, value }]) === 0) (button as Press | null)?.nudge();
  }

  private segments(point: Point, life: Life, values: Value[]) {
    const shut = barrier(this.ref) !== null;
    const passing = life.confirmed !== undefined && !values.includes(life.confirmed);
    return html`${passing ? html`<p class="passing">${valueName(point, life.confirmed)}</p>` : nothing}
      <div class="segments" role="group" aria-label=${this.name}>${repeat(values, String, (value) => html`
        <au-press risk=${pressRisk(point, value)} ?disabled=${shut} .pressed=${life.confirmed === value} ?on=${life.confirmed === value && !life.old}
          class=${life.confirmed === value && life.old ? "was" : ""}
          ?pending=${life.wished === value} @act=${(event: Event) => this.give(value, event.target)}>
          <span>${valueName(point, value)}${riskOf(point, value) === "b" ? html` <small>${t("ui.press.hold")}</small>` : nothing}</span></au-press>`)}</div>`;
  }

  private select(point: Point, life: Life, values: Value[]) {
    const shut = barrier(this.ref) !== null;
    return html`<au-press class="select" haspopup="dialog" ?disabled=${shut} ?pending=${life.wished !== undefined}
        label="${this.name}: ${valueName(point, life.confirmed)}" @act=${() => (this.choosing = true)}>
        <span class="grow cut ${life.old ? "stale-text" : ""}">${valueName(point, life.confirmed)}</span>${icon("down")}</au-press>
      <au-sheet heading=${this.name} .open=${this.choosing} @shut=${() => (this.choosing = false)}>
        <div class="options">${repeat(values, String, (value) => html`
          <au-press risk=${pressRisk(point, value)} .pressed=${life.confirmed === value} ?on=${life.confirmed === value} ?pending=${life.wished === value}
            @act=${(event: Event) => this.give(value, event.target)}>${valueName(point, value)}</au-press>`)}</div>
      </au-sheet>`;
  }

  private text(_point: Point, life: Life) {
    const shut = barrier(this.ref) !== null;
    return html`<form @submit=${this.typed}><input name="text" aria-label=${this.name} autocomplete="off" ?disabled=${shut}
        .value=${String(life.confirmed ?? "")} /><au-press ?disabled=${shut} @act=${this.typed}>${t("ui.apply")}</au-press></form>`;
  }

  private typed(event: Event): void {
    event.preventDefault();
    this.give(this.renderRoot.querySelector("input")!.value, null);
  }

  static override styles = [Au.styles, css`
    :host { display: grid; gap: 6px; min-width: 0; }
    .segments { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); gap: 8px; }
    .segments au-press { --press-pad: 4px 8px; min-height: var(--normal); min-width: var(--touch); }
    small { font-size: 14px; font-weight: 400; color: var(--muted); }
    .was { --press-off: var(--text); outline: 1px dotted var(--stale); outline-offset: -4px; border-radius: var(--radius); }
    .passing { color: var(--pending); font-weight: 500; }
    .select { width: 100%; min-height: var(--normal); --press-align: left; }
    .options { display: grid; grid-template-columns: repeat(auto-fill, minmax(128px, 1fr)); gap: 8px; }
    .options au-press { min-height: var(--tile); }
    form { display: flex; gap: 8px; }
    input { flex: 1; min-width: 0; height: var(--normal); padding: 0 14px; border-radius: var(--radius); border: 1px solid var(--line); background: var(--bg); color: var(--text); font: inherit; }
  `];
}

define("au-control", Control);
