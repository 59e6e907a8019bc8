/** Ages and durations in words: "42 秒前", "3 min ago". */
import { ageOf } from "./clock.ts";
import { ageParts } from "./format.ts";
import { t, type Key } from "./i18n.ts";

export function ago(at: string | null | undefined): string {
  const age = ageOf(at);
  return age === null ? t("ui.never") : agoSeconds(age);
}

export function agoSeconds(age: number): string {
  if (age < 2) return t("ui.ago.now");
  const [n, unit] = ageParts(age);
  return t(`ui.ago.${unit}` as Key, { n });
}

/** How long something is said to take. Nobody knows: empty; never "0 s"; up to two minutes in seconds. */
export function about(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return "";
  if (seconds < 1) return t("ui.span.less");
  return seconds < 120 ? t("ui.span.s", { n: Math.ceil(seconds) }) : t("ui.span.min", { n: Math.ceil(seconds / 60) });
}

export function lasting(seconds: number): string {
  const [n, unit] = ageParts(seconds);
  if (seconds < 10 && !Number.isInteger(seconds)) return t("ui.span.s", { n: seconds.toFixed(1) });
  return t(`ui.span.${unit}` as Key, { n });
}
