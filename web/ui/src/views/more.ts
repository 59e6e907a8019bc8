/** Language, who is signed in, whom to call. */
import { css, html } from "lit";
import { t, word } from "../core/i18n.ts";
import { model } from "../core/model.ts";
import { chosen, href } from "../core/router.ts";
import { logout } from "../core/session.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import "./accounts.ts";
import "./agenda.ts";
import "./contacts.ts";
import "./language.ts";
import "./letters.ts";
import "./maintenance.ts";
import "./articles.ts";
import "./readiness.ts";
import "./reports.ts";
import { keysOn, useKeys } from "./shortcuts.ts";

class More extends Au {
  protected override topics() {
    return ["session", "hall", "place"];
  }

  override render() {
    if (chosen("more") === "agenda") return html`<au-agenda></au-agenda>`;
    if (chosen("more") === "readiness") return html`<au-readiness></au-readiness>`;
    if (chosen("more") === "letters") return html`<au-letters></au-letters>`;
    if (chosen("more") === "maintenance") return html`<au-maintenance></au-maintenance>`;
    if (chosen("more") === "articles") return html`<au-articles></au-articles>`;
    if (chosen("more") === "promises") return void import("./promises.ts"), html`<au-promises></au-promises>`;
    if (chosen("more") === "accounts") return html`<au-accounts></au-accounts>`;
    if (chosen("more") === "reports") return html`<au-reports></au-reports>`;
    const user = model.session?.user;
    return html`<div class="page"><h2 class="sr">${t("ui.page.more")}</h2>
      <section class="card help">${icon("phone")}<div class="grow"><h3 class="head">${t("ui.help.title")}</h3><p class="number num">${model.hall?.help_desk ?? "–"}</p><p class="muted">${t("ui.help.text")}</p></div></section>
      <au-contacts></au-contacts>
      <section class="card"><a class="row" href=${href("more", "promises")}>${icon("clock")}<div class="grow"><h3>${word(["promise.title"], "")}</h3><p class="muted">${t("ui.promise.about")}</p></div>${icon("forward")}</a></section>
      <section class="card"><a class="row" href=${href("more", "agenda")}>${icon("list")}<h3 class="grow">${t("ui.agenda")}</h3>${icon("forward")}</a></section>
      <section class="card"><a class="row" href=${href("more", "maintenance")}>${icon("silence")}<h3 class="grow">${t("ui.upkeep")}</h3>${icon("forward")}</a></section>
      <section class="card"><a class="row" href=${href("more", "readiness")}>${icon("check")}<h3 class="grow">${t("ui.ready")}</h3>${icon("forward")}</a></section>
      ${user?.role === "viewer" ? "" : html`<section class="card"><a class="row" href=${href("more", "letters")}>${icon("tickets")}<div class="grow"><h3>${t("ui.page.letters")}</h3><p class="muted">${t("ui.letters.about")}</p></div>${icon("forward")}</a></section>`}
      <section class="card"><a class="row" href=${href("more", "articles")}>${icon("search")}<div class="grow"><h3>${t("ui.articles")}</h3><p class="muted">${t("ui.articles.about")}</p></div>${icon("forward")}</a></section>
      ${user?.role === "viewer" ? "" : html`<section class="card"><a class="row" href=${href("more", "reports")}>${icon("list")}<div class="grow"><h3>${t("ui.reports")}</h3><p class="muted">${t("ui.reports.about")}</p></div>${icon("forward")}</a></section>`}
      ${user?.role === "admin" ? html`<section class="card"><a class="row" href=${href("more", "accounts")}>${icon("user")}<div class="grow"><h3>${t("ui.accounts")}</h3><p class="muted">${t("ui.accounts.about")}</p></div>${icon("forward")}</a></section>` : ""}
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

define("au-more", More);
