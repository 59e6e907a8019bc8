/** One scene seen from near: first what it would do, then how it goes, then what it did. */
import { css, html, nothing } from "lit";
import { about, ago } from "../core/ages.ts";
import { serverNow } from "../core/clock.ts";
import { get, post } from "../core/http.ts";
import { said, t, word, type Key } from "../core/i18n.ts";
import { mayOperate, model } from "../core/model.ts";
import { orderOf, runScene, waiting } from "../core/orders.ts";
import { activeRun, devicesOf, foreseen, isActive, lasted, latestRun, questions, shownRun, tally, undone } from "../core/scenes.ts";
import type { Preview, Run, Scene, Value } from "../core/types.ts";
import { furnish } from "../core/session.ts";
import { deviceName, refName } from "../core/words.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import { toast, whyOf } from "../parts/toasts.ts";
import "../parts/sheet.ts";
import "../parts/slide.ts";
import "./asking.ts";
import "./choices.ts";
import "./segments.ts";
import "./steps.ts";
import "./versions.ts";

/** What is told of a run in these states is no failure: somebody wanted it so, or it went well all the same. */
const MILD = new Set(["done", "stopped", "undone"]);

/** So many names fit in a sentence. */
const MOST_NAMED = 4;

export async function ask(path: string): Promise<void> {
  await post(path).catch((error: unknown) => toast(whyOf(error), true));
}

/** A point or an action, as a person calls it. */
function lostName(what: string): string {
  const [device = "", action = ""] = what.split("/");
  const deed = word([`action.${action}`], "");
  return deed ? `${deviceName(device)} · ${deed}` : refName(what);
}

/** How many things a run would move, and in what time. */
function forecastLine(seen: Preview): string {
  const { moves, seconds } = foreseen(seen);
  if (moves === 0) return t("ui.preview.nothing");
  if (seconds === null) return t("ui.preview.moves_unknown", { n: moves });
  return t(seconds < 1 ? "ui.preview.moves_quick" : "ui.preview.moves", { n: moves, span: about(seconds) });
}

/** What a run that was stopped leaves: how much of it stands, and what does not. */
function standsNow(run: Run) {
  const { total, done } = tally(run.steps);
  const names = [...new Set(undone(run.steps).map((step) => (step.ref ? refName(step.ref) : lostName(`${step.device}/${step.action}`))))];
  const more = names.length > MOST_NAMED ? t("ui.run.and_more", { n: names.length - MOST_NAMED }) : "";
  return html`<p class="stands"><span class="num">${t("ui.run.stands", { done, total })}</span>${names.length ? html`<br />${t("ui.run.not_done", { names: names.slice(0, MOST_NAMED).join(t("ui.list.comma")) + more })}` : nothing}</p>`;
}

class SceneSheet extends Au {
  static override properties = { scene: {}, preview: { state: true }, past: { state: true }, chosen: { state: true } };
  scene = "";
  preview: Preview | null = null;
  /** The reader asked for the run before this sheet was opened. */
  past = false;
  /** What the reader chose; the rest is as usual. */
  chosen: Record<string, Value> = {};
  /** The run to show: one that was under way when the sheet opened, or started from it. */
  private opened = 0;
  private followed = "";
  private asked = "";
  private timer: ReturnType<typeof setTimeout> | undefined;

  protected override topics() {
    if (!this.scene) return [];
    const devices = devicesOf(model.scenes.get(this.scene)).map((id) => `d/${id}`);
    return ["scenes", "runs", "wire", `p/scene:${this.scene}`, ...devices, ...(isActive(this.run) ? ["tick"] : [])];
  }

  private get run(): Run | undefined {
    const run = latestRun(this.scene);
    return this.past ? run : shownRun(run, this.followed, this.opened);
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("scene")) {
      this.preview = null;
      this.past = false;
      this.chosen = {};
      this.opened = serverNow();
      this.followed = "";
    }
    if (isActive(this.run)) this.followed = this.run!.id;
    if (!this.scene || isActive(this.run) || this.timer) return;
    this.timer = setTimeout(() => void this.look(), this.asked === this.scene ? 400 : 0);
  }

  /** The room may move while one reads: look again, at most every 0.4 s. */
  private async look(): Promise<void> {
    const [scene, chosen] = [this.scene, this.chosen];
    if (scene && !isActive(this.run)) {
      const args = Object.keys(chosen).length ? `?args=${encodeURIComponent(JSON.stringify(chosen))}` : "";
      const seen = await get<Preview>(`scenes/${scene}/preview${args}`).catch(() => null);
      this.asked = scene;
      const same = JSON.stringify(seen) === JSON.stringify(this.preview);
      if (scene === this.scene && chosen === this.chosen && seen && !same) this.preview = seen;
    }
    this.timer = undefined;
    if (scene !== this.scene || chosen !== this.chosen) this.requestUpdate(); // chosen anew while one was asking
  }

  override render() {
    const scene = model.scenes.get(this.scene);
    if (!scene) return html`<au-sheet></au-sheet>`;
    const run = this.run;
    return html`<au-sheet heading=${said(scene.name)} .open=${true} @shut=${this.shut}>
      ${this.others(run)}
      ${run ? this.running(run) : this.forecast(scene)}
      <div slot="foot" class="foot">${run && (isActive(run) || run.state === "queued") ? this.stop(run) : this.go(scene, run)}</div></au-sheet>`;
  }

  /** Another scene waits for an answer: this sheet lies over the screen's own question. */
  private others(run: Run | undefined) {
    const asking = [...new Set(questions().map((one) => one.run))].filter((one) => one !== run);
    return asking.map((one) => html`<p class="blocked">${icon("ring")}${t("ui.run.waits_named", { name: said(model.scenes.get(one.scene)?.name) || one.scene })}</p><au-asking .run=${one}></au-asking>`);
  }

  private forecast(scene: Scene) {
    const seen = this.preview;
    const line = seen ? forecastLine(seen) : t("ui.preview.asking");
    return html`${scene.about ? html`<p class="muted">${said(scene.about)}</p>` : nothing}
      ${scene.params?.length ? html`<au-choices .params=${scene.params} .chosen=${this.chosen} @choose=${this.choose}></au-choices>` : nothing}
      <p class="lead num" role="status">${line}</p>
      ${seen?.blocked ? html`<p class="blocked">${icon("lock")}${t("ui.preview.blocked")}</p>` : nothing}
      ${seen?.people?.map((one) => html`<p class="blocked">${icon("user")}${t("ui.preview.people", { who: one.who, name: deviceName(one.device) })}</p>`)}
      ${this.lastTime()}
      <au-steps preview .steps=${seen?.steps ?? scene.steps}></au-steps>
      <au-versions .scene=${this.scene} @restored=${() => void furnish()}></au-versions>`;
  }

  private choose(event: CustomEvent<{ id: string; value: Value }>): void {
    this.chosen = { ...this.chosen, [event.detail.id]: event.detail.value };
  }

  /** How the last run failed must be found where one would start it again. */
  private lastTime() {
    const run = latestRun(this.scene);
    if (!run || !["failed", "interrupted", "stopped"].includes(run.state)) return nothing;
    const bad = run.state === "failed";
    return html`<div class=${bad ? "reason" : "blocked"}>${icon(bad ? "faults" : "stop")}<div class="grow"><p><b>${t("ui.run.last")} · ${t(`ui.run.state.${run.state}` as Key)} · ${ago(run.at)}</b><br />${said(run.reason)}</p>${bad ? nothing : standsNow(run)}</div>
      <au-press kind="quiet" label=${t("ui.run.last_see")} @act=${() => (this.past = true)}>${icon("forward")}</au-press></div>`;
  }

  private running(run: Run) {
    const { total, done } = tally(run.steps);
    const span = about(Math.floor(lasted(run, serverNow())));
    const whole = isActive(run) && run.expected_s ? t("ui.run.expected", { span: about(run.expected_s) }) : "";
    return html`<p class="lead num ${run.state}" role="status">${t(`ui.run.state.${run.state}` as Key)} · ${done}/${total} · ${[span, whole].filter(Boolean).join(" / ")}</p>
      <au-segments .steps=${run.steps}></au-segments>
      ${run.asks?.length ? html`<au-asking .run=${run}></au-asking>` : nothing}
      ${run.reason ? html`<p class=${MILD.has(run.state) ? "blocked" : "reason"}>${icon(run.state === "stopped" ? "stop" : "faults")}<span>${said(run.reason)}</span></p>` : nothing}
      ${["stopped", "interrupted"].includes(run.state) ? standsNow(run) : nothing}
      <au-steps .steps=${run.steps} .run=${run.id} .hands=${run.by_hand ?? []}></au-steps>
      ${run.put_back?.length ? html`<h3 class="head">${t("ui.run.put_back")}</h3><ul class="back">${run.put_back.map((one) => html`<li>${icon("undo")}${refName(one.ref)}${
        one.reason ? html`<span class="muted">${said(one.reason)}</span>` : nothing}</li>`)}</ul>` : nothing}
      ${this.lost(run)}`;
  }

  /** What putting back would not bring back is said before it is pressed. */
  private lost(run: Run) {
    if (isActive(run) || !run.undo_lists?.length) return nothing;
    return html`<h3 class="head">${t("ui.run.lost")}</h3><ul class="back">${run.undo_lists.map((what) => html`<li>${icon("lock")}${lostName(what)}</li>`)}</ul>`;
  }

  private stop(run: Run) {
    return html`<au-press class="wide" kind="danger" risk="b" ?disabled=${!["running", "queued"].includes(run.state) || model.wire !== "up" || !mayOperate()} @act=${() => void ask(`runs/${run.id}/stop`)}>${icon("stop", true)}${t("ui.run.stop")} · ${t("ui.press.hold")}</au-press>`;
  }

  private go(scene: Scene, run: Run | undefined) {
    const busy = activeRun();
    const away = model.wire !== "up" || !mayOperate() || waiting(orderOf(`scene:${scene.id}`));
    if (busy) return this.conflict(scene, busy, away);
    const shut = away;
    const text = run ? t("ui.run.again") : t("ui.run.go");
    const start = scene.risk === "c"
      ? html`<au-slide class="grow" label=${text} ?disabled=${shut} @act=${() => runScene(scene.id, this.chosen)}></au-slide>`
      : html`<au-press class="wide" kind="primary" risk=${scene.risk ?? "a"} ?disabled=${shut} ?pending=${waiting(orderOf(`scene:${scene.id}`))} @act=${() => runScene(scene.id, this.chosen)}>${icon("play", true)}${text}${scene.risk === "b" ? ` · ${t("ui.press.hold")}` : ""}</au-press>`;
    const half = run ?? latestRun(scene.id);
    return html`${half?.can_resume ? html`<au-press class="wide" risk="b" ?disabled=${shut} @act=${() => void ask(`runs/${half.id}/resume`)}>${icon("forward")}${t("ui.run.resume")} · ${t("ui.press.hold")}</au-press>` : nothing}
      ${run?.can_undo ? html`<au-press class="wide" ?disabled=${shut} @act=${() => void ask(`runs/${run.id}/undo`)}>${icon("undo")}${t("ui.run.undo")}</au-press>` : nothing}${start}`;
  }

  /** Another scene has the room: wait for it, or take it. */
  private conflict(scene: Scene, busy: Run, away: boolean) {
    const run = (how: { queue?: boolean; replace?: boolean }) => runScene(scene.id, this.chosen, how);
    return html`<p class="muted busy">${t("ui.run.busy", { name: said(model.scenes.get(busy.scene)?.name) || busy.scene })}</p>
      ${scene.risk === "c" ? html`<au-slide class="grow" label=${t("ui.run.queue")} ?disabled=${away} @act=${() => run({ queue: true })}></au-slide>` : this.queue(scene, away, run)}`;
  }

  private queue(scene: Scene, away: boolean, run: (how: { queue?: boolean; replace?: boolean }) => unknown) {
    const risk = scene.risk ?? "a";
    return html`<au-press class="wide" risk=${risk} ?disabled=${away} @act=${() => run({ queue: true })}>${icon("clock")}${t("ui.run.queue")}${risk === "b" ? ` · ${t("ui.press.hold")}` : ""}</au-press>
      <au-press class="wide" kind="danger" risk="b" ?disabled=${away} @act=${() => run({ replace: true })}>${icon("stop", true)}${t("ui.run.replace")} · ${t("ui.press.hold")}</au-press>`;
  }

  private shut(): void {
    this.dispatchEvent(new CustomEvent("shut"));
  }

  static override styles = [Au.styles, css`
    .lead { font-size: 18px; font-weight: 600; margin: 4px 0 8px; }
    .lead.failed, .lead.interrupted { color: var(--fault); }
    .lead.running, .lead.undoing { color: var(--pending); }
    .blocked, .reason { display: flex; gap: 8px; padding: 10px 12px; margin: 8px 0; border-radius: var(--radius); background: var(--warn-tint); color: #ffd08a; }
    .reason { background: var(--fault-tint); color: var(--text); border: 1px solid var(--fault); }
    .reason .icon { color: var(--fault); }
    .foot { display: flex; flex-wrap: wrap; gap: 12px; }
    .wide { flex: 1; min-height: 64px; }
    .busy { width: 100%; }
    .stands { margin: 4px 0; line-height: 1.4; }
    .back li { display: flex; gap: 8px; align-items: center; padding: 6px 0; }
  `];
}

define("au-scene-sheet", SceneSheet);
