/** The working calendar in force: which years are published, its weeks and days, its editions, and the way to a new one. */
import { css, html, nothing } from "lit";
import { dayName, hoursName, momentName, weekRows, type Calendar, type Edition, type Year } from "../core/calendar.ts";
import { serverNow } from "../core/clock.ts";
import { Failed, get } from "../core/http.ts";
import { t, type Key } from "../core/i18n.ts";
import { mayWrite } from "../core/model.ts";
import { href } from "../core/router.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import { whyOf } from "../parts/toasts.ts";
import "./calendar-file.ts";

class Calendars extends Au {
  static override properties = { told: { state: true }, wrong: { state: true } };
  told: Calendar | null = null;
  wrong = "";

  protected override topics() {
    return ["session", "hall", "tickets"];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      [this.told, this.wrong] = [await get<Calendar>("calendars"), ""];
    } catch (error) {
      this.wrong = error instanceof Failed ? whyOf(error) : "";
    }
  }

  override render() {
    const told = this.told;
    return html`<div class="page"><a class="back" href=${href("more")}>${icon("back")}${t("ui.page.more")}</a><h2>${t("ui.calendar")}</h2><p class="muted">${t("ui.calendar.about")}</p>
      ${told ? html`${this.warning(told)}${this.known(told)}
        ${mayWrite() ? html`<au-calendar-file @adopted=${() => void this.load()}></au-calendar-file>` : nothing}
        ${this.editions(told.editions)}${this.days(told)}`
      : html`<p class="empty">${this.wrong || t("ui.loading")}</p>`}</div>`;
  }

  /** From December on; it says which year, and what that means. */
  private warning(told: Calendar) {
    if (!told.missing) return nothing;
    const years = told.years.filter((one) => one.state === "part" || one.state === "expected").map((one) => one.year);
    return html`<p class="note ${told.missing}" role="alert">${icon(told.missing === "block" ? "faults" : "calendar")}<span><b>${t("ui.calendar.year_missing", { year: years[0] ?? "" })}</b> ${t(`ui.calendar.${told.missing}`)}</span></p>`;
  }

  private known(told: Calendar) {
    return html`<section class="card"><h3>${t("ui.calendar.in_force")}</h3>
      <dl class="facts"><dt>${t("ui.calendar.version")}</dt><dd class="num">${told.version}</dd>
        <dt>${t("ui.calendar.published")}</dt><dd class="num">${told.published ?? t("ui.calendar.no_holidays")}</dd>
        ${weekRows(told.weekly).map(([days, hours]) => html`<dt>${days}</dt><dd class="num">${hoursName(hours)}</dd>`)}
        <dt>${t("ui.calendar.zone")}</dt><dd>${told.zone}</dd></dl>
      <ul class="years">${told.years.map((one) => this.year(one))}</ul></section>`;
  }

  private year(one: Year) {
    const gap = one.state === "part" || one.state === "expected";
    return html`<li class=${gap ? "gap" : ""}><b class="num">${one.year}</b><span class="chip ${gap ? "warn" : ""}">${icon(gap ? "clock" : "check")}${t(`ui.calendar.state.${one.state}` as Key)}</span>
      <span class="muted num">${one.state === "plain" || one.state === "expected" ? "" : t("ui.calendar.counts", { off: one.days_off, made: one.made_up })}</span></li>`;
  }

  private editions(all: Edition[]) {
    return html`<section class="card"><h3>${t("ui.calendar.editions")}</h3><ol>${[...all].reverse().map((one, place) => html`<li><div class="grow"><b class="num">${one.version}</b>
      <p class="muted num">${one.at ? t("ui.calendar.since", { time: momentName(one.at), who: one.by === "system" ? t("ui.calendar.by_file") : one.by }) : t("ui.calendar.first")}${one.source ? ` · ${one.source}` : ""}</p></div>
      ${place === 0 ? html`<span class="chip live">${t("ui.calendar.in_force")}</span>` : nothing}</li>`)}</ol></section>`;
  }

  /** What is not as its weekday: of this year and later. */
  private days(told: Calendar) {
    const year = new Date(serverNow()).getUTCFullYear();
    const days = Object.entries(told.days).filter(([date]) => Number(date.slice(0, 4)) >= year);
    return html`<section class="card"><h3>${t("ui.calendar.days")}</h3>${days.length === 0 ? html`<p class="muted">${t("ui.calendar.no_days")}</p>` : html`<ul class="days">${days.map(([date, hours]) => html`<li><span class="num">${dayName(date)}</span>
      <span class="grow">${told.names[date] ?? ""}</span><span class="num muted">${hoursName(hours.join(" "))}</span></li>`)}</ul>`}</section>`;
  }

  static override styles = [Au.styles, css`
    .page { display: grid; gap: 12px; max-width: 760px; margin: 0 auto; padding: var(--pad); }
    .back { display: inline-flex; align-items: center; gap: 4px; min-height: 48px; color: var(--text); }
    h2 { font-size: 24px; font-weight: 600; } h3 { font-weight: 600; margin-bottom: 8px; }
    section { padding: 16px; }
    .note { display: flex; gap: 12px; align-items: flex-start; padding: 12px 16px; border: 2px solid var(--warn); border-radius: var(--radius); background: var(--warn-tint); }
    .note .icon { color: var(--warn); }
    .note.block { border-color: var(--fault); background: var(--fault-tint); } .note.block .icon { color: var(--fault); }
    .years { margin-top: 12px; }
    li { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; min-height: 48px; padding: 4px 0; border-top: 1px solid var(--line-soft); }
    .days li { min-height: 40px; } .days .grow { min-width: 96px; }
    p { overflow-wrap: anywhere; }
  `];
}

define("au-calendars", Calendars);
