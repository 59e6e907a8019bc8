/** Line icons on a 24-unit grid, drawn for this page. */
import { html, type TemplateResult } from "lit";

const paths = {
  hall: "M4 20V11a8 7 0 0 1 16 0v9M9 20v-7a3 3 0 0 1 6 0v7M2.500 20h19",
  devices: "M4 5h16v5H4zM4 14h16v5H4zM7 7.500h.01M7 16.500h.01M11 7.500h6M11 16.500h6",
  faults: "M12 4 2.800 19.500h18.400zM12 10v4.500M12 17h.01",
  tickets: "M5 4h14v16l-2.300-1.500L14.300 20 12 18.500 9.700 20l-2.400-1.500L5 20zM8.500 9h7M8.500 13h5",
  more: "M5.500 11a1 1 0 1 1-.01 0M12 11a1 1 0 1 1-.01 0M18.500 11a1 1 0 1 1-.01 0",
  lecture: "M7 21h10M12 21v-5M6 10h12l-1.500 6h-9zM12 10V6.500M12 6.500a2 2 0 1 1 0-.01",
  film: "M4 5h16v14H4zM8 5v14M16 5v14M4 9.500h4M4 14.500h4M16 9.500h4M16 14.500h4",
  award: "M12 3.500a5.500 5.500 0 1 1-.01 0M8.500 13.500 7 21l5-2.500 5 2.500-1.500-7.500",
  power: "M12 3.500v8M7 6.500a7.500 7.500 0 1 0 10 0",
  star: "M12 3.500l2.600 5.400 5.900.800-4.300 4.100 1.050 5.900L12 16.900l-5.250 2.800 1.050-5.900L3.500 9.700l5.900-.800z",
  pause: "M9 5v14M15 5v14",
  play: "M8 5.500v13l10.500-6.500z",
  scene: "M4 6h10v12H4zM17 8.500v7M20 10.500v3",
  stop: "M6.500 6.500h11v11h-11z",
  undo: "M9 7 4.500 11.500 9 16M5 11.500h8.500a5 5 0 0 1 0 10H12",
  check: "M5 12.500 10 17.500 19.500 7",
  close: "M6 6l12 12M18 6 6 18",
  calendar: "M4 6h16v14H4zM4 10.500h16M8.500 3.500v4M15.500 3.500v4",
  clock: "M12 3.500a8.500 8.500 0 1 1-.01 0M12 7.500V12l3 2",
  link: "M9.500 14.500l5-5M11 6.500l2-2a4.500 4.500 0 0 1 6.500 6.500l-2 2M13 17.500l-2 2A4.500 4.500 0 0 1 4.500 13l2-2",
  unlink: "M11 6.500l2-2a4.500 4.500 0 0 1 6.500 6.500l-2 2M13 17.500l-2 2A4.500 4.500 0 0 1 4.500 13l2-2M4 4l16 16",
  lock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
  back: "M14.500 5.500 8 12l6.500 6.500",
  forward: "M9.500 5.500 16 12l-6.500 6.500",
  down: "M5.500 9.500 12 16l6.500-6.500",
  arrow: "M4 12h15M13.500 6.500 19 12l-5.500 5.500",
  speaker: "M4 9.500h3.500L12 5.500v13l-4.500-4H4zM15.500 9a4 4 0 0 1 0 6M18 6.500a7.500 7.500 0 0 1 0 11",
  muted: "M4 9.500h3.500L12 5.500v13l-4.500-4H4zM16 9.500l5 5M21 9.500l-5 5",
  screen: "M3 5h18v11H3zM8.500 20h7M12 16v4",
  blank: "M3 5h18v11H3zM8.500 20h7M12 16v4M4 3l16 16",
  projector: "M3 8h18v9H3zM15.500 12.500a2.200 2.200 0 1 1-.01-.1M6 11h3M6 14h3M6 17v2M18 17v2",
  matrix: "M4 6h4l8 12h4M4 18h4l2.300-3.500M13.700 9.500 16 6h4M17.500 3.500 20 6l-2.500 2.500M17.500 15.500 20 18l-2.500 2.500",
  mixer: "M6 4v16M12 4v16M18 4v16M4 9h4M10 15h4M16 7.500h4",
  outlet: "M12 3.500a8.500 8.500 0 1 1-.01 0M9 10v3.500M15 10v3.500M12 15.500v1",
  user: "M12 4a4 4 0 1 1-.01 0M4.500 20.500a7.500 6.500 0 0 1 15 0",
  globe: "M12 3.500a8.500 8.500 0 1 1-.01 0M3.500 12h17M12 3.500c3 2.500 3.500 5.500 3.500 8.500s-.5 6-3.500 8.500c-3-2.500-3.500-5.500-3.500-8.500S9 6 12 3.500",
  phone: "M6.500 4h3l1.500 4.500-2 1.500a11 11 0 0 0 5 5l1.500-2L20 14.500v3a2.500 2.500 0 0 1-2.700 2.500A15.500 15.500 0 0 1 4 6.700 2.500 2.500 0 0 1 6.500 4",
  leave: "M13 4H5v16h8M10 12h10M16.500 8.500 20 12l-3.500 3.500",
  list: "M8 6.500h12M8 12h12M8 17.500h12M4 6.500h.01M4 12h.01M4 17.500h.01",
  wave: "M3 12h3l2-6 4 12 3-9 1.500 3H21",
  bell: "M6.500 16.500V11a5.500 5.500 0 0 1 11 0v5.500l1.500 1.500H5zM10.500 20.500h3",
  silence: "M6.500 16.500V11a5.500 5.500 0 0 1 11 0v5.500l1.500 1.500H5zM10.500 20.500h3M4 4l16 16",
  thermo: "M10 13.500V5.500a2 2 0 0 1 4 0v8a4 4 0 1 1-4 0",
  minus: "M5.500 12h13",
  plus: "M5.500 12h13M12 5.500v13",
  search: "M10.500 4a6.500 6.500 0 1 1-.01 0M15.500 15.500 20.500 20.500",
  circle: "M12 5a7 7 0 1 1-.01 0",
  ring: "M12 5a7 7 0 0 1 7 7",
  skip: "M5 12h9M17 7v10M10.500 8l4 4-4 4",
} as const;

export type IconName = keyof typeof paths;

export const icon = (name: IconName, filled = false): TemplateResult =>
  html`<svg class="icon ${filled ? "filled" : ""}" viewBox="0 0 24 24" aria-hidden="true"><path d=${paths[name]}></path></svg>`;

export const isIcon = (name: string | null | undefined): name is IconName => Boolean(name && name in paths);

/** What a scene looks like: its own icon, or one guessed from its id. */
export function sceneIcon(id: string, own: string | null | undefined): IconName {
  if (own === "lectern") return "lecture";
  if (isIcon(own)) return own;
  const guesses: [RegExp, IconName][] = [
    [/lect|meet|speech/, "lecture"], [/film|movie|cinema/, "film"], [/cerem|award|prize/, "award"],
    [/off|end|close/, "power"], [/break|pause|interval/, "pause"],
  ];
  return guesses.find(([pattern]) => pattern.test(id))?.[1] ?? "scene";
}

/** What a device looks like, from the points it has. */
export function deviceIcon(keys: Set<string>): IconName {
  if (keys.has("fader")) return "mixer";
  if (keys.has("outlet")) return "outlet";
  if (keys.has("video_tie") || keys.has("audio_tie")) return "matrix";
  if (keys.has("lamp_hours") || keys.has("shutter") || keys.has("video_mute")) return "projector";
  return "devices";
}
