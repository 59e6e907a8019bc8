/** A number: − value +, and a bar that shows where it stands in its range. */
import { css, html, nothing } from "lit";
import { act } from "../core/actions.ts";
import { t } from "../core/i18n.ts";
import { barrier, lifeOf, lifeTopics } from "../core/life.ts";
import { pointOf } from "../core/model.ts";
import { valueName } from "../core/words.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import { vars } from "../parts/vars.ts";
import "../parts/press.ts";

class Stepper extends Au {
  static override properties = { ref: {}, label: {} };
  ref = "";
  label = "";

  protected override topics() {
    return lifeTopics(this.ref);
  }

  override render() {
    const point = pointOf(this.ref);
    const life = lifeOf(this.ref);
    const shut = barrier(this.ref) !== null;
    const shown = life.wished ?? life.confirmed;
    return html`<div class="row" role="group" aria-label=${this.label}>
      <au-press label="${t("ui.less")} ${this.label}" ?disabled=${shut} @act=${() => this.step(-1)}>${icon("minus")}</au-press>
      <div class="value num ${life.mood}">${valueName(point, shown)}${this.bar(life.confirmed, shown)}</div>
      <au-press label="${t("ui.more_of")} ${this.label}" ?disabled=${shut} @act=${() => this.step(1)}>${icon("plus")}</au-press></div>`;
  }

  private bar(confirmed: unknown, shown: unknown) {
    const range = pointOf(this.ref)?.range;
    if (!range || typeof shown !== "number") return nothing;
    const part = (value: number) => `${(100 * (value - range[0])) / (range[1] - range[0] || 1)}%`;
    return html`<span class="bar"><span ${vars({ "--w": part(shown) })}></span>
      <i ${vars({ "--w": part(typeof confirmed === "number" ? confirmed : shown) })}></i></span>`;
  }

  private step(by: number): void {
    const point = pointOf(this.ref)!;
    const life = lifeOf(this.ref);
    const now = Number(life.wished ?? life.confirmed ?? point.range?.[0] ?? 0);
    const size = point.step ?? (point.unit === "dB" ? 1 : 1);
    const [low, high] = point.range ?? [-Infinity, Infinity];
    const next = Math.min(high, Math.max(low, Math.round((now + by * size) * 1000) / 1000));
    act(this.label, [{ ref: this.ref, value: next }]);
  }

  static override styles = [Au.styles, css`
    .row { display: grid; grid-template-columns: var(--normal) minmax(0, 1fr) var(--normal); gap: 8px; }
    au-press { --press-pad: 0; min-height: var(--normal); }
    .value { position: relative; display: grid; place-items: center; border-radius: var(--radius); border: 1px solid var(--line-soft); background: var(--bg); font-weight: 500; overflow: hidden; }
    .pending { outline: 3px dashed var(--pending); outline-offset: -3px; }
    .stale, .unknown { color: var(--stale); border-style: dotted; }
    .bar { position: absolute; inset: auto 0 0 0; height: 5px; background: var(--line-soft); }
    .bar span { position: absolute; inset: 0 auto 0 0; width: var(--w); background: var(--live); }
    .bar i { position: absolute; top: 0; bottom: 0; left: var(--w); width: 2px; background: var(--text); }
  `];
}

define("au-stepper", Stepper);
