/** A device that answered and did not obey: whoever tried it by hand says so here, on the fault and on its ticket. */
import { css, html, nothing } from "lit";
import { post } from "../core/http.ts";
import { said, t } from "../core/i18n.ts";
import { mayOperate, model } from "../core/model.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import { toast, whyOf } from "../parts/toasts.ts";
import { fieldStyles } from "../parts/field.ts";
import "../parts/press.ts";

const MISSED = "did_not_reach_state";

class Checked extends Au {
  static override properties = { fault: {}, busy: { state: true } };
  fault = "";
  busy = false;

  protected override topics() {
    return ["faults", "wire", "session"];
  }

  override render() {
    const fault = model.world.faults.get(this.fault);
    if (fault?.rule !== MISSED || fault.phase !== "active" || !mayOperate()) return nothing;
    return html`<details class="card"><summary>${icon("check")}<span class="grow">${t("ui.fault.checked")}: ${said(fault.title)}</span></summary>
      <form @submit=${(event: Event) => event.preventDefault()}><p class="muted">${t("ui.fault.checked_why")}</p>
        <label><span class="head">${t("ui.fault.checked_how")}</span><textarea name="how" rows="2" maxlength="1000"></textarea></label>
        <au-press kind="primary" ?disabled=${this.busy || model.wire !== "up"} @act=${() => void this.say()}>${icon("check")}${t("ui.fault.checked")}</au-press></form></details>`;
  }

  private async say(): Promise<void> {
    const area = this.renderRoot.querySelector<HTMLTextAreaElement>("textarea")!;
    if (!area.value.trim()) return area.focus();
    this.busy = true;
    try {
      await post(`faults/${encodeURIComponent(this.fault)}/checked`, { how: area.value.trim() });
      toast(t("ui.fault.checked_done"));
    } catch (error) {
      toast(whyOf(error), true);
    } finally {
      this.busy = false;
    }
  }

  static override styles = [Au.styles, fieldStyles, css`
    :host { display: block; height: auto; }
    details { margin-top: 12px; }
    summary { display: flex; align-items: center; gap: 12px; min-height: 56px; padding: 8px 16px; cursor: pointer; font-weight: 600; list-style: none; }
    summary::-webkit-details-marker { display: none; }
    form { display: grid; gap: 12px; padding: 0 16px 16px; justify-items: start; }
    label { display: grid; gap: 4px; width: 100%; }
  `];
}

define("au-checked", Checked);
