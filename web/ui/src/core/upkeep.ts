/** Maintenance windows, and whether there are more faults than a person can take in: asked once, told after that. */
import { get } from "./http.ts";
import { hear, type Frame } from "./live.ts";
import { on, say } from "./store.ts";

export interface Window {
  id: string; what: string; kind: "fixed" | "flexible" | "recurring"; start: string; end: string | null; lasts: number;
  at: string; reason: string; by: string; running: boolean; until: string | null; next: string | null;
}

export const upkeep: { windows: Window[]; flood: boolean } = { windows: [], flood: false };

export async function readUpkeep(): Promise<void> {
  const [found, faults] = await Promise.all([get<{ windows: Window[] }>("maintenance"), get<{ flood: { on: boolean } }>("faults")]).catch(() => [null, null] as const);
  if (!found || !faults) return;
  upkeep.windows = found.windows;
  upkeep.flood = faults.flood.on;
  say("upkeep");
}

function told(frame: Frame): void {
  if (frame.t !== "d") return;
  if (frame.maintenance) upkeep.windows = frame.maintenance as Window[];
  if (frame.flood) upkeep.flood = (frame.flood as { on: boolean }).on;
  if (frame.maintenance || frame.flood) say("upkeep");
}

hear(told);
on("hello", () => void readUpkeep());
