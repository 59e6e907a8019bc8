/** Who is it? A name and a password; in the demo its accounts, one tap each. */
import { css, html } from "lit";
import { Failed } from "../core/http.ts";
import { said, t, type Key } from "../core/i18n.ts";
import { model } from "../core/model.ts";
import { login } from "../core/session.ts";
import { word } from "../core/i18n.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import "../parts/press.ts";
import "./language.ts";

class Login extends Au {
  static override properties = { wrong: { state: true }, busy: { state: true } };
  wrong: Key | "" = "";
  busy = false;

  override render() {
    const { hall, demo, version } = model.session!;
    return html`<main>
      <header><svg class="mark" viewBox="0 0 64 40" aria-hidden="true"><path d="M4 38V26C4 12 16 3 32 3s28 9 28 23v12"/><path class="in" d="M18 38V28c0-7 6-12 14-12s14 5 14 12v10"/></svg>
        <h1>${said(hall?.name) || "Auditorium"}</h1><p class="muted">${t("ui.login.lead")}</p></header>
      <form @submit=${this.submit}>
        <label>${t("ui.login.name")}<input name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required /></label>
        <label>${t("ui.login.password")}<input name="password" type="password" autocomplete="current-password" required /></label>
        <p class="fault-text wrong" role="alert">${this.wrong ? html`${icon("faults")}${t(this.wrong)}` : ""}</p>
        <au-press kind="primary" ?disabled=${this.busy} @act=${this.submit}>${this.busy ? t("ui.login.busy") : t("ui.login.enter")}</au-press>
        <button hidden type="submit"></button>
      </form>
      ${demo?.length ? html`<section aria-label=${t("ui.login.demo")}><h2 class="head">${t("ui.login.demo")}</h2>
        <div class="demo">${demo.map((one) => html`<au-press @act=${() => this.enter(one.name, one.password)}>${icon("user")}
          <span class="who"><b>${one.name}</b><small class="muted">${word([`ui.role.${one.role}`], one.role)}</small></span></au-press>`)}</div></section>` : ""}
      <footer><au-language></au-language><span class="muted num">${version ?? ""}</span></footer>
    </main>`;
  }

  private submit(event: Event): void {
    event.preventDefault();
    const form = this.renderRoot.querySelector("form")!;
    const data = new FormData(form);
    if (form.reportValidity()) void this.enter(String(data.get("name")), String(data.get("password")));
  }

  private async enter(name: string, password: string): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.wrong = "";
    try {
      await login(name, password);
    } catch (error) {
      this.wrong = reason(error);
    }
    this.busy = false;
  }

  static override styles = [Au.styles, css`
    :host { display: grid; min-height: 100%; place-items: center; padding: 24px 16px; overflow: auto; height: 100%; }
    main { display: grid; gap: 24px; width: min(100%, 400px); }
    header { display: grid; justify-items: center; gap: 8px; text-align: center; }
    .mark { width: 80px; height: 50px; fill: none; stroke: var(--line); stroke-width: 4; stroke-linecap: round; }
    .mark .in { stroke: var(--live); }
    h1 { font-size: 28px; font-weight: 600; line-height: 1.25; }
    form { display: grid; gap: 14px; }
    label { display: grid; gap: 6px; color: var(--muted); font-size: 14px; }
    input { height: 56px; padding: 0 16px; border-radius: var(--radius); border: 1px solid var(--line); background: var(--surface); color: var(--text); font: inherit; font-size: 17px; }
    input:focus-visible { outline: 2px solid var(--live); outline-offset: 0; border-color: var(--live); }
    .wrong { display: flex; gap: 8px; align-items: center; min-height: 24px; }
    .wrong:empty { display: none; }
    form au-press { min-height: 56px; }
    .demo { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 8px; margin-top: 6px; }
    .demo au-press { min-height: 64px; --press-align: left; }
    .who { display: grid; flex: 1; line-height: 1.3; }
    .who small { font-size: 14px; font-weight: 400; }
    footer { display: flex; justify-content: space-between; align-items: center; }
  `];
}

function reason(error: unknown): Key {
  const status = error instanceof Failed ? error.status : 0;
  if (status === 401) return "ui.login.wrong";
  return status === 429 ? "ui.login.slow" : "ui.start.no_server";
}

define("au-login", Login);
