/** Numbers, ages and clocks as text. Pure: tested without a page. */
import type { Point } from "./types.ts";

export function decimals(point: Pick<Point, "type" | "step" | "unit"> | undefined): number {
  if (!point || point.type !== "real") return 0;
  if (point.step && point.step < 1) return Math.min(3, Math.ceil(-Math.log10(point.step)));
  return point.step ? 0 : 1;
}

/** Fixed decimals with a true minus sign; consoles write silence as −∞. */
export function fixed(value: number, places: number): string {
  if (value === -Infinity) return "−∞";
  const text = Math.abs(value).toFixed(places);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

const two = (n: number): string => String(n).padStart(2, "0");

/** h:mm:ss above an hour, or where `whole` is an hour or more; m:ss below. */
export function clockText(seconds: number, whole = 0): string {
  const s = Math.max(0, Math.floor(seconds));
  const h = Math.floor(s / 3600);
  const m = Math.floor((s % 3600) / 60);
  return h > 0 || whole >= 3600 ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
}

/** What is left of a ticket's clock, in the one unit in which its target is told; + when broken. */
export function remainingText(seconds: number, target = 0): string {
  return seconds < 0 ? `+${clockText(-seconds, target)}` : clockText(seconds, target);
}

export type AgeUnit = "s" | "min" | "h" | "d";

/** The largest unit that says it well: [42, "s"], [3, "min"]. */
export function ageParts(seconds: number): [number, AgeUnit] {
  if (seconds < 60) return [Math.floor(seconds), "s"];
  if (seconds < 3600) return [Math.floor(seconds / 60), "min"];
  if (seconds < 86400) return [Math.floor(seconds / 3600), "h"];
  return [Math.floor(seconds / 86400), "d"];
}

/** The day of a moment in the hall's time zone: 11-25. */
export function dateOf(at: string | number, zone?: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: zone || undefined, month: "2-digit", day: "2-digit" }).formatToParts(new Date(at));
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? "";
  return `${of("month")}-${of("day")}`;
}

export function timeOfDay(at: string | number | null | undefined, zone?: string, seconds = false): string {
  if (at === null || at === undefined) return "";
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return "";
  return clockFormat(zone, seconds).format(date);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function clockFormat(zone: string | undefined, seconds: boolean): Intl.DateTimeFormat {
  const key = `${zone}${seconds}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      hour: "2-digit", minute: "2-digit", ...(seconds ? { second: "2-digit" } : {}), hourCycle: "h23", timeZone: zone,
    });
    formats.set(key, format);
  }
  return format;
}

/** A console's fader law: 0 dB stands at three quarters, the last step is silence. dB -> 0..1. */
const LAW: [number, number][] = [[-90, 0], [-60, 0.0625], [-30, 0.25], [-10, 0.5], [10, 1]];

export function dbToTravel(db: number): number {
  if (db <= LAW[0]![0]) return 0;
  for (let i = 1; i < LAW.length; i += 1) {
    const [lo, a] = LAW[i - 1]!;
    const [hi, b] = LAW[i]!;
    if (db <= hi) return a + ((db - lo) / (hi - lo)) * (b - a);
  }
  return 1;
}

export function travelToDb(travel: number): number {
  for (let i = 1; i < LAW.length; i += 1) {
    const [lo, a] = LAW[i - 1]!;
    const [hi, b] = LAW[i]!;
    if (travel <= b) return lo + ((travel - a) / (b - a)) * (hi - lo);
  }
  return 10;
}
