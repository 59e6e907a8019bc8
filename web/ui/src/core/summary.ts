/** A device in two short lines: its state, and the values a person asks about first. */
import { t } from "./i18n.ts";
import { lifeOf } from "./life.ts";
import { linkOf, model, state } from "./model.ts";
import { isArray, refsOf } from "./places.ts";
import { faultsOf, lawful } from "./severity.ts";
import type { Device, Point } from "./types.ts";
import { isTie, placeName, split, valueName } from "./words.ts";

export type Standing = "fault" | "lost" | "pending" | "stale" | "normal";

/** Worst first: what draws a person's eye. */
export function standingOf(device: Device): Standing {
  if (faultsOf(device.id).some((one) => !lawful(one) && one.severity !== "info" && one.phase !== "soft")) return "fault";
  const link = linkOf(device.id);
  if (link !== "up") return "lost";
  if (model.wire !== "up") return "stale";
  return keyRefs(device).some((ref) => lifeOf(ref).mood === "pending") ? "pending" : "normal";
}

export const WORST: Standing[] = ["fault", "lost", "stale", "pending", "normal"];

export function devicesByNeed(): Device[] {
  const ranked = [...model.devices.values()].map((device, at) => ({ device, at, rank: WORST.indexOf(standingOf(device)) }));
  const calm = (rank: number) => (rank >= 2 ? 2 : rank);
  return ranked.sort((a, b) => calm(a.rank) - calm(b.rank) || a.at - b.at).map((one) => one.device);
}

/** The refs worth a card: power and input, the first ties. */
export function keyRefs(device: Device): string[] {
  const single = ["power", "input", "shutter"].flatMap((key) => device.points.filter((point) => point.key === key && !isArray(point)));
  if (single.length > 0) return single.slice(0, 2).map((point) => `${device.id}/${point.key}`);
  const tie = device.points.find(isTie);
  return tie ? refsOf(device.id, tie).slice(0, 2) : [];
}

/** Arrays of switches as a count: "6/8 开". */
export function counts(device: Device): string[] {
  return ["outlet", "mute"].flatMap((key) => {
    const point = device.points.find((one) => one.key === key);
    return point && isArray(point) ? [counted(device, point)] : [];
  });
}

function counted(device: Device, point: Point): string {
  const refs = named(refsOf(device.id, point), point);
  const told = refs.filter((ref) => state(ref).reported !== undefined);
  if (told.length === 0) return t("ui.value.unread");
  const on = told.filter((ref) => state(ref).reported === true || state(ref).reported === "on").length;
  return t(point.key === "outlet" ? "ui.count.outlets" : "ui.count.mutes", { n: on, of: refs.length });
}

/** Of a console's many channels those that somebody gave a name. */
function named(refs: string[], point: Point): string[] {
  const known = new Set(point.axes![0]!.places.filter((place) => place.name).map((place) => String(place.id)));
  return known.size === 0 ? refs : refs.filter((ref) => known.has(split(ref).index[0]!));
}

export function brief(ref: string): string {
  const point = pointIn(ref);
  const life = lifeOf(ref);
  const value = valueName(point, life.confirmed);
  const shown = life.wished === undefined ? value : `${value} → ${valueName(point, life.wished)}`;
  return point && isTie(point) ? `${placeName(point, split(ref).index)} ← ${shown}` : shown;
}

function pointIn(ref: string): Point | undefined {
  const { device, key } = split(ref);
  return model.devices.get(device)?.points.find((one) => one.key === key);
}
