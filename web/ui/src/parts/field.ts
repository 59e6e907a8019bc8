/** The fields of a form, all of one look; names for the values of a choice come from the catalogue. */
import { css, html } from "lit";
import type { Field } from "../core/desk.ts";
import { said, t, word } from "../core/i18n.ts";
import { model } from "../core/model.ts";

export const fieldStyles = css`
  label { display: grid; gap: 4px; }
  input, select, textarea { width: 100%; min-height: var(--touch); padding: 8px 14px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--bg); color: var(--text); font: inherit; color-scheme: dark; }
  textarea { min-height: 96px; resize: vertical; }
  .form { display: grid; gap: 14px; }
`;

export function field(one: Field) {
  const needed = one.needed ? " *" : "";
  return html`<label><span class="head">${t(one.label)}${needed}</span>${input(one)}</label>`;
}

function input(one: Field) {
  if (one.kind === "choice") {
    if (one.words === "files" && !one.values?.length) return html`<input name=${one.name} aria-label=${t(one.label)} disabled placeholder="–" />`;
    const values = one.words === "scenes" ? [...model.scenes.keys()] : one.values ?? [];
    return html`<select name=${one.name} aria-label=${t(one.label)} ?required=${one.needed}>${one.first ? "" : html`<option value="">–</option>`}${values.map((value) => html`<option value=${value}>${named(one, value)}</option>`)}</select>`;
  }
  if (one.kind === "long") return html`<textarea name=${one.name} aria-label=${t(one.label)} ?required=${one.needed}></textarea>`;
  return html`<input name=${one.name} aria-label=${t(one.label)} type=${one.kind === "moment" ? "datetime-local" : one.kind === "day" ? "date" : one.kind === "secret" ? "password" : "text"} inputmode=${one.kind === "ticket" ? "numeric" : "text"} autocomplete=${one.kind === "secret" ? "new-password" : "off"} ?required=${one.needed} />`;
}

function named(one: Field, value: string): string {
  if (one.words === "scenes") return said(model.scenes.get(value)?.name) || value;
  if (one.words === "files") return `#${value}`;
  return one.words ? word([`${one.words}.${value}`], value) : value;
}

/** What stands in a field of this form. */
export const valueIn = (root: ParentNode, name: string): string =>
  root.querySelector<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(`[name="${name}"]`)?.value ?? "";

/** The first field that has to be filled in and is not. */
export function missing(root: ParentNode): HTMLElement | null {
  const all = root.querySelectorAll<HTMLInputElement>("[required]");
  return [...all].find((one) => one.value.trim() === "") ?? null;
}

