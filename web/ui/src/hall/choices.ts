/** What may be chosen before a scene runs: a few words to press, or a number to slide. Says "choose" with id and value. */
import { css, html } from "lit";
import { said, t } from "../core/i18n.ts";
import type { Param, Value } from "../core/types.ts";
import { Au, define } from "../parts/element.ts";

class Choices extends Au {
  static override properties = { params: { attribute: false }, chosen: { attribute: false } };
  params: Param[] = [];
  chosen: Record<string, Value> = {};

  override render() {
    return html`${this.params.map((param) => html`<fieldset><legend>${said(param.name)}</legend>
      ${param.range ? this.number(param, param.range) : html`<div class="row">${param.values.map((one) => this.word(param, one))}</div>`}</fieldset>`)}`;
  }

  private now(param: Param): Value {
    return this.chosen[param.id] ?? param.default;
  }

  private word(param: Param, one: Param["values"][number]) {
    const on = this.now(param) === one.id;
    return html`<button class="choice" aria-pressed=${on} @click=${() => this.choose(param, one.id)}>${said(one.name)}</button>`;
  }

  private number(param: Param, [low, high]: [number, number]) {
    const now = Number(this.now(param));
    return html`<div class="row"><input type="range" min=${low} max=${high} step=${(high - low) / 40} .value=${String(now)} aria-label=${said(param.name)}
      aria-valuetext=${t("ui.choice.value", { value: now, unit: param.unit ?? "" })} @input=${(event: Event) => this.choose(param, Number((event.target as HTMLInputElement).value))} />
      <output class="num">${t("ui.choice.value", { value: now, unit: param.unit ?? "" })}</output></div>`;
  }

  private choose(param: Param, value: Value): void {
    this.dispatchEvent(new CustomEvent("choose", { detail: { id: param.id, value } }));
  }

  static override styles = [Au.styles, css`
    fieldset { border: 0; padding: 0; margin: 8px 0 12px; }
    legend { color: var(--muted); font-size: 14px; padding: 0 0 6px; }
    .row { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
    .choice { min-height: 56px; min-width: 96px; padding: 0 16px; border-radius: var(--radius); border: 1px solid var(--line); background: var(--raised); color: var(--text); font: inherit; }
    .choice[aria-pressed="true"] { border: 2px solid var(--live); font-weight: 600; }
    input { flex: 1; height: 48px; accent-color: var(--live); }
    output { min-width: 72px; text-align: end; font-weight: 600; }
  `];
}

define("au-choices", Choices);
