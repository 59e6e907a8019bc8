/** What a page asks the service for: what it told, or why not. It is asked again when the service is back. */
import { html, nothing, type ReactiveController, type ReactiveControllerHost } from "lit";
import { get } from "../core/http.ts";
import { t } from "../core/i18n.ts";
import { model } from "../core/model.ts";
import { on } from "../core/store.ts";
import { whyOf } from "./toasts.ts";
import "./press.ts";

export class Asked<T> implements ReactiveController {
  told: T | null = null;
  why = "";
  private off = () => undefined as void;

  constructor(
    private host: ReactiveControllerHost,
    private path: string,
    private heard: (told: T) => void = () => undefined,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.off = on("wire", () => {
      if (model.wire === "up" && this.why) void this.again();
    });
    void this.again();
  }

  hostDisconnected(): void {
    this.off();
  }

  async again(): Promise<void> {
    try {
      this.told = await get<T>(this.path);
      this.why = "";
      this.heard(this.told);
    } catch (error) {
      this.why = whyOf(error);
    }
    this.host.requestUpdate();
  }

  /** What stands in its place while it is not known; what was told before stays. */
  missing() {
    if (!this.why) return this.told === null ? html`<p class="empty" role="status">${t("ui.loading")}</p>` : nothing;
    return html`<p class="empty fault-text" role="alert">${this.why}</p><au-press @act=${() => void this.again()}>${t("ui.retry")}</au-press>`;
  }
}
