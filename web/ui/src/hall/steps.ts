/** The steps of a scene, in the tree's order: before a run now -> then, during and after it how each one fares. */
import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { about, lasting } from "../core/ages.ts";
import { ageOf } from "../core/clock.ts";
import { timeOfDay } from "../core/format.ts";
import { post } from "../core/http.ts";
import { said, t, word, type Key } from "../core/i18n.ts";
import { mayOperate, model, pointOf } from "../core/model.ts";
import { isLeaf } from "../core/scenes.ts";
import type { Step } from "../core/types.ts";
import { deviceName, refName, valueName } from "../core/words.ts";
import { Au, define } from "../parts/element.ts";
import { icon, type IconName } from "../parts/icon.ts";
import { toast, whyOf } from "../parts/toasts.ts";
import { vars } from "../parts/vars.ts";

const ICONS: Record<string, IconName> = {
  waiting: "circle", running: "ring", ok: "check", already: "check", failed: "close", skipped: "skip",
  unverifiable: "check", by_hand: "user", stopped: "stop", put_back: "undo", blocked: "lock",
};

class Steps extends Au {
  static override properties = { steps: { attribute: false }, preview: { type: Boolean }, run: {}, hands: { attribute: false } };
  steps: Step[] = [];
  preview = false;
  /** The run these are the steps of, and those of them that a person may say to have done by hand. */
  run = "";
  hands: string[] = [];

  protected override topics() {
    return ["devices", "wire", ...(this.steps.some((step) => step.state === "running") ? ["tick"] : [])];
  }

  override render() {
    return html`<ol>${repeat(this.steps, (step) => step.path, (step) => isLeaf(step) ? this.leaf(step) : this.group(step))}</ol>`;
  }

  private group(step: Step) {
    return html`<li class="group" ${vars({ "--depth": depth(step) })}>${said(step.title) || t(`ui.step.${step.kind}` as Key)}</li>`;
  }

  private leaf(step: Step) {
    const look = this.preview ? (step.blocked ? "blocked" : step.already ? "already" : "waiting") : step.state ?? "waiting";
    const why = said(step.blocked) || said(step.reason);
    return html`<li class=${look} ${vars({ "--depth": depth(step) })}>
      ${icon(ICONS[look] ?? "circle")}<div class="grow"><span class="what">${title(step)}</span>${this.move(step)}
      ${why ? html`<p class="why">${why}</p>` : nothing}${this.byHand(step)}</div>
      <span class="side num">${this.side(step, look)}</span></li>`;
  }

  /** Whose word stands for it; or the means to give one's own. */
  private byHand(step: Step) {
    if (step.hand) return html`<p class="hand">${t("ui.step.by_hand", { who: step.hand.by, at: timeOfDay(step.hand.at, model.hall?.timezone) })}</p>`;
    if (!this.hands.includes(step.path)) return nothing;
    return html`<au-press class="by" risk="b" ?disabled=${model.wire !== "up" || !mayOperate()} @act=${() => void this.say(step.path)}>${icon("user")}${t("ui.step.hand")} · ${t("ui.press.hold")}</au-press>`;
  }

  private async say(path: string): Promise<void> {
    await post(`runs/${this.run}/answer`, { path, choice: "by_hand" }).catch((error: unknown) => toast(whyOf(error), true));
  }

  private move(step: Step) {
    if (step.kind === "invoke") return nothing;
    const point = step.ref ? pointOf(step.ref) : undefined;
    const then = valueName(point, step.then ?? step.to);
    const from = this.preview ? step.now : step.from;
    const untouched = !this.preview && step.state === "waiting"; // nobody has asked yet what it was
    if (untouched || from === undefined || from === (step.then ?? step.to)) return html`<span class="move">${then}</span>`;
    return html`<span class="move"><span class="muted">${valueName(point, from)}</span>${icon("arrow")}${then}</span>`;
  }

  private side(step: Step, look: string) {
    if (this.preview) return step.blocked || step.already ? t(`ui.state.${look}` as Key) : step.state === "skipped" ? t("ui.state.skipped") : about(step.seconds) || t("ui.state.waiting");
    if (look === "running" && step.started) return lasting(Math.floor(ageOf(step.started) ?? 0));
    const took = look === "ok" && step.took_s ? lasting(Math.max(0.1, step.took_s)) : "";
    return took || (look === "waiting" ? "" : t(`ui.state.${look}` as Key));
  }

  static override styles = [Au.styles, css`
    ol { display: grid; gap: 2px; }
    li { display: flex; gap: 12px; align-items: flex-start; padding: 8px 0 8px calc(var(--depth) * 20px); border-bottom: 1px solid var(--line-soft); }
    .group { padding-block: 10px 2px; border: 0; color: var(--muted); font-size: 14px; }
    li .icon { width: 22px; height: 22px; margin-top: 1px; color: var(--muted); }
    .what { display: block; line-height: 1.35; }
    .move { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; font-weight: 600; line-height: 1.4; }
    .move .icon { width: 16px; height: 16px; margin: 0; }
    .move .muted { font-weight: 400; }
    .why { font-size: 14px; color: var(--fault); }
    .skipped .why, .blocked .why { color: var(--warn); }
    .hand { font-size: 14px; color: var(--warn); }
    .by { margin-top: 6px; }
    .by_hand .why { color: var(--muted); }
    .by_hand > .icon { color: var(--warn); }
    .side { color: var(--muted); font-size: 14px; line-height: 24px; white-space: nowrap; }
    .already .move, .already .what { color: var(--muted); }
    .running > .icon { color: var(--pending); animation: turn 1s linear infinite; }
    .running .side { color: var(--pending); }
    .ok .icon { color: var(--text); }
    .failed .icon, .failed .side { color: var(--fault); }
    .skipped .icon, .blocked .icon, .blocked .side { color: var(--warn); }
    @keyframes turn { to { rotate: 1turn; } }
    @media (prefers-reduced-motion: reduce) { .running > .icon { animation: none; } }
  `];
}

const depth = (step: Step): number => step.path.split(".").length - 1;

function title(step: Step): string {
  if (step.kind === "invoke") return `${deviceName(step.device ?? "")} · ${word([`action.${step.action}`], step.action ?? "")}`;
  const name = refName(step.ref ?? "");
  return step.kind === "wait" ? t("ui.step.wait_for", { name }) : name;
}

define("au-steps", Steps);
