/** One scene: what it is, whether the room is in it, how its run goes. A tap runs, or opens what must be seen first. */
import { css, html, nothing } from "lit";
import { about } from "../core/ages.ts";
import { serverNow } from "../core/clock.ts";
import { said, t, type Key } from "../core/i18n.ts";
import { mayOperate, model } from "../core/model.ts";
import { orderOf, runScene, waiting } from "../core/orders.ts";
import { activeRun, currentScene, devicesOf, differences, halted, isActive, lasted, latestRun, tally, wishedOf } from "../core/scenes.ts";
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
    const devices = devicesOf(model.scenes.get(this.scene)).map((id) => `d/${id}`);
    return ["scenes", "runs", "wire", `p/scene:${this.scene}`, ...devices, ...(isActive(latestRun(this.scene)) ? ["tick"] : [])];
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
    if (run && isActive(run)) return { mood: "running", text: progress(run) };
    if (run?.state === "queued") return { mood: "queued", text: t("ui.run.state.queued") };
    if (model.wire !== "up") return { mood: "stale", text: t("ui.value.stale") };
    if (halted(run)) return { mood: "halted", text: stood(run!) };
    const other = currentScene();
    const off = differences(wishedOf(scene, run));
    const failed = other === scene.id && run ? tally(run.steps).failed : 0;
    if (off?.length === 0 && failed) return { mood: "differs", text: t("ui.scene.partly", { n: failed }) };
    if (off?.length === 0) return { mood: "live", text: t("ui.scene.live") };
    if (other === scene.id && off) return { mood: "differs", text: t("ui.scene.differs", { n: off.length }) };
    if (other === scene.id) return { mood: "stale", text: t("ui.scene.unverified") };
    if (run?.state === "failed") return { mood: "failed", text: t("ui.scene.failed_last") };
    const usual = scene.usual_s ? t("ui.scene.usual", { span: about(scene.usual_s) }) : t("ui.scene.count", { n: tally(scene.steps).total });
    if (scene.params?.length) return { mood: "calm", text: `${usual} · ${t("ui.scene.choose")}` };
    return { mood: "calm", text: scene.risk === "b" ? `${usual} · ${t("ui.press.hold")}` : usual };
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
  return [text, failed ? t("ui.run.failed_steps", { n: failed }) : "", span].filter(Boolean).join(" · ");
}

/** Stopped or cut off, and how much of it stands. */
function stood(run: Run): string {
  const { total, done } = tally(run.steps);
  return `${t(`ui.run.state.${run.state}` as Key)} · ${t("ui.run.stands_short", { done, total })}`;
}

define("au-tile", Tile);
