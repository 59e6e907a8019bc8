/** One scene: what it is, whether the room is in it, how its run goes. A tap runs, or opens what must be seen first. */
import { css, html, nothing } from "lit";
import { about, ago } from "../core/ages.ts";
import { serverNow } from "../core/clock.ts";
import { said, t, type Key } from "../core/i18n.ts";
import { mayOperate, model } from "../core/model.ts";
import { orderOf, runScene, waiting } from "../core/orders.ts";
import { activeRun, asks, devicesOf, differences, isActive, lasted, latestRun, moodOf, tally, wishedOf } from "../core/scenes.ts";
import { get } from "../core/http.ts";
import type { Preview, Run, Scene } from "../core/types.ts";
import { Au, define } from "../parts/element.ts";
import { icon, sceneIcon } from "../parts/icon.ts";
import type { Press } from "../parts/press.ts";
import "./segments.ts";

class Tile extends Au {
  static override properties = { scene: {} };
  scene = "";

  protected override topics() {
    const scene = model.scenes.get(this.scene);
    const [run, devices] = [latestRun(this.scene), devicesOf(scene).map((id) => `d/${id}`)];
    const ages = isActive(run) || (scene && moodOf(scene, run) === "did");
    return ["scenes", "runs", "wire", `p/scene:${this.scene}`, ...devices, ...(ages ? ["tick"] : [])];
  }

  override render() {
    const scene = model.scenes.get(this.scene);
    if (!scene) return nothing;
    const run = latestRun(this.scene);
    const look = this.look(scene, run);
    const shut = model.wire !== "up" || !mayOperate();
    const risk = isActive(run) || scene.params?.length ? "a" : scene.risk === "b" ? "b" : "a";
    return html`<div class="tile ${look.mood}">
      <au-press class="main" kind="quiet" risk=${risk} ?disabled=${shut && !isActive(run)} ?pending=${waiting(orderOf(`scene:${this.scene}`))}
        @act=${(event: Event) => void this.tap(scene, run, event.target as Press)} @short=${this.openSheet}>
        <span class="in">${icon(sceneIcon(scene.id, scene.icon))}<span class="grow"><span class="name two">${said(scene.name)}</span>
        <span class="sub num">${look.text}</span></span></span></au-press>
      <au-press class="see" kind="quiet" haspopup="dialog" label="${t("ui.scene.steps")} · ${said(scene.name)}" @act=${this.openSheet}>${icon("list")}</au-press>
      ${isActive(run) || look.mood === "failed" || look.mood === "halted" ? html`<au-segments .steps=${run!.steps}></au-segments>` : nothing}</div>`;
  }

  private look(scene: Scene, run: Run | undefined): { mood: string; text: string } {
    const mood = moodOf(scene, run);
    switch (mood) {
      case "asks": return { mood: "running asks", text: progress(run!) };
      case "running": return { mood, text: progress(run!) };
      case "queued": return { mood, text: t("ui.run.state.queued") };
      case "unknown": return { mood: "stale", text: t("ui.value.stale") };
      case "halted": return { mood, text: stood(run!) };
      case "partly": return { mood: "differs", text: t("ui.scene.partly", { n: tally(run!.steps).failed }) };
      case "live": return { mood, text: t("ui.scene.live") };
      case "differs": return { mood, text: t("ui.scene.differs", { n: differences(wishedOf(scene, run))?.length ?? 0 }) };
      case "unverified": return { mood: "stale", text: t("ui.scene.unverified") };
      case "failed": return { mood, text: t("ui.scene.failed_last") };
      case "did": return { mood: "calm", text: did(run!) };
      case "calm": return { mood, text: usual(scene) };
    }
  }

  /** Class a runs when nothing is in its way; else the sheet shows what is. */
  private async tap(scene: Scene, run: Run | undefined, button: Press): Promise<void> {
    if (isActive(run) || run?.state === "queued" || scene.risk === "c" || scene.params?.length || activeRun()) return this.openSheet();
    if (waiting(orderOf(`scene:${scene.id}`))) return button.nudge();
    const preview = await get<Preview>(`scenes/${scene.id}/preview`).catch(() => null);
    if (!preview || preview.blocked || preview.people?.length) return this.openSheet();
    runScene(scene.id);
  }

  private openSheet(): void {
    this.dispatchEvent(new CustomEvent("scene", { detail: this.scene, bubbles: true, composed: true }));
  }

  static override styles = [Au.styles, css`
    :host { display: grid; min-width: 0; }
    .tile { position: relative; display: grid; grid-template-columns: minmax(0, 1fr) var(--touch); min-height: var(--tile); border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); overflow: hidden; }
    .main, .see { --press-ring: -4px; }
    .main { min-height: calc(var(--tile) - 2px); --press-align: left; --press-pad: 8px 4px 8px 14px; --press-radius: var(--radius) 0 0 var(--radius); }
    .see { --press-pad: 0; min-height: calc(var(--tile) - 2px); color: var(--muted); --press-radius: 0 var(--radius) var(--radius) 0; }
    .in { display: flex; align-items: center; gap: 12px; width: 100%; min-width: 0; }
    .in .icon { width: 30px; height: 30px; color: var(--muted); }
    .name { font-size: 20px; font-weight: 600; line-height: 1.2; }
    .sub { display: block; font-size: 14px; font-weight: 400; color: var(--muted); line-height: 1.35; margin-top: 2px; }
    .tile { outline: 0 solid transparent; outline-offset: -3px; }
    .live { outline: 3px solid var(--live); background: var(--live-tint); }
    .stale { border-style: dotted; }
    .stale .sub { color: var(--stale); }
    .live .icon, .live .sub { color: #a9cff6; }
    .running { border-color: transparent; outline: 3px dashed var(--pending); }
    .running .sub, .running .in .icon { color: var(--pending); }
    .asks { outline-color: var(--warn); }
    .asks .sub, .asks .in .icon { color: var(--warn); }
    .queued { outline: 2px dashed var(--line); }
    .differs { outline: 3px double var(--warn); }
    .differs .sub { color: var(--warn); }
    .halted { border-color: var(--warn); }
    .halted .sub { color: var(--warn); }
    .failed .sub { color: var(--fault); }
    .failed { border-color: var(--fault); }
    au-segments { position: absolute; inset: auto 10px 6px 10px; pointer-events: none; }
    @media (max-width: 560px) { .in .icon { display: none; } .main { --press-pad: 8px 0 8px 10px; } .name { font-size: 18px; } }
  `];
}

export function progress(run: Run): string {
  const { total, done, failed } = tally(run.steps);
  const span = about(Math.floor(lasted(run, serverNow())));
  const text = run.state === "undoing" ? t("ui.run.undoing") : run.state === "stopping" ? t("ui.run.stopping") : `${done}/${total}`;
  if (asks(run)) return `${t("ui.run.waits")} · ${text}`;
  return [text, failed ? t("ui.run.failed_steps", { n: failed }) : "", span].filter(Boolean).join(" · ");
}

/** What holds nothing has no state: when it was done is all there is to tell. */
function did(run: Run): string {
  const { failed } = tally(run.steps);
  return [t("ui.scene.did", { ago: ago(run.ended) }), failed ? t("ui.run.failed_steps", { n: failed }) : ""].filter(Boolean).join(" · ");
}

function usual(scene: Scene): string {
  const span = scene.usual_s !== null && scene.usual_s !== undefined ? t("ui.scene.usual", { span: about(scene.usual_s) }) : t("ui.scene.count", { n: tally(scene.steps).total });
  const how = scene.params?.length ? t("ui.scene.choose") : scene.risk === "b" ? t("ui.press.hold") : "";
  return [span, how].filter(Boolean).join(" · ");
}

/** Stopped or cut off, and how much of it stands. */
function stood(run: Run): string {
  const { total, done } = tally(run.steps);
  return `${t(`ui.run.state.${run.state}` as Key)} · ${t("ui.run.stands_short", { done, total })}`;
}

define("au-tile", Tile);
