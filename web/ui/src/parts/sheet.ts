/** A sheet over the page: from below on a tablet held upright, from the right where there is room. */
import { css, html } from "lit";
import { t } from "../core/i18n.ts";
import { Au, define } from "./element.ts";
import { icon } from "./icon.ts";
import "./press.ts";

export class Sheet extends Au {
  static override properties = { heading: {}, open: { type: Boolean } };
  heading = "";
  open = false;

  override render() {
    return html`<dialog aria-label=${this.heading} @close=${this.closed} @click=${this.outside}>
      <div class="box">
        <header><h2 class="cut grow">${this.heading}</h2><slot name="aside"></slot>
          <au-press kind="quiet" label=${t("ui.close")} @act=${() => this.dialog.close()}>${icon("close")}</au-press></header>
        <div class="body" tabindex="0"><slot></slot></div>
        <footer><slot name="foot"></slot></footer>
      </div></dialog>`;
  }

  override updated(): void {
    if (this.open && !this.dialog.open) this.dialog.showModal();
    if (!this.open && this.dialog.open) this.dialog.close();
  }

  private get dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector("dialog")!;
  }

  private closed(): void {
    if (!this.open) return;
    this.open = false;
    this.dispatchEvent(new CustomEvent("shut"));
  }

  private outside(event: MouseEvent): void {
    if (event.target === this.dialog) this.dialog.close();
  }

  static override styles = [Au.styles, css`
    dialog { position: fixed; inset: auto 0 0 0; width: min(100%, 720px); max-width: none; max-height: min(88dvh, 900px); margin: 0 auto; padding: 0; border: 1px solid var(--line-soft);
      border-bottom: 0; border-radius: 16px 16px 0 0; background: var(--surface); color: var(--text); overflow: hidden; }
    dialog[open] { display: flex; animation: rise 140ms ease-out; }
    dialog::backdrop { background: rgb(4 6 8 / 0.66); }
    .box { display: flex; flex-direction: column; min-height: 0; width: 100%; }
    header { display: flex; align-items: center; gap: 8px; padding: 8px 8px 8px 20px; border-bottom: 1px solid var(--line-soft); }
    h2 { font-size: 20px; font-weight: 600; }
    .body { flex: 1; min-height: 0; overflow: auto; padding: 12px 20px 20px; overscroll-behavior: contain; }
    footer { padding: 0 20px; }
    footer ::slotted(*) { margin: 12px 0 max(16px, env(safe-area-inset-bottom)); }
    @keyframes rise { from { translate: 0 24px; opacity: 0.4; } }
    @media (min-width: 1000px) and (orientation: landscape) {
      dialog { inset: 0 0 0 auto; width: 560px; height: 100dvh; max-height: none; margin: 0; border: 0; border-left: 1px solid var(--line-soft); border-radius: 0; }
      @keyframes rise { from { translate: 24px 0; opacity: 0.4; } }
    }
    @media (prefers-reduced-motion: reduce) { dialog[open] { animation: none; } }
  `];
}

define("au-sheet", Sheet);
