/** Where an array point stands: its places from the description, or, before that is known, from what was heard. */
import { model } from "./model.ts";
import type { Point } from "./types.ts";

/** All refs of a point, in the order of its axes. */
export function refsOf(device: string, point: Point): string[] {
  const root = `${device}/${point.key}`;
  const axes = point.axes ?? [];
  if (axes.length === 0) return [root];
  if (axes.some((axis) => axis.places.length === 0)) return heard(root);
  return axes.reduce<string[]>((refs, axis) => refs.flatMap((ref) => axis.places.map((place) => `${ref}/${place.id}`)), [root]);
}

function heard(root: string): string[] {
  const mine = [...model.world.points.keys()].filter((ref) => ref.startsWith(`${root}/`));
  return mine.sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
}

/** Points that are no use as a control or a value on the page. */
const HIDDEN = new Set(["link", "meter", "maker", "model", "serial", "firmware", "name", "label", "label_in", "label_out", "input_name", "dca_name"]);

export const shown = (point: Point): boolean => !HIDDEN.has(point.key);
export const isArray = (point: Point): boolean => (point.axes ?? []).length > 0;
