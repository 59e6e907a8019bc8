/** What is booked, the scenes that run by the clock, and the mode of the hall. */
import { css, html, nothing } from "lit";
import { agenda, readAgenda, whenOf, type Booked, type Schedule } from "../core/agenda.ts";
import { post, request } from "../core/http.ts";
import { said, t, type Key } from "../core/i18n.ts";
import { mayLead, mayOperate, model } from "../core/model.ts";
import { href } from "../core/router.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import { toast, whyOf } from "../parts/toasts.ts";

const UNDONE = ["busy", "declined", "event", "held", "missed", "no_scene", "not_allowed"];

class Agenda extends Au {
  static override properties = { remarks: { state: true } };
  /** What had to be guessed about the calendar just taken; said until the next one. */
  remarks: { zh: string; en: string }[] = [];

  protected override topics() {
    return ["agenda", "hall", "session", "scenes", "wire", "tick"];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void readAgenda();
  }

  override render() {
    return html`<div class="page"><a class="back" href=${href("more")}>${icon("back")}${t("ui.page.more")}</a><h2>${t("ui.agenda")}</h2>
      ${this.mode()}
      <section class="card"><h3>${t("ui.agenda.events")}</h3>
        ${agenda.events.length ? html`<ul>${agenda.events.map((one) => this.event(one))}</ul>` : html`<p class="muted">${t("ui.agenda.none")}</p>`}
        ${mayLead() ? html`${this.form()}<label class="file">${t("ui.agenda.import")}<input type="file" accept=".ics,text/calendar" @change=${this.take} /></label>${this.remarks.map((one) => html`<p class="remark">${icon("faults")}${said(one)}</p>`)}` : nothing}</section>
      <section class="card"><h3>${t("ui.agenda.schedules")}</h3>
        ${agenda.schedules.length ? html`<ul>${agenda.schedules.map((one) => this.schedule(one))}</ul>` : html`<p class="muted">${t("ui.agenda.no_schedules")}</p>`}</section></div>`;
  }

  private mode() {
    const show = model.mode === "show";
    const may = show ? mayLead() : mayOperate();
    return html`<section class="card row"><p class="grow">${t("ui.mode.about")}</p>
      <au-press risk=${show ? "b" : "a"} ?disabled=${!may || model.wire !== "up"} @act=${() => void this.say(post("mode", { mode: show ? "edit" : "show" }))}>
        ${t(show ? "ui.mode.leave" : "ui.mode.enter")}${show ? ` · ${t("ui.press.hold")}` : ""}</au-press></section>`;
  }

  private event(one: Booked) {
    const scene = one.scene ? said(model.scenes.get(one.scene)?.name) || one.scene : "";
    return html`<li><div class="grow"><b>${one.title}</b><p class="muted num">${whenOf(one.start)} – ${whenOf(one.end)}${scene ? ` · ${scene}` : ""}${one.source ? ` · ${t("ui.agenda.from", { source: one.source })}` : ""}</p>
      ${one.notes ? html`<p>${one.notes}</p>` : nothing}</div>
      ${mayLead() ? html`<au-press kind="quiet" risk="b" label=${`${t("ui.agenda.cancel")} · ${one.title}`} @act=${() => void this.say(request("DELETE", `events/${one.id}`))}>${icon("close")}</au-press>` : nothing}</li>`;
  }

  private schedule(one: Schedule) {
    const name = said(one.name) || (one.readiness ? t("ui.ready") : said(model.scenes.get(one.scene)?.name) || one.scene);
    const waits = one.why ? t("ui.agenda.turn", { why: said(one.why) }) : t("ui.agenda.waits");
    const how = one.held ? t("ui.agenda.held") : one.waits ? waits : one.next ? t("ui.agenda.due", { time: whenOf(one.next) }) : "";
    return html`<li><div class="grow"><b>${name}</b><p class="muted num">${how} · ${one.at}</p>${this.last(one.last)}</div>
      ${mayLead() ? html`<au-press @act=${() => void this.say(post(`schedules/${one.id}/hold`, { held: !one.held }))}>${t(one.held ? "ui.agenda.go_on" : "ui.agenda.hold")}</au-press>` : nothing}</li>`;
  }

  /** Why the last moment brought nothing; one that ran is on the page of its run. */
  private last(last: Schedule["last"]) {
    if (!last || !UNDONE.includes(last.outcome)) return nothing;
    const what = t(`ui.agenda.last.${last.outcome}` as Key, { why: said(last.why) });
    return html`<p class="muted num">${t("ui.agenda.last", { time: whenOf(last.due), what })}</p>`;
  }

  private form() {
    return html`<form @submit=${this.add}><h4>${t("ui.agenda.add")}</h4>
      <label>${t("ui.agenda.title")}<input name="title" required maxlength="200" /></label>
      <label>${t("ui.agenda.start")}<input name="start" type="datetime-local" required /></label>
      <label>${t("ui.agenda.end")}<input name="end" type="datetime-local" required /></label>
      <label>${t("ui.agenda.scene")}<select name="scene"><option value="">${t("ui.agenda.no_scene")}</option>${[...model.scenes.values()].map((one) => html`<option value=${one.id}>${said(one.name)}</option>`)}</select></label>
      <label class="wide">${t("ui.agenda.notes")}<input name="notes" maxlength="2000" /></label>
      <button class="send" type="submit">${t("ui.agenda.add")}</button></form>`;
  }

  private async add(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const field = (name: string) => String(new FormData(form).get(name) ?? "");
    const moment = (name: string) => new Date(field(name)).toISOString();
    const body = { title: field("title"), start: moment("start"), end: moment("end"), scene: field("scene"), notes: field("notes") };
    if (await this.say(post("events", body))) form.reset();
  }

  private async take(event: Event): Promise<void> {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (!file) return;
    const found = await this.say(post<{ booked: number; gone: number; remarks: { zh: string; en: string }[] }>("events/import", { source: file.name.slice(0, 64), text: await file.text() }));
    if (!found || found === true) return;
    this.remarks = found.remarks;
    toast(t("ui.agenda.imported", { booked: found.booked, gone: found.gone }));
  }

  /** What was asked for; where it was refused, why is told. */
  private async say<T>(asked: Promise<T>): Promise<T | true | null> {
    return asked.then((found) => found ?? true, (error: unknown) => (toast(whyOf(error), true), null));
  }

  static override styles = [Au.styles, css`
    .page { display: grid; gap: 12px; max-width: 760px; margin: 0 auto; padding: var(--pad); }
    .back { display: inline-flex; align-items: center; gap: 4px; min-height: 48px; color: var(--text); }
    h2 { font-size: 24px; font-weight: 600; }
    h3, h4 { font-weight: 600; margin-bottom: 8px; }
    section { padding: 16px; }
    .row { display: flex; flex-wrap: wrap; align-items: center; gap: 12px; }
    li { display: flex; align-items: center; gap: 12px; min-height: 64px; padding: 8px 0; border-bottom: 1px solid var(--line-soft); }
    form { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr)); gap: 12px; margin-top: 16px; }
    input, select { width: 100%; min-width: 0; box-sizing: border-box; }
    h4, .wide, .send { grid-column: 1 / -1; margin: 0; }
    label { display: grid; gap: 4px; font-size: 14px; color: var(--muted); }
    input, select, .send { min-height: 48px; padding: 0 12px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--raised); color: var(--text); font: inherit; font-size: 16px; color-scheme: dark; }
    .send { font-weight: 600; }
    .file { margin-top: 16px; }
    .remark { display: flex; align-items: center; gap: 8px; margin-top: 8px; }
    .file input { padding: 10px 12px; }
  `];
}

define("au-agenda", Agenda);
