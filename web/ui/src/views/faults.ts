/** Faults: root causes first, what hangs on them inside; the chosen one in full beside it. */
import { css, html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { ago, agoSeconds } from "../core/ages.ts";
import { said, t, type Key } from "../core/i18n.ts";
import { model } from "../core/model.ts";
import { chosen, href } from "../core/router.ts";
import { grouped, lawful, listed } from "../core/severity.ts";
import type { Fault } from "../core/types.ts";
import { upkeep } from "../core/upkeep.ts";
import { deviceName } from "../core/words.ts";
import { split } from "../style/split.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import "./fault.ts";

class Faults extends Au {
  protected override topics() {
    return ["place", "faults", "upkeep", "devices", "wire", "tick"];
  }

  override render() {
    const id = chosen("faults");
    const all = listed();
    const fault = id ? model.world.faults.get(id) : undefined;
    return html`<div class="split ${id ? "chosen" : ""}">
      <div class="side"><h2 class="sr">${t("ui.page.faults")}</h2>${all.length === 0 ? this.none() : upkeep.flood ? this.groups(all, id) : this.list(all, id)}</div>
      <div class="detail">${id ? html`<au-press class="back" kind="quiet" @act=${() => (location.hash = href("faults"))}>${icon("back")}${t("ui.page.faults")}</au-press>
        ${fault ? html`<au-fault .fault=${id}></au-fault>` : html`<p class="empty">${t("ui.fault.gone")}</p>`}` : html`<p class="empty">${icon("faults")}${t(all.length ? "ui.choose" : "ui.fault.none")}</p>`}</div></div>`;
  }

  private list(all: Fault[], id: string | null) {
    return html`<ul class="list">${repeat(all, (one) => one.id, (one) => html`<li>${this.row(one, one.id === id)}</li>`)}</ul>`;
  }

  /** More than a person can take in: one line a kind of trouble, everything inside. */
  private groups(all: Fault[], id: string | null) {
    return html`<p class="flood" role="status">${t("ui.fault.flood")}</p>${grouped(all).map((one) => one.length < 2 ? this.list(one, id) : html`<details ?open=${one.some((fault) => fault.id === id)}>
      <summary><span class="grow">${said(one[0]!.group) || said(one[0]!.title)}</span><b class="num">${one.length}</b></summary>${this.list(one, id)}</details>`)}`;
  }

  /** Without a heartbeat an empty list would be a lie. */
  private none() {
    if (model.wire !== "up") return html`<div class="empty">${icon("unlink")}<p>${t("ui.strip.unknown")}</p></div>`;
    return html`<div class="empty">${icon("check")}<p>${t("ui.fault.none")}</p><p class="num">${t("ui.strip.heard", { ago: agoSeconds((performance.now() - model.heard) / 1000) })}</p></div>`;
  }

  private row(fault: Fault, current: boolean) {
    const bad = fault.severity === "critical" || fault.severity === "major";
    const tone = fault.phase === "cleared" || lawful(fault) || fault.severity === "info" ? "muted" : bad ? "fault-text" : "warn-text";
    const behind = fault.behind?.length ?? 0;
    return html`<a class="item" href=${href("faults", fault.id)} aria-current=${current ? "true" : "false"}>
      <span class=${tone}>${icon(fault.phase === "cleared" ? "check" : "faults")}</span>
      <span class="grow"><span class="title two">${said(fault.title)}</span>
        <small class="num">${[fault.device ? deviceName(fault.device) : "", t(`ui.severity.${fault.severity}` as Key), ago(fault.since)].filter(Boolean).join(" · ")}</small>
        ${fault.flapping || fault.maintenance ? html`<small>${[fault.flapping ? t("ui.fault.flapping") : "", fault.maintenance ? t("ui.fault.maintenance") : ""].filter(Boolean).join(" · ")}</small>` : ""}
        ${behind ? html`<small class="num">${t("ui.fault.behind", { n: behind })}</small>` : ""}</span>
      ${fault.acked_by ? html`<span class="muted" title=${fault.acked_by}>${icon("user")}<span class="sr">${fault.acked_by}</span></span>` : ""}
      ${fault.ticket ? html`<span class="chip num">#${fault.ticket}</span>` : ""}</a>`;
  }

  static override styles = [Au.styles, split, css`
    .flood { padding: 12px 16px; border: 2px solid var(--warn); border-radius: var(--radius); margin-bottom: 8px; }
    details { margin-bottom: 8px; }
    summary { display: flex; align-items: center; gap: 12px; min-height: 48px; padding: 0 16px; border: 1px solid var(--line); border-radius: var(--radius); cursor: pointer; font-weight: 600; }
  `];
}

define("au-faults", Faults);
