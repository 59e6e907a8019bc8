/** Slide to confirm, for what is wide or cannot be taken back. The keyboard arms first, then does. */
import { css, html } from "lit";
import { t } from "../core/i18n.ts";
import { Au, define } from "./element.ts";
import { icon } from "./icon.ts";
import { vars } from "./vars.ts";

export class Slide extends Au {
  static override properties = { label: {}, disabled: { type: Boolean, reflect: true }, x: { state: true }, armed: { type: Boolean, reflect: true } };
  label = "";
  disabled = false;
  armed = false;
  x = 0;
  private from = 0;
  private room = 1;

  override render() {
    return html`<button type="button" aria-disabled=${this.disabled ? "true" : "false"} ${vars({ "--x": `${this.x}px` })}
      @pointerdown=${this.down} @pointermove=${this.move} @pointerup=${this.up} @pointercancel=${this.back} @click=${this.clicked}>
      <span class="fill"></span><span class="text">${this.label}<small>${t("ui.press.slide")}</small></span>
      <span class="knob">${icon("arrow")}</span>
      <span class="sr" role="status">${this.armed ? t("ui.press.armed") : ""}</span></button>`;
  }

  private down(event: PointerEvent): void {
    if (this.disabled) return;
    const button = event.currentTarget as HTMLElement;
    button.setPointerCapture(event.pointerId);
    this.from = event.clientX;
    this.room = button.clientWidth - 64;
  }

  private move(event: PointerEvent): void {
    if (this.from === 0) return;
    this.x = Math.max(0, Math.min(this.room, event.clientX - this.from));
  }

  private up(): void {
    if (this.from !== 0 && this.x >= this.room * 0.92) this.act();
    this.back();
  }

  private back(): void {
    this.from = 0;
    this.x = 0;
  }

  private clicked(event: MouseEvent): void {
    if (this.disabled || event.detail > 0) return;
    if (this.armed) return this.act();
    this.armed = true;
    setTimeout(() => (this.armed = false), 3000);
  }

  private act(): void {
    this.armed = false;
    this.dispatchEvent(new CustomEvent("act"));
  }

  static override styles = [Au.styles, css`
    :host { display: block; }
    button {
      position: relative; width: 100%; height: 64px; border: 1px solid var(--fault); border-radius: 32px; background: var(--fault-tint);
      color: var(--text); font: inherit; font-weight: 500; overflow: hidden; touch-action: none; cursor: grab; user-select: none;
    }
    .fill { position: absolute; inset: 0 auto 0 0; width: calc(var(--x) + 64px); background: #4a1d1c; border-radius: 32px; }
    .text { position: relative; display: grid; line-height: 1.3; padding-left: 48px; }
    small { font-size: 14px; font-weight: 400; color: #d5b3b2; }
    .knob { position: absolute; left: 4px; top: 3px; width: 56px; height: 56px; border-radius: 28px; background: var(--fault); color: #1a0606;
      display: grid; place-items: center; translate: var(--x) 0; }
    :host([disabled]) button { opacity: 0.5; }
    :host([armed]) button { outline: 3px solid var(--warn); outline-offset: 2px; }
  `];
}

define("au-slide", Slide);
