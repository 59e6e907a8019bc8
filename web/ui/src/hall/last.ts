/** What was done last, by whom, and the way back. */
import { css, html, nothing } from "lit";
import { about, ago, agoSeconds } from "../core/ages.ts";
import { lastDeed, undo, undoable, type Deed } from "../core/actions.ts";
import { serverNow } from "../core/clock.ts";
import { said, t, type Key } from "../core/i18n.ts";
import { model, pointOf, mayOperate } from "../core/model.ts";
import { asks, lasted, runsByTime, tally, isActive } from "../core/scenes.ts";
import type { Run } from "../core/types.ts";
import { refName, valueName } from "../core/words.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import { ask } from "./scene-sheet.ts";
import "../parts/press.ts";

class Last extends Au {
  protected override topics() {
    return ["deed", "runs", "scenes", "devices", "wire", "tick"];
  }

  override render() {
    const deed = lastDeed();
    const run = runsByTime()[0];
    const runAge = run ? (serverNow() - Date.parse(run.ended ?? run.at)) / 1000 : Infinity;
    this.toggleAttribute("idle", !deed && !run);
    const mine = deed && (performance.now() - deed.at) / 1000 < runAge;
    return html`<div class="bar">${mine ? this.deed(deed) : run ? this.run(run) : html`<p class="muted">${t("ui.last.none")}</p>`}</div>`;
  }

  private deed(deed: Deed) {
    const one = deed.items[0]!;
    const many = deed.items.length > 1;
    const now = many ? deed.label : `${refName(one.ref)} → ${valueName(pointOf(one.ref), one.value)}`;
    const back = many ? deed.label : valueName(pointOf(one.ref), one.was);
    const when = agoSeconds((performance.now() - deed.at) / 1000);
    return html`<p class="grow"><span class="cut">${now}</span><small class="muted num">${deed.undoing ? `${t("ui.last.undone")} · ` : ""}${t("ui.last.mine")} · ${when}</small></p>
      ${undoable(deed) ? html`<au-press ?disabled=${model.wire !== "up"} @act=${() => undo(deed, deed.label)}>${icon("undo")}<span class="cut">${t("ui.undo_to", { what: back })}</span></au-press>` : nothing}`;
  }

  private run(run: Run) {
    const { total, done } = tally(run.steps);
    const name = run.scene === "readiness" ? t("ui.ready") : said(model.scenes.get(run.scene)?.name) || run.scene;
    const span = about(Math.floor(lasted(run, serverNow())));
    return html`<p class="grow"><span class="cut num ${run.state === "failed" ? "fault-text" : ""}">${name} · ${asks(run) ? t("ui.run.waits") : t(`ui.run.state.${run.state}` as Key)} ${run.state === "undone" ? "" : ` · ${done}/${total}`} · ${span}</span>
      <small class="muted num cut">${run.reason ? said(run.reason) : [run.by, ago(run.ended ?? run.at)].filter(Boolean).join(" · ")}</small></p>
      ${run.can_resume ? html`<au-press risk="b" ?disabled=${model.wire !== "up" || !mayOperate()} @act=${() => void ask(`runs/${run.id}/resume`)}>${icon("forward")}<span class="cut">${t("ui.run.resume")}</span></au-press>` : nothing}
      ${run.can_undo && !isActive(run) ? html`<au-press ?disabled=${model.wire !== "up" || !mayOperate()} @act=${() => void ask(`runs/${run.id}/undo`)}>${icon("undo")}<span class="cut">${t("ui.undo_to", { what: name })}</span></au-press>` : nothing}`;
  }

  static override styles = [Au.styles, css`
    :host { display: block; min-width: 0; }
    .bar { display: flex; align-items: center; gap: 12px; min-height: 56px; padding: 4px 4px 4px 16px; border: 1px solid var(--line-soft); border-radius: var(--radius); background: var(--surface); }
    p { display: grid; line-height: 1.35; }
    small { font-size: 14px; }
    au-press { flex: none; max-width: 50%; }
  `];
}

define("au-last", Last);
