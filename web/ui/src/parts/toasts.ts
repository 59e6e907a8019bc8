/** Results of one's own actions, four seconds, at the bottom. Faults never come here. */
import { css, html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Failed } from "../core/http.ts";
import { said, t, word } from "../core/i18n.ts";
import { model } from "../core/model.ts";
import { whenSettled, type Order } from "../core/orders.ts";
import { say } from "../core/store.ts";
import { deviceName, refName } from "../core/words.ts";
import { Au, define } from "./element.ts";
import { icon } from "./icon.ts";

interface Toast {
  id: number;
  text: string;
  bad: boolean;
}

let toasts: Toast[] = [];
let count = 0;

export function toast(text: string, bad = false): void {
  const mine = { id: (count += 1), text, bad };
  toasts = [...toasts.filter((one) => one.text !== text), mine].slice(-3);
  say("toasts");
  setTimeout(() => {
    toasts = toasts.filter((one) => one !== mine);
    say("toasts");
  }, bad ? 6000 : 4000);
}

/** A request's failure in the reader's words: what the server said, or that it said nothing. */
export function whyOf(error: unknown): string {
  const problem = error instanceof Failed ? error.problem : {};
  return said(problem.sentence ?? problem.detail) || t(error instanceof Failed && error.status === 0 ? "ui.start.no_server" : "ui.order.failed");
}

/** Silence is consent: an order that went well shows on its own control; one that did not speaks up. */
whenSettled((order: Order) => {
  const name = nameOf(order);
  if (order.phase === "unsent") toast(t("ui.order.unsent_named", { name }), true);
  if (order.phase === "failed") toast(`${name} · ${order.why || t("ui.order.failed")}`, true);
});

function nameOf(order: Order): string {
  const [kind, id] = order.key.split(":");
  if (id === undefined) return refName(order.key);
  return kind === "scene" ? said(model.scenes.get(id)?.name) : `${deviceName(kind!)} · ${word([`action.${id}`], id)}`;
}

class Toasts extends Au {
  protected override topics() {
    return ["toasts"];
  }

  override render() {
    return html`<div role="status" aria-live="polite">${repeat(toasts, (one) => one.id, (one) => html`
      <p class=${one.bad ? "bad" : ""}>${icon(one.bad ? "faults" : "check")}<span>${one.text}</span></p>`)}</div>`;
  }

  static override styles = [Au.styles, css`
    :host { position: fixed; inset: auto 0 calc(76px + env(safe-area-inset-bottom)) 0; z-index: 5; pointer-events: none; }
    div { display: grid; justify-items: center; gap: 8px; padding: 0 16px; }
    p { display: flex; gap: 10px; align-items: center; max-width: 640px; padding: 12px 16px; border-radius: var(--radius); background: #2a333d;
      border: 1px solid var(--line); box-shadow: 0 8px 24px rgb(0 0 0 / 0.5); }
    .bad { border-color: var(--fault); background: var(--fault-tint); }
    .bad .icon { color: var(--fault); }
  `];
}

define("au-toasts", Toasts);
