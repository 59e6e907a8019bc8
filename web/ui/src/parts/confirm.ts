/** A sheet that says what will happen and asks for a slide: for what is wide or cannot be taken back. */
import { html, nothing } from "lit";
import { Au, define } from "./element.ts";
import "./sheet.ts";
import "./slide.ts";

class Confirm extends Au {
  static override properties = { open: { type: Boolean }, heading: {}, text: {}, label: {} };
  open = false;
  heading = "";
  text = "";
  label = "";

  override render() {
    return html`<au-sheet heading=${this.heading} .open=${this.open} @shut=${this.shut}>
      ${this.open ? html`${this.text ? html`<p>${this.text}</p>` : nothing}<br /><au-slide label=${this.label} @act=${this.act}></au-slide>` : nothing}</au-sheet>`;
  }

  private shut(): void {
    this.dispatchEvent(new CustomEvent("shut"));
  }

  private act(): void {
    this.dispatchEvent(new CustomEvent("act"));
    this.shut();
  }
}

define("au-confirm", Confirm);
