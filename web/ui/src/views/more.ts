/** Language, who is signed in, whom to call; and the pages that are not opened every hour. */
import { css, html, type TemplateResult } from "lit";
import { get } from "../core/http.ts";
import { t, word, type Key } from "../core/i18n.ts";
import { model } from "../core/model.ts";
import { opens } from "../core/rights.ts";
import { chosen, href } from "../core/router.ts";
import { logout } from "../core/session.ts";
import { Au, define } from "../parts/element.ts";
import { icon, type IconName } from "../parts/icon.ts";
import "./contacts.ts";
import "./language.ts";
import { keysOn, useKeys } from "./shortcuts.ts";

/** A page behind this one: its link, and itself, fetched when it is first opened. */
interface Sub {
  id: string;
  sign: IconName;
  name: string;
  about?: Key;
  fetch: () => Promise<unknown>;
  page: () => TemplateResult;
}

const SUBS: Sub[] = [
  { id: "promises", sign: "clock", name: "promise.title", about: "ui.promise.about", fetch: () => import("./promises.ts"), page: () => html`<au-promises></au-promises>` },
  { id: "calendars", sign: "calendar", name: "ui.calendar", about: "ui.calendar.short", fetch: () => import("./calendars.ts"), page: () => html`<au-calendars></au-calendars>` },
  { id: "agenda", sign: "list", name: "ui.agenda", about: "ui.agenda.about", fetch: () => import("./agenda.ts"), page: () => html`<au-agenda></au-agenda>` },
  { id: "maintenance", sign: "silence", name: "ui.upkeep", about: "ui.upkeep.short", fetch: () => import("./maintenance.ts"), page: () => html`<au-maintenance></au-maintenance>` },
  { id: "readiness", sign: "check", name: "ui.ready", about: "ui.ready.short", fetch: () => import("./readiness.ts"), page: () => html`<au-readiness></au-readiness>` },
  { id: "letters", sign: "tickets", name: "ui.page.letters", about: "ui.letters.about", fetch: () => import("./letters.ts"), page: () => html`<au-letters></au-letters>` },
  { id: "articles", sign: "search", name: "ui.articles", about: "ui.articles.about", fetch: () => import("./articles.ts"), page: () => html`<au-articles></au-articles>` },
  { id: "reports", sign: "list", name: "ui.reports", about: "ui.reports.about", fetch: () => import("./reports.ts"), page: () => html`<au-reports></au-reports>` },
  { id: "accounts", sign: "user", name: "ui.accounts", about: "ui.accounts.about", fetch: () => import("./accounts.ts"), page: () => html`<au-accounts></au-accounts>` },
];

class More extends Au {
  static override properties = { missing: { state: true } };
  /** How urgent it is that next year's calendar is missing; empty where it is not. */
  missing: "" | "warn" | "block" = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void get<{ missing: "" | "warn" | "block" }>("calendars").then((told) => (this.missing = told.missing)).catch(() => undefined);
  }

  protected override topics() {
    return ["session", "hall", "place"];
  }

  override render() {
    const sub = SUBS.find((one) => one.id === chosen("more"));
    if (sub) return void sub.fetch().catch(() => undefined), sub.page();
    const user = model.session?.user;
    return html`<div class="page"><h2 class="sr">${t("ui.page.more")}</h2>
      <section class="card help">${icon("phone")}<div class="grow"><h3 class="head">${t("ui.help.title")}</h3><p class="number num">${model.hall?.help_desk ?? "–"}</p><p class="muted">${t("ui.help.text")}</p></div></section>
      <au-contacts></au-contacts>
      ${SUBS.filter((one) => opens("more", one.id)).map((one) => link(one, one.id === "calendars" ? this.missing : ""))}
      <section class="card"><div class="row">${icon("globe")}<h3 class="grow">${t("ui.language")}</h3><au-language></au-language></div></section>
      <section class="card"><div class="row">${icon("user")}<div class="grow"><h3>${user?.name}</h3><p class="muted">${word([`ui.role.${user?.role}`], user?.role ?? "")}</p></div>
        <au-press @act=${() => void logout()}>${icon("leave")}${t("ui.logout")}</au-press></div></section>
      <section class="card"><div class="row">${icon("list")}<div class="grow"><h3>${t("ui.keyboard")}</h3><p class="muted">${t("ui.keyboard.text")}</p></div>
        <au-press .pressed=${keysOn()} ?on=${keysOn()} @act=${() => (useKeys(!keysOn()), this.requestUpdate())}>${word([`value.${keysOn()}`], "")}</au-press></div></section>
      <p class="muted num">Auditorium ${model.session?.version ?? ""}</p></div>`;
  }

  static override styles = [Au.styles, css`
    .page { display: grid; gap: 12px; max-width: 640px; margin: 0 auto; padding: var(--pad); }
    section { padding: 16px; }
    a.row { min-height: 48px; color: var(--text); }
    .row { display: flex; flex-wrap: wrap; align-items: center; gap: 12px; }
    .help { display: flex; gap: 16px; align-items: flex-start; }
    .number { font-size: 28px; font-weight: 600; line-height: 1.2; }
    h3 { font-weight: 600; }
    .head { font-weight: 500; }
  `];
}

const link = (one: Sub, missing: "" | "warn" | "block"): TemplateResult =>
  html`<section class="card"><a class="row" href=${href("more", one.id)}>${icon(one.sign)}<div class="grow"><h3>${word([one.name], one.id)}</h3>${one.about ? html`<p class="muted">${t(one.about)}</p>` : ""}</div>${missing ? html`<span class="chip ${missing === "block" ? "fault" : "warn"}">${t("ui.calendar.missing_chip")}</span>` : ""}${icon("forward")}</a></section>`;

define("au-more", More);
