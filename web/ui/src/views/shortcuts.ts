/** Keys for desks and tablet keyboards. Single keys can be switched off; no single key makes anything audible or visible. */
import { lastDeed, undo, undoable } from "../core/actions.ts";
import { model } from "../core/model.ts";
import { recall, remember } from "../core/prefs.ts";
import { go, here, type Page } from "../core/router.ts";
import { say } from "../core/store.ts";

const PAGES: Record<string, Page> = { h: "hall", d: "devices", f: "faults", t: "tickets", x: "more" };
let leader = 0;

export const keysOn = (): boolean => recall("keys") !== "off";
export const useKeys = (on: boolean): void => remember("keys", on ? "on" : "off");

/** The scene a digit asked to see; the hall takes it. */
export const asked = { scene: "" };

export function watchKeys(): void {
  addEventListener("keydown", (event) => {
    if (!model.session?.user || typing(event)) return;
    const deed = lastDeed();
    if (event.key === "z" && (event.ctrlKey || event.metaKey) && undoable(deed)) return undo(deed, deed.label);
    if (event.ctrlKey || event.metaKey || event.altKey || !keysOn()) return;
    pressed(event.key);
  });
}

function pressed(key: string): void {
  const page = PAGES[key];
  if (key === "g") leader = performance.now();
  else if (page && performance.now() - leader < 1500) go(page);
  else if (/^[1-9]$/.test(key) && here().page === "hall") {
    asked.scene = [...model.scenes.keys()][Number(key) - 1] ?? "";
    say("asked");
  }
}

function typing(event: KeyboardEvent): boolean {
  const at = event.composedPath()[0];
  return at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement;
}
