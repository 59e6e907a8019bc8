/** What the hall makes do with until a repair: shown until somebody says that it is over (REQ-26). */
import { css, html, nothing } from "lit";
import { t } from "../core/i18n.ts";
import { model } from "../core/model.ts";
import { href } from "../core/router.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";

class Workarounds extends Au {
  protected override topics() {
    return ["tickets"];
  }

  override render() {
    const held = [...model.world.tickets.values()].filter((one) => one.workaround);
    if (held.length === 0) return nothing;
    return html`${held.map((one) => html`<a href=${href("tickets", one.no)}>${icon("tickets")}<span class="grow cut"><b>${t("ui.workaround")}</b> · ${one.workaround!.what}</span><small class="num">#${one.no}</small></a>`)}`;
  }

  static override styles = [Au.styles, css`
    :host { display: contents; }
    a { display: flex; align-items: center; gap: 10px; min-height: 48px; padding: 0 14px; border: 1px dashed var(--warn); border-radius: var(--radius); }
  `];
}

define("au-workarounds", Workarounds);
