/**
 * The button of the page. Risk a: a tap. Risk b: held 0.8 s while a ring fills; with the keyboard or a
 * reader, once to arm (3 s, announced) and once more to do. It shows it is pressed at once and acts on release.
 */
import { css, html, nothing } from "lit";
import { t } from "../core/i18n.ts";
import { say } from "../core/store.ts";
import { Au, define } from "./element.ts";

const HOLD = 800;
const ARMED = 3000;

export class Press extends Au {
  static override shadowRootOptions = { ...Au.shadowRootOptions, delegatesFocus: true };
  static override properties = {
    risk: {}, label: {}, kind: { reflect: true }, disabled: { type: Boolean, reflect: true }, pressed: { attribute: false },
    pending: { type: Boolean, reflect: true }, on: { type: Boolean, reflect: true }, armed: { type: Boolean, reflect: true },
    haspopup: {},
  };
  risk = "a";
  label = "";
  kind = "plain";
  disabled = false;
  pending = false;
  on = false;
  armed = false;
  haspopup = "";
  pressed: boolean | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private done = false;

  override render() {
    const aria = this.pressed === undefined ? nothing : String(this.pressed);
    return html`<button type="button" aria-label=${this.label || nothing} aria-pressed=${aria as "true"}
        aria-haspopup=${(this.haspopup || nothing) as "dialog"} aria-disabled=${this.disabled ? "true" : "false"}
        @pointerdown=${this.down} @pointerup=${this.up} @pointerleave=${this.cancel} @pointercancel=${this.cancel}
        @click=${this.clicked} @contextmenu=${(event: Event) => event.preventDefault()}>
        <slot></slot>
        ${this.risk === "a" ? "" : html`<span class="hold" aria-hidden="true"></span>
          <span class="sr" role="status">${this.armed ? t("ui.press.armed") : ""}</span>`}
      </button>`;
  }

  private down(event: PointerEvent): void {
    if (this.disabled || event.button !== 0) return;
    this.toggleAttribute("down", true);
    this.done = false;
    if (this.risk === "a") return;
    this.timer = setTimeout(() => this.held(), HOLD);
  }

  private held(): void {
    this.done = true;
    this.toggleAttribute("down", false);
    this.act();
  }

  private up(): void {
    if (this.timer !== undefined && !this.done && this.hasAttribute("down")) this.hint();
    this.cancel();
  }

  private cancel(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.toggleAttribute("down", false);
  }

  /** A finger's or a mouse's click has a count; the keyboard's and a reader's has none. */
  private clicked(event: MouseEvent): void {
    event.stopPropagation();
    if (this.disabled) return this.nudge();
    if (this.risk === "a") return this.act();
    if (event.detail > 0) return;
    if (this.armed) return this.act();
    this.armed = true;
    setTimeout(() => (this.armed = false), ARMED);
  }

  private act(): void {
    this.armed = false;
    this.dispatchEvent(new CustomEvent("act", { bubbles: false }));
  }

  private hint(): void {
    this.nudge();
    this.dispatchEvent(new CustomEvent("short"));
    say("hint/hold");
  }

  /** Answer a tap that does nothing, so that nobody thinks the glass is dead. */
  nudge(): void {
    this.renderRoot.querySelector("button")?.animate?.(
      [{ translate: "0" }, { translate: "-3px" }, { translate: "3px" }, { translate: "0" }], { duration: 160 });
  }

  static override styles = [Au.styles, css`
    :host { display: inline-grid; min-width: var(--touch); min-height: var(--touch); }
    button {
      position: relative; display: flex; align-items: center; justify-content: center; gap: 8px; width: 100%;
      min-height: inherit; padding: var(--press-pad, 0 16px); overflow: hidden; border-radius: var(--press-radius, var(--radius));
      border: 1px solid var(--line); background: var(--raised); color: var(--text); font: inherit; font-weight: 500; line-height: 1.25;
      text-align: var(--press-align, center); cursor: pointer; touch-action: manipulation; user-select: none; -webkit-user-select: none;
      -webkit-tap-highlight-color: transparent; -webkit-touch-callout: none;
    }
    button:focus-visible { outline-offset: var(--press-ring, 2px); }
    :host([kind="quiet"]) button { border-color: transparent; background: none; }
    :host([kind="primary"]) button { background: #1f5fa8; border-color: var(--live); color: #fff; }
    :host([kind="danger"]) button { border-color: var(--fault); }
    :host([kind="invert"][on]) button { background: var(--text); border-color: var(--text); color: #0b0d10; }
    :host([on]:not([kind="invert"])) button { box-shadow: inset 0 0 0 2px var(--live); border-color: var(--live); background: var(--live-tint); }
    :host([pending]) button { outline: 3px dashed var(--pending); outline-offset: -3px; }
    :host([down]) button { background: var(--press); transform: scale(0.985); }
    :host([kind="primary"][down]) button { background: #2a74c6; }
    :host([kind="invert"][on][down]) button { background: #b9c2cc; }
    :host([disabled]) button { color: var(--press-off, var(--stale)); border-color: var(--line-soft); border-style: dotted; cursor: default; background: none; }
    :host([armed]) button { outline: 3px solid var(--warn); outline-offset: -3px; }
    :host([kind="quiet"][disabled]) button { border-color: transparent; }
    .hold { position: absolute; inset: auto 0 0 0; height: 4px; background: currentColor; opacity: 0.9; scale: 0 1; transform-origin: left; }
    :host([down]) .hold { scale: 1 1; transition: scale 800ms linear; }
    @media (hover: hover) { button:hover { background: var(--press); } :host([kind="primary"]) button:hover { background: #2a6fbd; }
      :host([kind="quiet"]) button:hover { background: var(--raised); }
      :host([kind="invert"][on]) button:hover { background: #fff; } :host([disabled]) button:hover { background: none; } }
    @media (prefers-reduced-motion: reduce) { :host([down]) button { transform: none; } }
  `];
}

define("au-press", Press);
