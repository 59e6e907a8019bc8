/** How points and their values are called and written. */
import { lasting } from "./ages.ts";
import { decimals, fixed } from "./format.ts";
import { said, word } from "./i18n.ts";
import { model, pointOf } from "./model.ts";
import type { Point, Risk, Value } from "./types.ts";

export interface Parts {
  device: string;
  key: string;
  index: string[];
}

export function split(ref: string): Parts {
  const [device = "", key = "", ...index] = ref.split("/");
  return { device, key, index };
}

/** What a device is called, or what others hang on: a distribution board, a network switch. */
export const deviceName = (id: string): string => said(model.devices.get(id)?.name) || said(model.hall?.nodes?.[id]) || id;

export function keyName(key: string, point?: Point): string {
  return word([`point.${key}`], said(point?.about) || key.replaceAll("_", " "));
}

/** A known word of a value: "预热中". Numbers carry their unit, an unread value is said to be so. */
export function valueName(point: Point | undefined, value: Value | undefined): string {
  if (value === null || value === undefined) return word(["value.unknown"], "?");
  const own = point?.value_names?.[String(value)];
  if (own) return said(own);
  if (typeof value === "number") return withUnit(point, value);
  const key = point?.key ?? "";
  const plain = key === "input" ? String(value).toUpperCase() : String(value);
  return word([`value.${key}.${value}`, `value.${value}`], plain);
}

export function withUnit(point: Point | undefined, value: number): string {
  if (point?.key === "uptime") return lasting(value);
  const silent = point?.unit === "dB" && value <= -90;
  const text = silent ? "−∞" : fixed(value, decimals(point));
  return point?.unit ? `${text} ${point.unit}` : text;
}

export function placeName(point: Point | undefined, index: string[]): string {
  const named = index.map((id, at) => {
    const axis = point?.axes?.[at];
    const place = axis?.places.find((one) => String(one.id) === id);
    return said(place?.name) || word([`part.${id}`], id);
  });
  return named.join(" · ");
}

/** "主屏 视频源", the whole name of a ref as a person would say it. */
export function refName(ref: string, withDevice = true): string {
  const { device, key, index } = split(ref);
  const point = pointOf(ref);
  const place = placeName(point, index);
  const name = keyName(key, point);
  const whole = index.length === 0 ? name : place === index.join(" · ") ? `${name} ${place}` : `${place} ${name}`;
  const fed = key === "outlet" ? model.devices.get(device)?.feeds?.[index[0]!] : undefined;
  return (withDevice ? `${deviceName(device)} · ` : "") + whole + (fed ? ` (${deviceName(fed)})` : "");
}

/** Switching power on is a tap; switching it off makes people wait. */
export function riskOf(point: Point, value: Value): Risk {
  const risk = point.risk ?? "a";
  const mains = point.key === "power" || point.key === "outlet";
  return mains && (value === true || value === "on") ? "a" : risk;
}

/** How a button of that value is pressed; class c asks for its slide in a sheet of its own. */
export const pressRisk = (point: Point, value: Value): Risk => (riskOf(point, value) === "b" ? "b" : "a");

/** Values a person may choose: not those seen only on the way. */
export function choices(point: Point): Value[] {
  if (point.type === "bool") return [false, true];
  return (point.values ?? []).filter((value) => !(point.passing ?? []).includes(value));
}

export const isTie = (point: Point): boolean => point.key.endsWith("_tie");
