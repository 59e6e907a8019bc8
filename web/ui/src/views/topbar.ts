/** Always in the same corners: the hall's name, its mode, the wire, who, the time. */
import { css, html } from "lit";
import { nextEvent, runningEvent, whenOf } from "../core/agenda.ts";
import { serverNow } from "../core/clock.ts";
import { timeOfDay } from "../core/format.ts";
import { said, t } from "../core/i18n.ts";
import { model } from "../core/model.ts";
import { href } from "../core/router.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";

class TopBar extends Au {
  protected override topics() {
    return ["hall", "session", "wire", "tick", "agenda"];
  }

  override render() {
    const name = said(model.hall?.name ?? model.session?.hall?.name);
    return html`<header><h1 class="cut">${name}</h1>
      <span class="chip mode ${model.mode}">${t(model.mode === "show" ? "ui.mode.show" : "ui.mode.edit")}</span>
      <span class="grow"></span>${this.next()}<au-wire></au-wire>
      <span class="who">${icon("user")}<span class="cut">${model.session?.user?.name ?? ""}</span></span>
      <time class="num">${timeOfDay(serverNow(), model.hall?.timezone)}</time></header>`;
  }

  /** What runs, or comes next: the clock of the whole evening. */
  private next() {
    const [running, next] = [runningEvent(), nextEvent()];
    const text = running ? t("ui.agenda.now", { title: running.title }) : next ? t("ui.agenda.next", { time: whenOf(next.start), title: next.title }) : "";
    return text ? html`<a class="next num" href=${href("more", "agenda")}><span class="cut">${text}</span></a>` : "";
  }

  static override styles = [Au.styles, css`
    .next { display: flex; flex: 0 20 auto; align-items: center; min-height: 48px; min-width: 0; max-width: 320px; color: var(--text); }
    @media (max-width: 700px) { .next { display: none; } }
    header { display: flex; align-items: center; gap: 12px; height: 56px; padding: 0 16px; border-bottom: 1px solid var(--line-soft); }
    h1 { font-size: 20px; font-weight: 600; min-width: 0; }
    .mode.edit { border: 2px solid var(--warn); color: var(--warn); }
    .mode.show { color: var(--text); border-color: var(--line); }
    .who { display: flex; align-items: center; gap: 6px; color: var(--muted); max-width: 160px; min-width: 0; }
    .who .icon { width: 20px; height: 20px; }
    time { font-size: 20px; font-weight: 600; }
    @media (max-width: 560px) { header { gap: 8px; padding: 0 12px; } .who span { display: none; } .who { display: none; } h1 { font-size: 18px; flex: 0 1 auto; } .mode { padding: 0 8px; } time { font-size: 18px; } }
    .mode, au-wire, time { flex: none; }
  `];
}

class WireChip extends Au {
  protected override topics() {
    return ["wire", "rtt"];
  }

  override render() {
    const slow = (model.rtt ?? 0) > 300 ? "warn" : "";
    if (model.wire !== "up") return html`<span class="chip ${model.wire === "lost" ? "warn" : ""}">${icon("unlink")}${t(model.wire === "lost" ? "ui.wire.off" : "ui.wire.first")}</span>`;
    const rtt = model.rtt === null ? "–" : `${model.rtt} ms`;
    return html`<span class="chip ${slow}" title=${t("ui.wire.up")}><i></i><span class="num">${rtt}</span>${(model.rtt ?? 0) > 100 ? t("ui.wire.slow") : ""}</span>`;
  }

  static override styles = [Au.styles, css`
    i { width: 10px; height: 10px; border-radius: 5px; border: 2px solid var(--muted); }
    .chip { min-width: 84px; justify-content: center; }
    @media (max-width: 560px) { .chip { min-width: 0; padding: 0 8px; } }
  `];
}

define("au-wire", WireChip);
define("au-topbar", TopBar);
