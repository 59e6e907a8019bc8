/** The one place that holds what the page knows. Elements read it; only the modules beside it write. */
import type { Device, Hall, Point, PointState, Scene, Session } from "./types.ts";
import { emptyWorld } from "./world.ts";

export type Wire = "first" | "up" | "lost";

export const model = {
  session: null as Session | null,
  hall: null as Hall | null,
  devices: new Map<string, Device>(),
  scenes: new Map<string, Scene>(),
  world: emptyWorld(),
  mode: "show" as "edit" | "show",
  wire: "first" as Wire,
  /** performance.now() of the last frame heard, and since when the wire is lost. */
  heard: 0,
  lostAt: 0,
  rtt: null as number | null,
};

const UNKNOWN: PointState = { quality: "unknown" };

export function state(ref: string): PointState {
  return model.world.points.get(ref) ?? UNKNOWN;
}

export function pointOf(ref: string): Point | undefined {
  const [device, key] = ref.split("/");
  return model.devices.get(device!)?.points.find((point) => point.key === key);
}

/** Nobody vouches for a value while the wire is lost. */
export function vouched(ref: string): boolean {
  const quality = state(ref).quality;
  return model.wire === "up" && (quality === "live" || quality === "assumed");
}

export function linkOf(device: string): string {
  return String(state(`${device}/link`).reported ?? model.devices.get(device)?.link?.state ?? "connecting");
}

/** Orders can be given only where they can arrive. */
export function reachable(device: string): boolean {
  return model.wire === "up" && linkOf(device) === "up";
}

/** The server's ladder of roles: each may do what stands before it. A test compares the two. */
export const LADDER = ["viewer", "helpdesk", "clerk", "operator", "engineer", "lead", "admin"] as const;
export type Need = (typeof LADDER)[number];

/** Whether whoever sits here stands as high as `need`. */
export function may(need: Need): boolean {
  const mine = LADDER.findIndex((role) => role === model.session?.user?.role);
  return mine >= LADDER.indexOf(need);
}

/** Who may change what a scene is, and not only run it. */
export const mayLead = (): boolean => may("lead");

/** Who may order devices and run scenes. */
export const mayOperate = (): boolean => may("operator");

/** Who may write: tickets, articles, that a fault was seen. */
export const mayWrite = (): boolean => may("helpdesk");
