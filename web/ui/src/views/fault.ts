/** One fault: what it is, what it means in the hall, what to do now, and what proves it. */
import { css, html, nothing } from "lit";
import { ago, lasting } from "../core/ages.ts";
import { ageOf } from "../core/clock.ts";
import { timeOfDay } from "../core/format.ts";
import { post } from "../core/http.ts";
import { said, t, word, type Key } from "../core/i18n.ts";
import { mayOperate, mayWrite, model } from "../core/model.ts";
import { href } from "../core/router.ts";
import { lawful } from "../core/severity.ts";
import type { Fault } from "../core/types.ts";
import { deviceName } from "../core/words.ts";
import { split } from "../style/split.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import { toast, whyOf } from "../parts/toasts.ts";
import { ask } from "../hall/scene-sheet.ts";
import "./advice.ts";
import "./checked.ts";

class FaultDetail extends Au {
  static override properties = { fault: {} };
  fault = "";

  protected override topics() {
    return ["faults", "devices", "wire", "tick"];
  }

  override render() {
    const fault = model.world.faults.get(this.fault);
    if (!fault) return nothing;
    return html`<div class="top"><div class="grow"><h2>${said(fault.title)}</h2><div class="chips">${this.chips(fault)}</div></div></div>
      ${this.cause(fault)}
      ${said(fault.impact) ? html`<p class="impact">${said(fault.impact)}</p>` : nothing}
      <div class="acts">${this.acts(fault)}</div>
      <au-checked .fault=${fault.id}></au-checked>
      ${fault.advice?.length ? html`<section><h3 class="head">${t("ui.fault.advice")}</h3><ol class="advice">${fault.advice.map((one) => html`<li>${said(one)}</li>`)}</ol></section>` : nothing}
      <au-advice .fault=${fault.id}></au-advice>
      ${this.card(fault)}${this.healing(fault)}${this.others(fault.behind, (n) => t("ui.fault.behind", { n }))}${this.others(fault.related, () => t("ui.fault.related"))}${this.evidence(fault)}`;
  }

  /** What explains it, so that nobody starts at the wrong end. */
  private cause(fault: Fault) {
    const cause = model.world.faults.get(fault.cause ?? "");
    if (!cause) return nothing;
    return html`<a class="go cause" href=${href("faults", cause.id)}>${icon("link")}${t("ui.fault.because", { title: said(cause.title) })}</a>`;
  }

  private chips(fault: Fault) {
    const bad = fault.severity === "critical" || fault.severity === "major";
    return html`<span class="chip ${fault.phase === "cleared" || lawful(fault) || fault.severity === "info" ? "" : bad ? "fault" : "warn"}">${icon("faults")}${t(`ui.severity.${fault.severity}` as Key)}</span>
      <span class="chip">${t(`ui.phase.${fault.phase}` as Key)}</span>
      <span class="chip num">${icon("clock")}${timeOfDay(fault.since, model.hall?.timezone)} · ${lasting(ageOf(fault.since) ?? 0)}</span>
      ${fault.acked_by ? html`<span class="chip">${icon("user")}${t("ui.fault.acked", { who: fault.acked_by })}</span>` : nothing}
      ${fault.expected ? html`<span class="chip">${t("ui.fault.expected")}</span>` : nothing}
      ${fault.flapping ? html`<span class="chip warn">${t("ui.fault.flapping")}</span>` : nothing}
      ${fault.stale ? html`<span class="chip">${t("ui.fault.stale")}</span>` : nothing}
      ${fault.silenced_until ? html`<span class="chip num">${icon("silence")}${t("ui.fault.silenced_until", { time: timeOfDay(fault.silenced_until, model.hall?.timezone) })}</span>` : nothing}
      ${fault.maintenance ? html`<a class="chip" href=${href("more", "maintenance")}>${t("ui.fault.maintenance")}</a>` : nothing}`;
  }

  private acts(fault: Fault) {
    const away = model.wire !== "up";
    return html`${fault.acked_by || fault.phase === "cleared" ? nothing : html`<au-press kind="primary" ?disabled=${away || !mayWrite()} @act=${() => void ask(`faults/${encodeURIComponent(fault.id)}/ack`)}>${icon("check")}${t("ui.fault.ack")}</au-press>`}
      ${fault.phase === "cleared" ? nothing : html`<au-press ?disabled=${away || !mayOperate()} @act=${() => void this.silence(fault)}>${icon("silence")}${t("ui.fault.silence")}</au-press>`}
      ${fault.ticket ? html`<a class="go" href=${href("tickets", fault.ticket)}>${icon("tickets")}<span class="num">${t("ui.fault.ticket", { no: fault.ticket })}</span></a>` : mayWrite() ? html`<a class="go" href=${href("tickets", `new~${fault.id}`)}>${icon("plus")}${t("ui.fault.report")}</a>` : nothing}
      ${fault.device ? html`<a class="go" href=${href("devices", fault.device)}>${icon("devices")}${deviceName(fault.device)}</a>` : nothing}`;
  }

  private async silence(fault: Fault): Promise<void> {
    try {
      await post("silences", { fault: fault.id, for: "10m", reason: t("ui.fault.silence_reason") });
      toast(t("ui.fault.silenced"));
    } catch (error) {
      toast(whyOf(error), true);
    }
  }

  /** What its card says beside the words above: the probable cause, how soon to act, the class it proposes. */
  private card(fault: Fault) {
    if (!fault.card) return nothing;
    return html`<section><h3 class="head">${t("ui.fault.card")}</h3><dl class="facts card">
      <dt>${t("ui.fault.why")}</dt><dd>${said(fault.why)}</dd>
      <dt>${t("ui.fault.act")}</dt><dd class="num">${fault.act_s ? lasting(fault.act_s) : t("ui.fault.act_none")}</dd>
      <dt>${t("ui.fault.class")}</dt><dd class="num">${fault.class}</dd></dl></section>`;
  }

  /** What is tried by itself, where the hall's file allows it. */
  private healing(fault: Fault) {
    const healing = fault.healing;
    if (!healing) return nothing;
    return html`<section><h3 class="head">${t("ui.fault.healing")}</h3>
      <p class="muted">${healing.waits ? said(healing.waits) : t("ui.fault.healing_steps", { steps: healing.steps.map((one) => word([`ui.remedy.${one}`], one)).join(" → ") })}</p>
      <ul>${healing.tried.map((one) => html`<li><span class="num">${timeOfDay(one.at, model.hall?.timezone)}</span> ${said(one.text)}</li>`)}</ul></section>`;
  }

  private others(ids: string[] | undefined, heading: (n: number) => string) {
    const behind = (ids ?? []).map((id) => model.world.faults.get(id)).filter((one): one is Fault => Boolean(one));
    if (behind.length === 0) return nothing;
    return html`<section><h3 class="head">${heading(behind.length)}</h3><ul class="list">${behind.map((one) => html`<li><a class="item" href=${href("faults", one.id)}>
      <span class="muted">${icon("link")}</span><span class="grow"><span class="title">${said(one.title)}</span><small class="num">${one.device ? deviceName(one.device) : ""} · ${ago(one.since)}</small></span></a></li>`)}</ul></section>`;
  }

  private evidence(fault: Fault) {
    const facts = Object.entries(fault.evidence ?? {}).filter(([key]) => !INSIDE.has(key));
    if (facts.length === 0) return nothing;
    return html`<section><h3 class="head">${t("ui.fault.evidence")}</h3><dl class="facts card">${facts.map(([key, value]) => html`<dt>${word([`ui.evidence.${key}`, `point.${key}`], key.replaceAll("_", " "))}</dt><dd class="num">${shown(key, value)}</dd>`)}</dl></section>`;
  }

  static override styles = [Au.styles, split, css`
    :host { height: auto; }
    .impact { font-size: 18px; }
    .advice { display: grid; gap: 10px; counter-reset: n; }
    .advice li { counter-increment: n; display: flex; gap: 12px; }
    .advice li::before { content: counter(n); flex: none; width: 26px; height: 26px; border-radius: 13px; border: 1px solid var(--line); text-align: center; line-height: 24px; font-weight: 600; font-size: 14px; }
    .go { display: inline-flex; align-items: center; gap: 8px; min-height: 48px; padding: 0 16px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--raised); font-weight: 500; }
    .cause { justify-self: start; align-self: flex-start; margin-bottom: 12px; }
    .facts { padding: 12px 16px; }
    .list { display: grid; gap: 8px; }
  `];
}

/** What serves the service and tells a person nothing. */
const INSIDE = new Set(["order", "unheard", "of", "left", "renewed"]);

function shown(key: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => deviceName(String(one))).join(t("ui.list.comma"));
  if (key === "why") return word([`ui.reason.${value}`], String(value));
  if (key === "patience") return lasting(Number(value));
  if (value && typeof value === "object" && "zh" in value) return said(value as { zh: string; en: string });
  return typeof value === "object" ? JSON.stringify(value) : word([`value.${value}`], String(value));
}

define("au-fault", FaultDetail);
