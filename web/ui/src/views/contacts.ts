/** Whom to call: who is on call now, then everybody in the contact directory; kept while the wire is lost. */
import { css, html, nothing } from "lit";
import { get } from "../core/http.ts";
import { language, said, t, word } from "../core/i18n.ts";
import { recall, remember } from "../core/prefs.ts";
import type { Contact, Contacts } from "../core/telling.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";

const KEPT = "contacts";
/** What this tablet read last: it is shown while nobody answers, after a restart of the tablet too. */
let known: Contacts | null = kept();

function kept(): Contacts | null {
  try {
    return JSON.parse(recall(KEPT) ?? "null") as Contacts | null;
  } catch {
    return null;
  }
}

class ContactSheet extends Au {
  override connectedCallback(): void {
    super.connectedCallback();
    void get<Contacts>("contacts/sheet").then((found) => this.take(found)).catch(() => undefined);
  }

  private take(found: Contacts): void {
    known = found;
    remember(KEPT, JSON.stringify(found));
    this.requestUpdate();
  }

  override render() {
    if (!known) return nothing;
    const first = known.on_call.flatMap((id) => known!.contacts.filter((one) => one.id === id));
    const rest = known.contacts.filter((one) => !known!.on_call.includes(one.id) && one.phones.length);
    return html`<section class="card"><h3 class="head">${t("ui.contacts")}</h3><ul>${known.hotlines.filter(Boolean).map((one) => html`<li>${icon("phone")}<span class="grow">${t("ui.contacts.hotline")}</span><span class="num">${one}</span></li>`)}${first.map((one) => person(one, true))}${rest.map((one) => person(one, false))}</ul>
      <div class="foot"><span class="muted num grow">${t("ui.contacts.version", { version: known.version, date: known.issued.slice(0, 10) })}</span><a class="go" target="_blank" rel="noopener" href=${`/api/v1/contacts/print?lang=${language() === "en" ? "en" : "zh"}`}>${icon("list")}${t("ui.contacts.print")}</a></div></section>`;
  }

  static override styles = [Au.styles, css`
    section { padding: 16px; }
    ul { display: grid; gap: 8px; margin-top: 8px; }
    li { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; }
    .num { font-weight: 600; }
    .foot { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin-top: 12px; }
    .go { display: inline-flex; align-items: center; gap: 8px; min-height: 48px; padding: 0 16px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--raised); color: var(--text); }
  `];
}

function person(one: Contact, now: boolean) {
  return html`<li>${icon(now ? "bell" : "user")}<span class="grow">${said(one.name)} <span class="muted">${word([`ui.contacts.role.${one.role}`], one.role)}${now ? ` · ${t("ui.contacts.now")}` : ""}</span></span><span class="num">${one.phones.join(" · ")}</span></li>`;
}

define("au-contacts", ContactSheet);
