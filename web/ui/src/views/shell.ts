/** The frame around every screen: top bar, navigation (rail or bottom bar), the lost-wire banner, the view. */
import { css, html } from "lit";
import { t, type Key } from "../core/i18n.ts";
import { agoSeconds } from "../core/ages.ts";
import { model } from "../core/model.ts";
import { barred } from "../core/rights.ts";
import { here, href, pages, type Page, type Place } from "../core/router.ts";
import { isOpen, standing } from "../core/severity.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import "../hall/asks.ts";
import "../hall/questions.ts";
import "./barred.ts";
import "./devices.ts";
import "./faults.ts";
import "./hall.ts";
import "./more.ts";
import "./tickets.ts";
import "./topbar.ts";

class Shell extends Au {
  protected override topics() {
    return ["place", "session", "wire", "faults", "tickets", "hall", ...(model.wire === "lost" ? ["tick"] : [])];
  }

  override render() {
    const place = here();
    return html`<au-topbar></au-topbar>
      ${model.wire === "lost" ? html`<div class="banner" role="alert">${icon("unlink")}<span class="grow">${t("ui.wire.lost")}
        <b class="num">${agoSeconds((performance.now() - model.lostAt) / 1000)}</b></span><span class="muted">${t("ui.wire.again")}</span></div>` : ""}
      <div class="ask"><au-questions></au-questions><au-asks></au-asks></div>
      <nav aria-label=${t("ui.nav")}>${pages.map((page) => this.item(page, page === place.page))}</nav>
      <main id="main" tabindex="-1" class=${model.mode}>${view(place)}</main>`;
  }

  private item(page: Page, current: boolean) {
    const count = page === "faults" ? standing().length : page === "tickets" ? [...model.world.tickets.values()].filter(isOpen).length : 0;
    const bad = page === "faults" && standing().some((one) => one.severity === "critical" || one.severity === "major");
    return html`<a href=${href(page)} aria-current=${current ? "page" : "false"}>${icon(page)}<span>${t(`ui.page.${page}` as Key)}</span>
      ${count > 0 ? html`<i class="badge num ${bad ? "bad" : ""}">${count}<span class="sr">${t("ui.nav.open")}</span></i>` : ""}</a>`;
  }

  static override styles = [Au.styles, css`
    :host { display: grid; height: 100%; grid: "top top" auto "ban ban" auto "ask ask" auto "nav main" minmax(0, 1fr) / 88px minmax(0, 1fr); }
    .ask { grid-area: ask; }
    au-topbar { grid-area: top; }
    .banner { grid-area: ban; display: flex; align-items: center; gap: 12px; padding: 10px 16px; background: var(--warn-tint); border-block: 2px dotted var(--warn); color: #ffd08a; }
    @media (max-width: 700px) { .banner .muted { display: none; } }
    nav { grid-area: nav; display: flex; flex-direction: column; gap: 4px; padding: 8px; border-right: 1px solid var(--line-soft); }
    main { grid-area: main; min-width: 0; min-height: 0; overflow: auto; outline: none; overscroll-behavior: contain; }
    main.edit { box-shadow: inset 0 0 0 3px var(--warn); }
    main > * { min-height: 100%; }
    nav a { position: relative; display: grid; justify-items: center; align-content: center; gap: 2px; min-height: 72px; border-radius: var(--radius); color: var(--muted); font-size: 14px; line-height: 1.2; text-align: center; -webkit-tap-highlight-color: transparent; }
    nav a[aria-current="page"] { background: var(--raised); color: var(--text); font-weight: 600; }
    nav a[aria-current="page"]::before { content: ""; position: absolute; left: -8px; top: 16px; bottom: 16px; width: 3px; border-radius: 2px; background: var(--text); }
    nav a:last-child { margin-top: auto; }
    .badge { position: absolute; top: 8px; left: calc(50% + 6px); min-width: 20px; height: 20px; padding: 0 5px; border-radius: 10px; background: var(--line-soft); color: var(--text); font: 600 13px/20px var(--sans); }
    .badge.bad { background: var(--fault); color: #1a0606; }
    @media (orientation: portrait), (max-width: 700px) {
      :host { grid: "top" auto "ban" auto "ask" auto "main" minmax(0, 1fr) "nav" auto / minmax(0, 1fr); }
      nav { flex-direction: row; gap: 0; padding: 0 4px max(0px, env(safe-area-inset-bottom)); border: 0; border-top: 1px solid var(--line-soft); background: var(--bg); }
      nav a { flex: 1; min-height: 64px; }
      nav a:last-child { margin: 0; }
      nav a[aria-current="page"]::before { inset: -1px 20% auto; width: auto; height: 3px; }
    }
  `];
}

function view(place: Place) {
  const need = barred(place);
  if (need) return html`<au-barred .need=${need} .page=${place.page}></au-barred>`;
  switch (place.page) {
    case "hall": return html`<au-hall></au-hall>`;
    case "devices": return html`<au-devices></au-devices>`;
    case "faults": return html`<au-faults></au-faults>`;
    case "tickets": return html`<au-tickets></au-tickets>`;
    case "more": return html`<au-more></au-more>`;
  }
}

define("au-shell", Shell);
