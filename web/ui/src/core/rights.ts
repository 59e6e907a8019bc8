/** Which pages are not for everybody: the rung of the ladder that each needs, as the server rules it. */
import { LADDER, may, type Need } from "./model.ts";
import type { Place } from "./router.ts";

interface Guarded {
  need: Need;
  /** The request that the page lives on: a test compares its rung with the server's. */
  lives: string;
}

export const GUARDED: Record<string, Guarded> = {
  "more/accounts": { need: "admin", lives: "GET users" },
  "more/letters": { need: "helpdesk", lives: "GET notifications" },
  "more/reports": { need: "helpdesk", lives: "GET reports" },
  "tickets/new": { need: "helpdesk", lives: "POST tickets" },
};

const guardOf = (page: string, id: string | null): Guarded | undefined => GUARDED[`${page}/${(id ?? "").split("~")[0]}`];

/** What somebody lacks to be here; null where he lacks nothing. */
export function barred(place: Place): Need | null {
  const need = guardOf(place.page, place.id)?.need;
  return need && !may(need) ? need : null;
}

/** Whether a page is worth a link. */
export const opens = (page: string, id: string): boolean => may(guardOf(page, id)?.need ?? "viewer");

/** Who may open what needs this rung. */
export const allowed = (need: Need): Need[] => LADDER.slice(LADDER.indexOf(need));
