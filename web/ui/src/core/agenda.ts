/** What is booked in the hall, and the scenes that run by the clock: asked at each greeting, told after that. */
import { serverNow } from "./clock.ts";
import { dateOf, timeOfDay } from "./format.ts";
import { get } from "./http.ts";
import { hear, type Frame } from "./live.ts";
import { model } from "./model.ts";
import { on, say } from "./store.ts";
import type { Say } from "./types.ts";

export interface Booked { id: string; title: string; start: string; end: string; scene: string; notes: string; source: string }
export interface Schedule {
  id: string; name: Say | null; scene: string; at: string; days: string; next: string | null;
  held: boolean; waits: boolean; asks_until: string | null; readiness: boolean; why: Say | null;
  last: { due: string; outcome: string; why: Say | null } | null;
}
interface Events { events: Booked[] }

export const agenda: { events: Booked[]; schedules: Schedule[] } = { events: [], schedules: [] };

export const runningEvent = (): Booked | undefined => {
  const now = serverNow();
  return agenda.events.find((one) => Date.parse(one.start) <= now && now < Date.parse(one.end));
};
export const nextEvent = (): Booked | undefined => agenda.events.find((one) => Date.parse(one.start) > serverNow());
export const asking = (): Schedule[] => agenda.schedules.filter((one) => one.asks_until !== null);

/** The time of day, with its date where that is another day. */
export function whenOf(moment: string): string {
  const zone = model.hall?.timezone;
  const at = Date.parse(moment);
  const time = timeOfDay(at, zone);
  return dateOf(at, zone) === dateOf(serverNow(), zone) ? time : `${dateOf(at, zone)} ${time}`;
}

export async function readAgenda(): Promise<void> {
  const [events, schedules] = await Promise.all([get<Events>("events"), get<{ schedules: Schedule[] }>("schedules")]).catch(() => [null, null] as const);
  if (!events || !schedules) return;
  agenda.events = events.events;
  agenda.schedules = schedules.schedules;
  say("agenda");
}

function told(frame: Frame): void {
  if (frame.t !== "d") return;
  if (frame.events) agenda.events = (frame.events as Events).events;
  if (frame.schedules) agenda.schedules = frame.schedules as Schedule[];
  if (frame.events || frame.schedules) say("agenda");
}

hear(told);
on("hello", () => void readAgenda());
