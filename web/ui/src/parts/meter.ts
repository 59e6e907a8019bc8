/**
 * The level of one strip beside its fader. Levels are no points: they come by a lossy stream of their own, are drawn
 * past the page's state, and fade out when nothing has come for three seconds.
 */
import { css, html } from "lit";
import { hear, subscribe, type Frame } from "../core/live.ts";
import { split } from "../core/words.ts";
import { Au, define } from "./element.ts";

/** The lowest level drawn, in dB of full scale; and how far a bar falls in one frame. */
const FLOOR = -60;
const FALL = 0.06;
const SILENCE = 3000;
const shown = new Set<Meter>();

hear((frame: Frame) => {
  if (frame.t !== "meters") return;
  for (const meter of shown) meter.take(frame.device as string, frame.levels as Record<string, number>);
});

class Meter extends Au {
  static override properties = { ref: {} };
  /** The fader beside which it stands. */
  ref = "";
  private off: (() => void) | null = null;
  private height = 0;
  private fading: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    shown.add(this);
    this.off = subscribe("meters");
    this.setAttribute("aria-hidden", "true");
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    shown.delete(this);
    clearTimeout(this.fading);
    this.off?.();
  }

  take(device: string, levels: Record<string, number>): void {
    const here = split(this.ref);
    const level = levels[here.index.join("/")];
    if (device !== here.device || level === undefined) return;
    const wanted = Math.min(1, Math.max(0, (level - FLOOR) / -FLOOR));
    this.height = Math.max(wanted, this.height - FALL);
    this.style.setProperty("--level", this.height.toFixed(3));
    this.toggleAttribute("live", true);
    this.toggleAttribute("clip", level >= 0);
    clearTimeout(this.fading);
    this.fading = setTimeout(() => this.toggleAttribute("live", false), SILENCE);
  }

  override render() {
    return html`<span></span>`;
  }

  static override styles = [Au.styles, css`
    :host { display: block; border-radius: 2px; overflow: hidden; opacity: 0; pointer-events: none; }
    :host([live]) { opacity: 1; background: var(--line-soft); }
    span { display: block; width: 100%; height: 100%; transform-origin: bottom; transform: scaleY(var(--level, 0)); background: var(--text); opacity: 0.75; }
    :host([clip]) span { background: var(--warn); opacity: 1; }
  `];
}

define("au-meter", Meter);
