/** A page that somebody opened who may not: whose it is, who he is, and the ways on from here. */
import { css, html } from "lit";
import { t, word } from "../core/i18n.ts";
import { model, type Need } from "../core/model.ts";
import { allowed } from "../core/rights.ts";
import { href, type Page } from "../core/router.ts";
import { logout } from "../core/session.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import "../parts/press.ts";

const named = (role: string): string => word([`ui.role.${role}`], role);

class Barred extends Au {
  static override properties = { need: {}, page: {} };
  need: Need = "admin";
  page: Page = "hall";

  protected override topics() {
    return ["session"];
  }

  override render() {
    const user = model.session?.user;
    const roles = allowed(this.need).map(named).join(t("ui.list.comma"));
    return html`<div class="empty" role="alert">${icon("lock")}<h2>${t("ui.barred.title")}</h2>
      <p>${t("ui.barred.whose", { roles })}</p><p>${t("ui.barred.you", { name: user?.name ?? "", role: named(user?.role ?? "") })}</p><p>${t("ui.barred.ask")}</p>
      <div class="row"><a class="go" href=${href(this.page)}>${icon("back")}${t("ui.barred.back", { page: t(`ui.page.${this.page}`) })}</a>
        <au-press @act=${() => void logout()}>${icon("leave")}${t("ui.barred.other")}</au-press></div></div>`;
  }

  static override styles = [Au.styles, css`
    h2 { font-size: 24px; font-weight: 600; color: var(--text); }
    .row { display: flex; flex-wrap: wrap; justify-content: center; gap: 12px; margin-top: 12px; }
    .row .icon { width: 24px; height: 24px; }
    .go { display: inline-flex; align-items: center; gap: 8px; min-height: 48px; padding: 0 16px; border: 1px solid var(--live); border-radius: var(--radius); background: #1f5fa8; color: #fff; font-weight: 500; }
    p { max-width: 560px; }
  `];
}

define("au-barred", Barred);
