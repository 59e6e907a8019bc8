/** One destination of a matrix: what it shows now, and a sheet of sources to choose from. */
import { css, html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { act } from "../core/actions.ts";
import { t } from "../core/i18n.ts";
import { barrier, lifeOf, lifeTopics } from "../core/life.ts";
import { pointOf, state } from "../core/model.ts";
import type { Value } from "../core/types.ts";
import { choices, keyName, placeName, pressRisk, split, valueName } from "../core/words.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import "../parts/press.ts";
import "../parts/sheet.ts";
import "./life.ts";

class Tie extends Au {
  static override properties = { ref: {}, choosing: { state: true } };
  ref = "";
  choosing = false;

  protected override topics() {
    return [...lifeTopics(this.ref), `d/${split(this.ref).device}`];
  }

  override render() {
    const point = pointOf(this.ref)!;
    const life = lifeOf(this.ref);
    const name = placeName(point, split(this.ref).index);
    const shut = barrier(this.ref) !== null;
    const dim = life.old;
    return html`<au-press haspopup="dialog" ?disabled=${shut} ?pending=${life.wished !== undefined}
        label="${name} ← ${valueName(point, life.confirmed)}" @act=${() => (this.choosing = true)}>
        <span class="grow"><span class="to two">${name}</span><au-life bare .ref=${this.ref}></au-life></span>
        <span class="from ${dim ? "stale-text" : ""}">${this.signal(life.confirmed)}<span class="two">${valueName(point, life.confirmed)}</span></span>${icon("forward")}</au-press>
      <au-sheet heading="${keyName(point.key, point)} · ${name}" .open=${this.choosing} @shut=${() => (this.choosing = false)}>
        ${this.choosing ? html`<div class="options">${repeat(this.sources, String, (value) => html`
          <au-press risk=${pressRisk(point, value)} .pressed=${life.confirmed === value} ?on=${life.confirmed === value} ?pending=${life.wished === value} @act=${() => this.give(value)}>
            <span class="source">${this.signal(value)}<span class="two">${valueName(point, value)}</span></span></au-press>`)}</div>` : ""}
      </au-sheet>`;
  }

  private get sources(): Value[] {
    return choices(pointOf(this.ref)!).length > 0 ? choices(pointOf(this.ref)!) : this.ranged();
  }

  private ranged(): Value[] {
    const point = pointOf(this.ref);
    const named = Object.keys(point?.value_names ?? {}).map(Number);
    if (!point?.range) return named.includes(0) ? named : [0, ...named];
    const [low, high] = point.range;
    return Array.from({ length: high - low + 1 }, (_, at) => low + at);
  }

  /** A dot where the source is known to carry a signal, a hollow one where it is known not to. */
  private signal(input: Value | undefined) {
    const told = state(`${split(this.ref).device}/signal/${input}`).reported;
    if (typeof told !== "boolean") return "";
    const text = told ? t("ui.signal.yes") : t("ui.signal.no");
    return html`<i class="dot ${told ? "on" : ""}" role="img" aria-label=${text} title=${text}></i>`;
  }

  private give(value: Value): void {
    this.choosing = false;
    const point = pointOf(this.ref)!;
    act(placeName(point, split(this.ref).index), [{ ref: this.ref, value }]);
  }

  static override styles = [Au.styles, css`
    :host { display: block; min-width: 0; }
    :host > au-press { width: 100%; min-height: var(--row); --press-align: left; --press-pad: 8px 12px; }
    .to { font-weight: 600; }
    .from, .source { display: inline-flex; align-items: center; gap: 8px; min-width: 0; }
    .from { max-width: 55%; color: #bcd7f5; font-weight: 500; text-align: right; }
    .from.stale-text { color: var(--stale); }
    .dot { flex: none; width: 10px; height: 10px; border-radius: 5px; border: 2px solid var(--line); }
    .dot.on { background: var(--text); border-color: var(--text); }
    .options { display: grid; grid-template-columns: repeat(auto-fill, minmax(136px, 1fr)); gap: 8px; }
    .options au-press { min-height: var(--tile); }
  `];
}

define("au-tie", Tie);
