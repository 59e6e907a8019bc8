/** A step failed and the scene leaves it to a person: try again, say that it is done by hand, go on without it, or put everything back. */
import { css, html } from "lit";
import { post } from "../core/http.ts";
import { said, t } from "../core/i18n.ts";
import { mayOperate, model } from "../core/model.ts";
import type { Run } from "../core/types.ts";
import { deviceName, refName } from "../core/words.ts";
import { Au, define } from "../parts/element.ts";
import { icon, type IconName } from "../parts/icon.ts";
import { toast, whyOf } from "../parts/toasts.ts";

const CHOICES: [choice: "again" | "by_hand" | "go_on" | "undo", IconName][] = [["again", "play"], ["by_hand", "user"], ["go_on", "skip"], ["undo", "undo"]];

/** What may be answered about a step of a run. */
export function answers(run: Run, path: string) {
  const shut = model.wire !== "up" || !mayOperate();
  return CHOICES.map(([choice, sign]) => html`<au-press class="grow" ?disabled=${shut}
    @act=${() => void answer(run, path, choice)}>${icon(sign)}${t(`ui.run.ask.${choice}`)}</au-press>`);
}

/** What a step is about, as a person calls it. */
export function about(run: Run, path: string): string {
  const step = run.steps.find((one) => one.path === path);
  return step?.ref ? refName(step.ref) : said(step?.title) || (step?.device ? deviceName(step.device) : "");
}

async function answer(run: Run, path: string, choice: string): Promise<void> {
  await post(`runs/${run.id}/answer`, { path, choice }).catch((error: unknown) => toast(whyOf(error), true));
}

class Asking extends Au {
  static override properties = { run: { attribute: false } };
  run: Run | undefined;

  protected override topics() {
    return ["runs", "wire"];
  }

  override render() {
    return html`${this.run?.asks?.map((one) => html`<section role="alert"><p>${icon("faults")}<b>${about(this.run!, one.path)}</b></p>
      <p>${said(one.reason)}</p><p>${t("ui.run.asks")}</p>
      <div class="row">${answers(this.run!, one.path)}</div></section>`)}`;
  }

  static override styles = [Au.styles, css`
    section { padding: 12px; margin: 8px 0; border: 2px solid var(--warn); border-radius: var(--radius); background: var(--warn-tint); }
    p { display: flex; gap: 8px; margin: 0 0 8px; }
    .row { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
  `];
}

define("au-asking", Asking);
