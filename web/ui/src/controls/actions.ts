/** What a device can be told to do once: one key an action, its arguments chosen first where it has any. */
import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { said, t, word } from "../core/i18n.ts";
import { barrier } from "../core/life.ts";
import { model } from "../core/model.ts";
import { invoke, orderOf, waiting } from "../core/orders.ts";
import type { Action, Argument, Value } from "../core/types.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import type { Press } from "../parts/press.ts";
import "../parts/sheet.ts";
import "../parts/slide.ts";

class Actions extends Au {
  static override properties = { device: {}, open: { state: true }, args: { state: true } };
  device = "";
  open: Action | null = null;
  args: Record<string, Value> = {};

  protected override topics() {
    return ["devices", "wire", "orders", `p/${this.device}/link`];
  }

  override render() {
    const actions = model.devices.get(this.device)?.actions ?? [];
    return html`<div class="keys">${repeat(actions, (one) => one.name, (one) => this.key(one))}</div>
      <au-sheet heading=${this.open ? nameOf(this.open) : ""} .open=${this.open !== null} @shut=${() => (this.open = null)}>${this.open ? this.form(this.open) : nothing}</au-sheet>`;
  }

  private key(action: Action) {
    const asks = (action.args?.length ?? 0) > 0 || action.risk === "c";
    const order = orderOf(`${this.device}:${action.name}`);
    return html`<au-press risk=${asks ? "a" : action.risk ?? "a"} haspopup=${asks ? "dialog" : ""} ?pending=${waiting(order)} ?disabled=${barrier(`${this.device}/link`) !== null}
      @act=${(event: Event) => (asks ? this.ask(action) : this.go(action, event.target as Press))}>${nameOf(action)}${action.risk === "b" && !asks ? html`<small>${t("ui.press.hold")}</small>` : nothing}${asks ? icon("forward") : nothing}</au-press>`;
  }

  private ask(action: Action): void {
    this.args = Object.fromEntries((action.args ?? []).map((one) => [one.name, optionsOf(one)[0] ?? ""]));
    this.open = action;
  }

  private form(action: Action) {
    const text = t("ui.device.do", { name: nameOf(action) });
    return html`${said(action.about) ? html`<p class="muted">${said(action.about)}</p>` : nothing}${(action.args ?? []).map((one) => this.argument(one))}
      <div class="go">${action.risk === "c" ? html`<au-slide label=${text} @act=${() => this.go(action, null)}></au-slide>`
        : html`<au-press kind="primary" risk=${action.risk ?? "a"} @act=${() => this.go(action, null)}>${text}${action.risk === "b" ? ` · ${t("ui.press.hold")}` : ""}</au-press>`}</div>`;
  }

  private argument(argument: Argument) {
    const options = optionsOf(argument);
    const name = word([`part.${argument.name}`], argument.name);
    const choose = (value: Value) => (this.args = { ...this.args, [argument.name]: value });
    if (options.length === 0) return html`<label class="free">${name}<input @input=${(event: Event) => choose((event.target as HTMLInputElement).value)} /></label>`;
    return html`<h3 class="head">${name}</h3><div class="options" role="group" aria-label=${name}>${options.map((value) => html`
      <au-press ?on=${this.args[argument.name] === value} .pressed=${this.args[argument.name] === value} @act=${() => choose(value)}>${String(value)}</au-press>`)}</div>`;
  }

  private go(action: Action, button: Press | null): void {
    if (invoke(this.device, action.name, this.args) === null) button?.nudge();
    this.open = null;
    this.args = {};
  }

  static override styles = [Au.styles, css`
    .keys { display: flex; flex-wrap: wrap; gap: 8px; }
    small { font-weight: 400; color: var(--muted); }
    .options { display: grid; grid-template-columns: repeat(auto-fill, minmax(72px, 1fr)); gap: 8px; margin: 4px 0 12px; }
    .go { display: grid; margin-top: 16px; }
    .go au-press { min-height: 64px; }
    .free { display: grid; gap: 6px; }
    input { height: var(--normal); padding: 0 14px; border-radius: var(--radius); border: 1px solid var(--line); background: var(--bg); color: var(--text); font: inherit; }
  `];
}

const nameOf = (action: Action): string => word([`action.${action.name}`], said(action.about) || action.name.replaceAll("_", " "));

function optionsOf(argument: Argument): Value[] {
  if (argument.values?.length) return argument.values;
  const [low, high] = argument.range ?? [0, -1];
  return high - low > 199 ? [] : Array.from({ length: high - low + 1 }, (_, at) => low + at);
}

define("au-actions", Actions);
