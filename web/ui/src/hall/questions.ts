/** A scene cannot go on without a person: every screen shows the question, whoever pressed, and any of them may answer. */
import { css, html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { said, t } from "../core/i18n.ts";
import { model } from "../core/model.ts";
import { questions, type Question } from "../core/scenes.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import { about, answers } from "./asking.ts";
import "../parts/press.ts";

class Questions extends Au {
  protected override topics() {
    return ["runs", "scenes", "devices", "wire", "session"];
  }

  override render() {
    return html`${repeat(questions(), (one) => `${one.run.id} ${one.path}`, (one) => this.one(one))}`;
  }

  private one({ run, path, reason }: Question) {
    const name = said(model.scenes.get(run.scene)?.name) || run.scene;
    return html`<section role="alert">${icon("faults")}
      <p><b>${t("ui.run.asks_of", { name, step: about(run, path) })}</b>${reason ? html`<span>${said(reason)}</span>` : ""}</p>
      <div class="row">${answers(run, path)}</div></section>`;
  }

  static override styles = [Au.styles, css`
    section { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; align-items: center; gap: 8px 12px; padding: 8px 16px; background: var(--warn-tint); border-bottom: 2px solid var(--warn); }
    section > .icon { color: var(--warn); }
    p { display: grid; line-height: 1.35; }
    .row { display: flex; gap: 8px; }
    @media (orientation: portrait), (max-width: 1200px) { .row { grid-column: 1 / -1; display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); } }
    @media (max-width: 700px) { section { padding: 8px 12px; } .row { grid-auto-flow: row; grid-template-columns: 1fr 1fr; } }
  `];
}

define("au-questions", Questions);
