/** A scene is about to run by the clock: every screen may say now, later, or not today. */
import { css, html } from "lit";
import { lasting } from "../core/ages.ts";
import { asking, type Schedule } from "../core/agenda.ts";
import { serverNow } from "../core/clock.ts";
import { post } from "../core/http.ts";
import { said, t } from "../core/i18n.ts";
import { mayOperate, model } from "../core/model.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import { toast, whyOf } from "../parts/toasts.ts";

class Asks extends Au {
  protected override topics() {
    return ["agenda", "wire", ...(asking().length ? ["tick"] : [])];
  }

  override render() {
    return html`${asking().map((one) => this.one(one))}`;
  }

  private one(one: Schedule) {
    const left = Math.max(0, Math.ceil((Date.parse(one.asks_until!) - serverNow()) / 1000));
    const name = said(one.name) || (one.readiness ? t("ui.ready") : said(model.scenes.get(one.scene)?.name) || one.scene);
    const shut = model.wire !== "up" || !mayOperate();
    const press = (answer: string, text: string) => html`<au-press ?disabled=${shut} @act=${() => void this.answer(one, answer)}>${text}</au-press>`;
    return html`<section role="alert">${icon("ring")}<p class="grow num">${t("ui.agenda.asks", { name, span: lasting(left) })}</p>
      ${press("now", t("ui.agenda.now_do"))}${press("later", t("ui.agenda.later"))}${press("not", t("ui.agenda.not"))}</section>`;
  }

  private async answer(one: Schedule, answer: string): Promise<void> {
    await post(`schedules/${one.id}/answer`, { answer }).catch((error: unknown) => toast(whyOf(error), true));
  }

  static override styles = [Au.styles, css`
    section { display: flex; flex-wrap: wrap; align-items: center; gap: 12px; padding: 8px 16px; background: var(--warn-tint); border-bottom: 2px solid var(--warn); }
    p { font-weight: 600; }
    @media (max-width: 560px) {
      section { display: grid; grid-template-columns: auto 1fr 1fr 1fr; gap: 8px; padding: 8px 12px; }
      p { grid-column: 2 / -1; }
      au-press { grid-column: auto; --press-pad: 0 6px; min-width: 0; }
      au-press:first-of-type { grid-column: 1 / 3; }
    }
  `];
}

define("au-asks", Asks);
