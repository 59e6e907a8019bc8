/** A file of holidays: chosen, looked at with all that it would change, and only then put in force. */
import { css, html, nothing } from "lit";
import { dayName, hoursName, momentName, readFile, type Changes, type DayFile, type Mistake, type Moved } from "../core/calendar.ts";
import { Failed, post } from "../core/http.ts";
import { said, t, word } from "../core/i18n.ts";
import { mayLead, model } from "../core/model.ts";
import { href } from "../core/router.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import { toast, whyOf } from "../parts/toasts.ts";
import "../parts/press.ts";

class CalendarFile extends Au {
  static override properties = { file: { state: true }, official: { state: true }, changes: { state: true }, mistakes: { state: true }, wrong: { state: true }, busy: { state: true } };
  file: DayFile | null = null;
  official = true;
  changes: Changes | null = null;
  mistakes: Mistake[] = [];
  wrong = "";
  busy = false;

  protected override topics() {
    return ["wire", "session"];
  }

  override render() {
    return html`<section class="card"><h3>${t("ui.calendar.new")}</h3><p class="muted">${t("ui.calendar.forms")}</p>
      <label class="file">${t("ui.calendar.choose")}<input type="file" accept=".json,.ics,.csv,application/json,text/calendar,text/csv" ?disabled=${this.busy} @change=${this.choose} /></label>
      <label class="check"><input type="checkbox" .checked=${this.official} @change=${this.marked} /><span>${t("ui.calendar.official")}</span></label>
      ${this.wrong ? html`<div class="wrong" role="alert"><p>${icon("faults")}${this.wrong}</p>${this.mistakes.length ? html`<ol>${this.mistakes.map((one) => html`<li><span class="num">${this.file?.name}:${one.line}:${one.column}</span> ${said(one.message)}</li>`)}</ol>` : nothing}</div>` : nothing}
      ${this.changes ? this.preview(this.changes) : nothing}</section>`;
  }

  private preview(changes: Changes) {
    const moved = Object.entries(changes.deadlines);
    return html`<div class="preview" role="status"><h4>${t("ui.calendar.preview", { version: changes.version })}</h4>
      ${this.parts(changes)}
      ${changes.published ? html`<p class="muted num">${t("ui.calendar.then_published", { date: changes.published })}</p>` : nothing}
      <h5>${t("ui.calendar.days_change", { n: changes.days.length })}</h5>
      ${changes.days.length ? html`<ul tabindex="0">${changes.days.map((one) => html`<li><span class="num">${dayName(one.date)}</span><span class="grow">${one.name}</span>
        <span class="num"><span class="muted">${hoursName(one.was)}</span> → <b>${hoursName(one.now)}</b></span></li>`)}</ul>` : nothing}
      <h5>${moved.length ? t("ui.calendar.deadlines_move", { n: moved.length }) : t("ui.calendar.no_deadlines")}</h5>
      ${moved.length ? html`<ul tabindex="0">${moved.map(([no, clocks]) => this.ticket(no, clocks))}</ul>` : nothing}</div>
      ${mayLead() ? html`<au-press kind="primary" risk="b" ?disabled=${this.busy || model.wire !== "up"} @act=${() => void this.adopt()}>${icon("check")}${t("ui.calendar.adopt")} · ${t("ui.press.hold")}</au-press>` : html`<p class="muted">${t("ui.calendar.lead_adopts")}</p>`}`;
  }

  /** Of some years the file has only some days: a published one is only added to, another stays provisional. */
  private parts({ part, published }: Changes) {
    const known = (year: number) => published === null || published >= `${year}-12-31`;
    const years = (found: number[]) => ({ years: found.join(t("ui.list.comma")) });
    const [added, open] = [part.filter(known), part.filter((year) => !known(year))];
    return html`${added.length ? html`<p class="muted">${t("ui.calendar.part_known", years(added))}</p>` : nothing}${open.length ? html`<p class="warn-text">${t("ui.calendar.part", years(open))}</p>` : nothing}`;
  }

  private ticket(no: string, clocks: Record<string, Moved>) {
    return html`<li><a class="num" href=${href("tickets", no)}>#${no}</a><span class="grow">${Object.entries(clocks).map(([name, one]) => html`<span class="clock">${word([`ui.clock.${name}`], name)} <span class="num"><span class="muted">${momentName(one.was)}</span> → <b>${momentName(one.now)}</b></span></span>`)}</span></li>`;
  }

  private async choose(event: Event): Promise<void> {
    const chosen = (event.target as HTMLInputElement).files?.[0];
    this.clear();
    this.file = chosen ? await readFile(chosen) : null;
    await this.look();
  }

  private marked(event: Event): void {
    this.official = (event.target as HTMLInputElement).checked;
    void this.look();
  }

  private clear(): void {
    [this.changes, this.mistakes, this.wrong] = [null, [], ""];
  }

  private async look(): Promise<void> {
    const changes = this.file ? await this.ask<Changes>("calendars/preview") : null;
    if (changes) this.changes = changes;
  }

  private async adopt(): Promise<void> {
    const taken = await this.ask<Changes>("calendars");
    if (!taken) return;
    toast(t("ui.calendar.adopted", { version: taken.version }));
    this.clear();
    this.file = null;
    this.renderRoot.querySelector<HTMLInputElement>("input[type=file]")!.value = "";
    this.dispatchEvent(new CustomEvent("adopted"));
  }

  /** What the server says to this file; where it says no, why is shown where the file is. */
  private async ask<T>(path: string): Promise<T | null> {
    const { text, form } = this.file!;
    this.clear();
    this.busy = true;
    const answer = await post<T>(path, { text, form, official: this.official }).catch((error: unknown) => (this.refused(error), null));
    this.busy = false;
    return answer;
  }

  private refused(error: unknown): void {
    this.wrong = whyOf(error);
    const errors = error instanceof Failed ? error.problem.errors : undefined;
    this.mistakes = ((errors ?? []) as unknown[] as Mistake[]).filter((one) => one.line !== undefined);
  }

  static override styles = [Au.styles, css`
    section { display: grid; gap: 12px; padding: 16px; }
    h3, h4 { font-weight: 600; margin: 0; } h5 { font-size: 16px; font-weight: 600; margin: 12px 0 4px; }
    .file { display: grid; gap: 4px; color: var(--muted); font-size: 14px; }
    .file input { width: 100%; min-height: 48px; padding: 10px 12px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--raised); color: var(--text); font: inherit; }
    .check { display: flex; align-items: center; gap: 8px; min-height: 48px; }
    .check input { width: 48px; height: 48px; margin: 0; flex: none; accent-color: var(--live); }
    .wrong { padding: 12px; border: 1px solid var(--fault); border-radius: var(--radius); background: var(--fault-tint); overflow-wrap: anywhere; }
    .wrong p { display: flex; gap: 8px; } .wrong .icon { color: var(--fault); } .wrong li { padding: 4px 0; }
    ul { max-height: 360px; overflow: auto; border-block: 1px solid var(--line-soft); }
    li { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; min-height: 40px; border-bottom: 1px solid var(--line-soft); }
    .wrong li { display: block; min-height: 0; border: 0; }
    li a { display: inline-flex; align-items: center; justify-content: center; min-width: 48px; min-height: 48px; text-decoration: underline; }
    li .grow { min-width: 120px; } .clock { display: block; }
  `];
}

define("au-calendar-file", CalendarFile);
