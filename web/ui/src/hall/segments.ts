/** A run at a glance: one segment a step, in the order they stand. */
import { css, html } from "lit";
import { isLeaf } from "../core/scenes.ts";
import type { Step } from "../core/types.ts";
import { Au, define } from "../parts/element.ts";

class Segments extends Au {
  static override properties = { steps: { attribute: false } };
  steps: Step[] = [];

  override render() {
    return html`<div aria-hidden="true">${this.steps.filter(isLeaf).map((step) => html`<i class=${step.state ?? "waiting"}></i>`)}</div>`;
  }

  static override styles = [Au.styles, css`
    :host { display: block; }
    div { display: flex; gap: 3px; height: 6px; }
    i { flex: 1; border-radius: 3px; background: var(--line-soft); }
    .running { background: repeating-linear-gradient(90deg, var(--pending) 0 6px, #55573a 6px 10px); }
    .ok, .already { background: var(--live); }
    .unverifiable { background: linear-gradient(var(--live) 0 2px, transparent 2px 4px, var(--live) 4px); }
    .by_hand { background: linear-gradient(90deg, var(--text) 0 50%, var(--line) 50%); background-size: 6px 100%; }
    .failed { background: var(--fault); }
    .skipped { background: var(--warn); }
    .put_back, .stopped { background: var(--stale); }
  `];
}

define("au-segments", Segments);
