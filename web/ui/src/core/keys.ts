/** The few keys of the hall: what the configuration names, or what every hall has. */
import { barrier } from "./life.ts";
import { mayOperate, model, pointOf, state } from "./model.ts";
import { orderOf, waiting } from "./orders.ts";
import { refsOf } from "./places.ts";
import { activeRun } from "./scenes.ts";
import { sceneIcon } from "../parts/icon.ts";
import type { KeyAction, Value } from "./types.ts";

const MOST = 6;
const LANES = 4;

/** The hall's main channels: those it names, else the first four that have names on the first mixer. */
export function mainFaders(): string[] {
  const named = (model.hall as { faders?: string[] } | null)?.faders;
  if (named?.length) return named.slice(0, LANES);
  for (const device of model.devices.values()) {
    const fader = device.points.find((one) => one.key === "fader");
    if (!fader) continue;
    const refs = refsOf(device.id, fader);
    const places = fader.axes?.[0]?.places ?? [];
    const spoken = refs.filter((ref) => places.some((place) => place.name && ref.endsWith(`/fader/${place.id}`)));
    return (spoken.length > 0 ? spoken : refs).slice(0, LANES);
  }
  return [];
}

export const muteOf = (fader: string): string => {
  const ref = fader.replace("/fader/", "/mute/");
  return pointOf(ref) ? ref : "";
};

export function keyActions(): KeyAction[] {
  const own = model.hall?.key_actions ?? [];
  return (own.length > 0 ? own.map(dressed) : usual()).slice(0, MOST);
}

/** Stopping is always held; an icon nobody named follows from what the key does. */
function dressed(key: KeyAction): KeyAction {
  if (key.stop) return { ...key, icon: key.icon ?? "stop", risk: "b" };
  if (key.scene) return { ...key, icon: key.icon ?? sceneIcon(key.scene, model.scenes.get(key.scene)?.icon) };
  const refs = key.toggle?.length ? key.toggle : key.set?.map((one) => one.ref) ?? [];
  const kind = refs[0]?.split("/")[1] ?? "";
  return { ...key, icon: key.icon ?? (kind.includes("video") ? "blank" : kind.includes("mute") ? "muted" : "play") };
}

function usual(): KeyAction[] {
  const pictures = [...model.devices.values()].flatMap((device) =>
    device.points.filter((point) => point.key === "video_mute" && point.settable).flatMap((point) => refsOf(device.id, point)));
  const sounds = mainFaders().map(muteOf).filter(Boolean);
  const off = [...model.scenes.values()].find((scene) => /off/.test(scene.id));
  return [
    ...(pictures.length ? [{ id: "video_mute", name: { zh: "画面静音", en: "Video mute" }, icon: "blank", toggle: pictures }] : []),
    ...(sounds.length ? [{ id: "mute_all", name: { zh: "全场静音", en: "Mute all" }, icon: "muted", toggle: sounds }] : []),
    { id: "stop", name: { zh: "停止场景", en: "Stop scene" }, icon: "stop", risk: "b" as const, stop: true },
    ...(off ? [{ id: "all_off", name: off.name, icon: "power", risk: off.risk ?? ("c" as const), scene: off.id }] : []),
  ];
}

/** The value that means "muted" for a point: true, or its word. */
export function onValue(ref: string): Value {
  const point = pointOf(ref);
  return point?.type === "word" ? "on" : true;
}

export function offValue(ref: string): Value {
  return pointOf(ref)?.type === "word" ? "off" : false;
}

export interface KeyLook {
  on: number;
  of: number;
  pending: boolean;
  shut: boolean;
}

/** A key of several refs says honestly how many of them are so. */
export function lookOf(key: KeyAction): KeyLook {
  if (key.stop) return { on: 0, of: 0, pending: activeRun()?.state === "stopping", shut: !mayOperate() || activeRun()?.state !== "running" || model.wire !== "up" };
  if (key.scene) return { on: 0, of: 0, pending: false, shut: model.wire !== "up" || !mayOperate() };
  const refs = key.toggle?.length ? key.toggle : key.set?.map((one) => one.ref) ?? [];
  const wanted = (ref: string) => key.set?.find((one) => one.ref === ref)?.value ?? onValue(ref);
  return {
    on: refs.filter((ref) => state(ref).reported === wanted(ref)).length,
    of: refs.length,
    pending: refs.some((ref) => waiting(orderOf(ref))),
    shut: refs.every((ref) => barrier(ref) !== null),
  };
}
