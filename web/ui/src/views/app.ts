/** The whole page: the splash, then login or the hall. A server that does not answer is asked again. */
import { css, html } from "lit";
import { hasWords, t } from "../core/i18n.ts";
import { model } from "../core/model.ts";
import { Au, define } from "../parts/element.ts";
import "../parts/toasts.ts";
import "./login.ts";
import "./shell.ts";

class App extends Au {
  protected override topics() {
    return ["session"];
  }

  override render() {
    if (!hasWords() || model.session === null) return html`<main class="wait" role="status"><span></span>${hasWords() && model.wire === "lost" ? html`<p>${t("ui.start.no_server")}</p>` : ""}</main>`;
    return html`${model.session.user ? html`<au-shell></au-shell>` : html`<au-login></au-login>`}<au-toasts></au-toasts>`;
  }

  static override styles = [Au.styles, css`
    :host { display: block; height: 100%; }
    .wait { display: grid; place-items: center; align-content: center; gap: 24px; height: 100%; color: var(--muted); text-align: center; padding: 0 24px; }
    .wait span { width: 64px; height: 40px; border: 3px solid var(--line-soft); border-bottom: 0; border-radius: 32px 32px 0 0; box-shadow: 0 3px 0 var(--line); }
  `];
}

define("au-app", App);
