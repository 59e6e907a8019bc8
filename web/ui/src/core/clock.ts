/** The server's time, told by its frames and carried on by the page's monotonic clock. */
import { say } from "./store.ts";

let base = Date.now() - performance.now();

export function toldTime(now: string | undefined): void {
  const told = now ? Date.parse(now) : NaN;
  if (!Number.isNaN(told)) base = told - performance.now();
}

/** Milliseconds since the epoch, as the server would say. */
export const serverNow = (): number => base + performance.now();

/** Seconds since a moment the server named; null when it named none. */
export function ageOf(at: string | null | undefined): number | null {
  const then = at ? Date.parse(at) : NaN;
  return Number.isNaN(then) ? null : Math.max(0, (serverNow() - then) / 1000);
}

/** One heartbeat for everything that counts on the screen. */
export function startTicking(): void {
  setInterval(() => say("tick"), 1000);
}
