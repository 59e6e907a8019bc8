/** Whom to call: who is on call now, then everybody in the contact directory; kept while the wire is lost. */
import { css, html, nothing } from "lit";
import { get } from "../core/http.ts";
import { said, t, word } from "../core/i18n.ts";
import type { Contact, Contacts } from "../core/telling.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";

let known: Contacts | null = null;

class ContactSheet extends Au {
  override connectedCallback(): void {
    super.connectedCallback();
    void get<Contacts>("contacts").then((found) => ((known = found), this.requestUpdate())).catch(() => undefined);
  }

  override render() {
    if (!known?.contacts.length) return nothing;
    const first = known.on_call.flatMap((id) => known!.contacts.filter((one) => one.id === id));
    const rest = known.contacts.filter((one) => !known!.on_call.includes(one.id) && one.phones.length);
    return html`<section class="card"><h3 class="head">${t("ui.contacts")}</h3><ul>${first.map((one) => person(one, true))}${rest.map((one) => person(one, false))}</ul></section>`;
  }

  static override styles = [Au.styles, css`
    section { padding: 16px; }
    ul { display: grid; gap: 8px; margin-top: 8px; }
    li { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; }
    .num { font-weight: 600; }
  `];
}

function person(one: Contact, now: boolean) {
  return html`<li>${icon(now ? "bell" : "user")}<span class="grow">${said(one.name)} <span class="muted">${word([`ui.contacts.role.${one.role}`], one.role)}${now ? ` · ${t("ui.contacts.now")}` : ""}</span></span><span class="num">${one.phones.join(" · ")}</span></li>`;
}

define("au-contacts", ContactSheet);
