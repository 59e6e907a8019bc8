/** The key actions: big, few, always in the same place. */
import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { act } from "../core/actions.ts";
import { said, t } from "../core/i18n.ts";
import { keyActions, lookOf, offValue, onValue } from "../core/keys.ts";
import { barrier } from "../core/life.ts";
import { model, state } from "../core/model.ts";
import { activeRun } from "../core/scenes.ts";
import type { KeyAction } from "../core/types.ts";
import { deviceOf } from "../core/world.ts";
import { Au, define } from "../parts/element.ts";
import { icon, isIcon } from "../parts/icon.ts";
import type { Press } from "../parts/press.ts";
import { ask } from "./scene-sheet.ts";

class Keys extends Au {
  protected override topics() {
    const refs = keyActions().flatMap((key) => [...(key.toggle ?? []), ...(key.set ?? []).map((one) => one.ref)]);
    return ["hall", "devices", "scenes", "runs", "wire", "orders", "links", ...new Set(refs.map((ref) => `d/${deviceOf(ref)}`))];
  }

  override render() {
    return html`<div role="group" aria-label=${t("ui.keys")}>${repeat(keyActions(), (key) => key.id, (key) => this.key(key))}</div>`;
  }

  private key(key: KeyAction) {
    const look = lookOf(key);
    const all = look.of > 0 && look.on === look.of;
    const some = look.on > 0 && !all;
    const risk = key.scene ? "a" : key.risk ?? "a";
    return html`<au-press kind=${key.scene ? "danger" : "invert"} risk=${risk} ?on=${all && model.wire === "up"} .pressed=${look.of > 0 ? all : undefined} ?pending=${look.pending}
      ?disabled=${look.shut} haspopup=${key.scene ? "dialog" : ""} @act=${(event: Event) => this.tap(key, all, event.target as Press)}>
      <span class="in">${icon(isIcon(key.icon) ? key.icon : "play", key.icon === "stop")}<span class="name two">${said(key.name)}</span>
      ${some ? html`<small class="num">${t("ui.keys.some", { n: look.on, of: look.of })}</small>` : risk === "b" ? html`<small>${t("ui.press.hold")}</small>` : nothing}</span></au-press>`;
  }

  private tap(key: KeyAction, all: boolean, button: Press): void {
    if (key.scene) return void this.dispatchEvent(new CustomEvent("scene", { detail: key.scene, bubbles: true, composed: true }));
    if (key.stop) return void ask(`runs/${activeRun()?.id}/stop`);
    const refs = (key.toggle ?? []).filter((ref) => barrier(ref) === null);
    const items = key.set?.length ? key.set : refs.filter((ref) => state(ref).reported !== (all ? offValue(ref) : onValue(ref))).map((ref) => ({ ref, value: all ? offValue(ref) : onValue(ref) }));
    if (act(said(key.name), items) === 0 && model.wire === "up") button.nudge();
  }

  static override styles = [Au.styles, css`
    :host { display: block; container-type: inline-size; }
    div { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); grid-auto-rows: minmax(var(--tile), 1fr); gap: var(--gap); height: 100%; }
    au-press { --press-pad: 8px; }
    .in { display: grid; justify-items: center; gap: 4px; line-height: 1.2; }
    .in .icon { width: 28px; height: 28px; }
    .name { font-size: 17px; font-weight: 600; }
    small { font-size: 14px; font-weight: 400; opacity: 0.8; }
  `];
}

define("au-keys", Keys);
