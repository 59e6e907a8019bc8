/** The working calendar: which years are known, its editions, and a file of holidays before it holds. */
import { dateOf, timeOfDay } from "./format.ts";
import { language, t } from "./i18n.ts";
import { model } from "./model.ts";
import type { Say } from "./types.ts";

export interface Year { year: number; state: "official" | "part" | "expected" | "plain"; days_off: number; made_up: number }
export interface Edition { version: string; by: string; at: string | null; source: string }

export interface Calendar {
  version: string;
  zone: string;
  weekly: Record<string, string[]>;
  days: Record<string, string[]>;
  names: Record<string, string>;
  published: string | null;
  missing: "" | "warn" | "block";
  years: Year[];
  editions: Edition[];
}

export interface Difference { date: string; was: string; now: string; name: string }
export interface Moved { was: string; now: string }

export interface Changes {
  version: string;
  published: string | null;
  part: number[];
  days: Difference[];
  deadlines: Record<string, Record<string, Moved>>;
}

export interface Mistake { line: number; column: number; message: Say }

/** A chosen file as the API takes it. */
export interface DayFile { name: string; text: string; form: string }

/** The text of a file, as UTF-8 or as spreadsheets in China write it. */
export async function readFile(file: File): Promise<DayFile> {
  const ending = file.name.split(".").pop()?.toLowerCase() ?? "";
  const form = ["json", "ics", "csv"].includes(ending) ? ending : "";
  return { name: file.name, text: decoded(await file.arrayBuffer()), form };
}

export function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

/** 2027-02-06, and which day of the week that is. */
export function dayName(date: string): string {
  const weekday = new Intl.DateTimeFormat(language(), { weekday: "short", timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));
  return `${date} ${weekday}`;
}

/** Days of the week, Monday first, as a person reads them. */
export const weekdayName = (day: number): string =>
  new Intl.DateTimeFormat(language(), { weekday: "short", timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, 1 + day)));

export const hoursName = (hours: string): string => hours || t("ui.calendar.closed");

/** The year stands with it: calendars reach over New Year. */
export function momentName(at: string): string {
  const zone = model.hall?.timezone;
  const year = new Intl.DateTimeFormat("en-GB", { timeZone: zone || undefined, year: "numeric" }).format(new Date(at));
  return `${year}-${dateOf(at, zone)} ${timeOfDay(at, zone)}`;
}

/** Days of the week with the same hours stand together: [["Mon–Fri", "09:00-12:00 13:00-18:00"]]. */
export function weekRows(weekly: Record<string, string[]>): [string, string][] {
  const rows: { first: number; last: number; hours: string }[] = [];
  for (let day = 0; day < 7; day += 1) {
    const hours = (weekly[day] ?? []).join(" ");
    const before = rows.at(-1);
    if (before?.hours === hours) before.last = day;
    else rows.push({ first: day, last: day, hours });
  }
  return rows.map(({ first, last, hours }) => [first === last ? weekdayName(first) : `${weekdayName(first)} – ${weekdayName(last)}`, hours]);
}
