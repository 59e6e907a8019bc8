/** A value that can only be read: its name, its value, its age when nobody vouches for it. */
import { css, html, nothing } from "lit";
import { lifeOf, lifeTopics } from "../core/life.ts";
import { pointOf } from "../core/model.ts";
import { keyName, split, valueName } from "../core/words.ts";
import { Au, define } from "../parts/element.ts";
import "./life.ts";

class Reading extends Au {
  static override properties = { ref: {} };
  ref = "";

  protected override topics() {
    return lifeTopics(this.ref);
  }

  override render() {
    const point = pointOf(this.ref);
    if (!point) return nothing;
    const life = lifeOf(this.ref);
    const dim = life.old;
    return html`<span class="name">${keyName(split(this.ref).key, point)}</span><span class="value num ${dim ? "stale-text" : ""}">${valueName(point, life.confirmed)}</span><au-life short .ref=${this.ref}></au-life>`;
  }

  static override styles = [Au.styles, css`
    :host { display: grid; align-content: center; gap: 2px; min-height: var(--normal); padding: 8px 12px; border: 1px solid var(--line-soft); border-radius: var(--radius); background: var(--bg); }
    .name { font-size: 14px; line-height: 1.3; color: var(--muted); }
    .value { font-weight: 600; overflow-wrap: anywhere; }
  `];
}

define("au-reading", Reading);
