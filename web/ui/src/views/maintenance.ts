/** When somebody works on the hall: windows in which faults are no news. */
import { css, html, nothing } from "lit";
import { whenOf } from "../core/agenda.ts";
import { lasting } from "../core/ages.ts";
import { post, request } from "../core/http.ts";
import { t } from "../core/i18n.ts";
import { mayLead, model } from "../core/model.ts";
import { href } from "../core/router.ts";
import { readUpkeep, upkeep, type Window } from "../core/upkeep.ts";
import { deviceName } from "../core/words.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import { toast, whyOf } from "../parts/toasts.ts";

class Maintenance extends Au {
  static override properties = { kind: { state: true } };
  kind = "fixed";

  protected override topics() {
    return ["upkeep", "hall", "session", "devices", "wire", "tick"];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void readUpkeep();
  }

  override render() {
    return html`<div class="page"><a class="back" href=${href("more")}>${icon("back")}${t("ui.page.more")}</a><h2>${t("ui.upkeep")}</h2>
      <section class="card"><p class="muted">${t("ui.upkeep.about")}</p>
        ${upkeep.windows.length ? html`<ul>${upkeep.windows.map((one) => this.window(one))}</ul>` : html`<p>${t("ui.upkeep.none")}</p>`}</section>
      ${mayLead() ? html`<section class="card">${this.form()}</section>` : nothing}</div>`;
  }

  private window(one: Window) {
    const what = one.what ? deviceName(one.what) : t("ui.upkeep.hall");
    const when = one.running && one.until ? t("ui.upkeep.until", { time: whenOf(one.until) })
      : one.kind === "flexible" ? t("ui.upkeep.first", { time: whenOf(one.end ?? one.start) })
      : t("ui.upkeep.from", { time: whenOf(one.next ?? one.start) });
    return html`<li><div class="grow"><b>${what}</b><p class="muted num">${when} · ${lasting(one.lasts || span(one))}${one.at ? ` · ${one.at}` : ""} · ${one.by}</p>${one.reason ? html`<p>${one.reason}</p>` : nothing}</div>
      ${one.running ? html`<span class="chip">${t("ui.upkeep.running")}</span>` : nothing}
      ${mayLead() ? html`<au-press kind="quiet" risk="b" label=${`${t("ui.upkeep.end")} · ${what}`} @act=${() => void this.say(request("DELETE", `maintenance/${one.id}`))}>${icon("close")}</au-press>` : nothing}</li>`;
  }

  private form() {
    const kinds = ["fixed", "flexible", "recurring"] as const;
    return html`<form @submit=${this.add}><h3>${t("ui.upkeep.add")}</h3>
      <label>${t("ui.upkeep.what")}<select name="device"><option value="">${t("ui.upkeep.hall")}</option>${[...model.devices.keys()].map((id) => html`<option value=${id}>${deviceName(id)}</option>`)}</select></label>
      <label>${t("ui.upkeep.kind")}<select name="kind" @change=${(event: Event) => (this.kind = (event.target as HTMLSelectElement).value)}>${kinds.map((kind) => html`<option value=${kind}>${t(`ui.upkeep.${kind}`)}</option>`)}</select></label>
      ${this.kind === "recurring" ? html`<label>${t("ui.upkeep.cron")}<input name="at" required placeholder="0 2 * * 1" maxlength="100" /></label>` : html`<label>${t("ui.upkeep.start")}<input name="start" type="datetime-local" /></label>`}
      ${this.kind === "flexible" ? html`<label>${t("ui.upkeep.latest")}<input name="end" type="datetime-local" required /></label>` : nothing}
      <label>${t("ui.upkeep.lasts")}<select name="lasts">${LENGTHS.map((hours) => html`<option value=${`${hours * 60}m`} ?selected=${hours === 1}>${lasting(hours * 3600)}</option>`)}</select></label>
      <label class="wide">${t("ui.upkeep.reason")}<input name="reason" required maxlength="1000" /></label>
      <button class="send" type="submit" ?disabled=${model.wire !== "up"}>${t("ui.upkeep.add")}</button></form>`;
  }

  private async add(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const field = (name: string) => String(new FormData(form).get(name) ?? "");
    const moment = (name: string) => (field(name) ? { [name]: new Date(field(name)).toISOString() } : {});
    const device = field("device") ? { device: field("device") } : {};
    const body = { ...device, kind: field("kind"), lasts: field("lasts"), at: field("at"), reason: field("reason"), ...moment("start"), ...moment("end") };
    if (await this.say(post("maintenance", body))) form.reset();
  }

  /** What was asked for; where it was refused, why is told. */
  private async say<T>(asked: Promise<T>): Promise<boolean> {
    return asked.then(() => true, (error: unknown) => (toast(whyOf(error), true), false));
  }

  static override styles = [Au.styles, css`
    .page { display: grid; gap: 12px; max-width: 760px; margin: 0 auto; padding: var(--pad); }
    .back { display: inline-flex; align-items: center; gap: 4px; min-height: 48px; color: var(--text); }
    h2 { font-size: 24px; font-weight: 600; }
    h3 { font-weight: 600; }
    section { padding: 16px; }
    li { display: flex; align-items: center; gap: 12px; min-height: 64px; border-bottom: 1px solid var(--line-soft); }
    form { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr)); gap: 12px; }
    h3, .wide, .send { grid-column: 1 / -1; margin: 0; }
    label { display: grid; gap: 4px; font-size: 14px; color: var(--muted); }
    input, select, .send { width: 100%; min-width: 0; box-sizing: border-box; min-height: 48px; padding: 0 12px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--raised); color: var(--text); font: inherit; font-size: 16px; color-scheme: dark; }
    .send { font-weight: 600; }
  `];
}

/** Hours that a window may last. */
const LENGTHS = [0.5, 1, 2, 4, 8, 24, 72];

const span = (one: Window): number => (one.end ? (Date.parse(one.end) - Date.parse(one.start)) / 1000 : 0);

define("au-maintenance", Maintenance);
