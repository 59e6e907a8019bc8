/** Where the person is: #/devices/main-projector. The hash asks nothing of the server. */
import { say } from "./store.ts";

export const pages = ["hall", "devices", "faults", "tickets", "more"] as const;
export type Page = (typeof pages)[number];

export interface Place {
  page: Page;
  id: string | null;
  /** What stands behind the id: the code with which somebody checks in. */
  more: string | null;
}

export function parse(hash: string): Place {
  const [page = "", id = "", more = ""] = hash.replace(/^#\/?/, "").split("/");
  const known = pages.find((one) => one === page);
  return { page: known ?? "hall", id: known && id ? decodeURIComponent(id) : null, more: more || null };
}

export const here = (): Place => parse(location.hash);

/** What is chosen on a page; nothing while the person is already on another one. */
export const chosen = (page: Page): string | null => (here().page === page ? here().id : null);

export const href = (page: Page, id?: string | number | null): string =>
  `#/${page}${id === undefined || id === null ? "" : `/${encodeURIComponent(id)}`}`;

export function go(page: Page, id?: string | number | null): void {
  location.hash = href(page, id);
}

export function watchPlace(): void {
  addEventListener("hashchange", () => say("place"));
}
