/** Words for people: one catalogue per language, shared with the server, switched without a reload. */
import type en from "../../../locale/en.json";
import { say as tell } from "./store.ts";
import type { Say } from "./types.ts";

export type Lang = "zh-CN" | "en";
export type Key = Extract<keyof typeof en, `ui.${string}`>;

const loaders: Record<Lang, () => Promise<{ default: Record<string, string> }>> = {
  "zh-CN": () => import("../../../locale/zh-CN.json"),
  en: () => import("../../../locale/en.json"),
};

let lang: Lang = "zh-CN";
let words: Record<string, string> = {};

export const language = (): Lang => lang;
export const hasWords = (): boolean => Object.keys(words).length > 0;

export function preferred(stored: string | null, browser: string): Lang {
  if (stored === "zh-CN" || stored === "en") return stored;
  return browser.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}

export async function useLanguage(next: Lang): Promise<void> {
  words = (await loaders[next]()).default;
  lang = next;
  document.documentElement.lang = next;
  tell("lang");
}

export function t(key: Key, params?: Record<string, string | number>): string {
  return fill(words[key] ?? key, params);
}

/** A word that may not be in the catalogue: the first known id, else the fallback. */
export function word(ids: string[], fallback: string): string {
  for (const id of ids) {
    const found = words[id];
    if (found !== undefined) return found;
  }
  return fallback;
}

export function fill(text: string, params: Record<string, string | number> = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

/** Both languages come from the server; show the reader's. */
export function said(text: Say | null | undefined): string {
  if (text === null || text === undefined) return "";
  if (typeof text === "string") return text;
  return (lang === "en" ? text.en : text.zh) || text.zh || text.en || "";
}
