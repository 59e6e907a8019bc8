/** Hall: the screen of the stage. Faults, scenes, the main levels, the key actions, what needs attention. */
import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../core/i18n.ts";
import { mainFaders, muteOf } from "../core/keys.ts";
import { model } from "../core/model.ts";
import { href } from "../core/router.ts";
import { devicesByNeed, standingOf } from "../core/summary.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import { asked } from "./shortcuts.ts";
import "../controls/fader.ts";
import "../hall/card.ts";
import "../hall/keys.ts";
import "../hall/last.ts";
import "../hall/scene-sheet.ts";
import "../hall/strip.ts";
import "../hall/tile.ts";
import "../hall/workarounds.ts";

const CARDS = 9;

class HallView extends Au {
  static override properties = { sheet: { state: true } };
  sheet = "";

  protected override topics() {
    return ["hall", "devices", "scenes", "faults", "links", "wire", "asked"];
  }

  override willUpdate(): void {
    if (asked.scene) this.sheet = asked.scene;
    asked.scene = "";
  }

  override render() {
    const faders = mainFaders();
    return html`<div class="hall ${faders.length ? "" : "silent"}" @scene=${(event: CustomEvent<string>) => (this.sheet = event.detail)}>
        <h2 class="sr">${t("ui.page.hall")}</h2>
        <div class="told"><au-strip></au-strip><au-workarounds></au-workarounds></div>
        <section class="scenes" aria-label=${t("ui.scenes")}><h3 class="head">${t("ui.scenes")}</h3>${this.scenes()}</section>
        <section class="need" aria-label=${t("ui.need")}>${this.need()}</section>
        ${faders.length ? html`<section class="levels card" aria-label=${t("ui.levels")}>${repeat(faders, (ref) => ref, (ref) => html`<au-lane .ref=${ref} .mute=${muteOf(ref)}></au-lane>`)}</section>` : nothing}
        <au-keys></au-keys>
        <au-last></au-last>
      </div>
      <au-scene-sheet .scene=${this.sheet} @shut=${() => (this.sheet = "")}></au-scene-sheet>`;
  }

  private scenes() {
    const scenes = [...model.scenes.keys()];
    if (scenes.length === 0) return html`<p class="empty">${model.hall ? t("ui.scenes.none") : t("ui.loading")}</p>`;
    return html`<div class="tiles">${repeat(scenes, (id) => id, (id) => html`<au-tile .scene=${id}></au-tile>`)}</div>`;
  }

  private need() {
    const all = devicesByNeed();
    const ill = all.filter((one) => ["fault", "lost", "stale"].includes(standingOf(one))).length;
    return html`<h3 class="head"><span class="grow num">${model.wire !== "up" ? t("ui.need.stale", { n: all.length }) : ill > 0 ? t("ui.need.some", { n: ill, of: all.length }) : t("ui.need.none", { n: all.length })}</span>
        <a class="all" href=${href("devices")}>${t("ui.need.all")}${icon("forward")}</a></h3>
      <div class="cards">${repeat(all.slice(0, CARDS), (one) => one.id, (one) => html`<au-card .device=${one.id}></au-card>`)}</div>`;
  }

  static override styles = [Au.styles, css`
    :host { display: grid; grid-template: 1fr / minmax(0, 1fr); }
    .hall { display: grid; gap: 12px; padding: var(--pad);
      grid: "strip strip" auto "scenes levels" auto "need levels" minmax(0, 1fr) "need keys" auto "last last" auto / minmax(0, 1fr) 440px; }
    .silent { grid: "strip strip" auto "scenes keys" auto "need need" minmax(0, 1fr) "last last" auto / minmax(0, 1fr) 360px; }
    .told { grid-area: strip; display: grid; gap: 8px; } .scenes { grid-area: scenes; } .need { grid-area: need; } .levels { grid-area: levels; } au-keys { grid-area: keys; } au-last { grid-area: last; }
    .levels { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); gap: 6px; padding: 8px; min-height: 300px; }
    .tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(216px, 1fr)); gap: var(--gap); }
    .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(216px, 1fr)); gap: var(--gap); }
    .head { margin-bottom: 4px; }
    .need .head { align-items: center; }
    .all { display: inline-flex; align-items: center; gap: 4px; min-height: 48px; padding: 0 4px 0 12px; margin: -12px 0; color: var(--text); }
    .all .icon { width: 18px; height: 18px; }
    @media (orientation: portrait), (max-width: 1000px) {
      .hall { grid: "strip strip" auto "levels keys" 320px "scenes scenes" auto "need need" minmax(0, 1fr) "last last" auto / minmax(0, 3fr) minmax(0, 2fr); }
    }
    @media (max-width: 700px) {
      .hall, .silent { grid: "strip" auto "scenes" auto "last" auto "keys" auto "levels" auto "need" auto / minmax(0, 1fr); }
      .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); }
      .cards { grid-template-columns: minmax(0, 1fr); }
      .levels { min-height: 420px; }
      au-last[idle] { display: none; }
    }
  `];
}

define("au-hall", HallView);
