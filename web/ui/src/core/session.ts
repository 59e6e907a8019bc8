/** Who sits here, and everything that is fetched once they are known. */
import { get, request, Failed } from "./http.ts";
import { connect, disconnect } from "./live.ts";
import { model } from "./model.ts";
import { on, say } from "./store.ts";
import type { Device, Hall, Scene, Session } from "./types.ts";
import { emptyWorld } from "./world.ts";

/** Ask who sits here, again and again until the server answers. */
export async function openSession(): Promise<void> {
  try {
    became(await get<Session>("session"));
  } catch {
    model.wire = "lost";
    say("session");
    setTimeout(() => void openSession(), 1500);
  }
}

export async function login(name: string, password: string): Promise<void> {
  became(await request<Session>("POST", "session", { name, password }));
}

export async function logout(): Promise<void> {
  await request("DELETE", "session").catch(() => undefined);
  became({ ...model.session!, ...(await get<Session>("session").catch(() => ({ user: null }))) });
}

function became(session: Session): void {
  model.session = session;
  say("session");
  if (session.user) {
    if (model.wire === "lost") model.wire = "first";
    void furnish();
    connect();
    return;
  }
  disconnect();
  model.wire = "first";
  model.world = emptyWorld();
}

/** The hall's description: at the start, and again whenever the server greets us (it may have changed). */
export async function furnish(): Promise<void> {
  const [hall, devices, scenes] = await Promise.all([
    get<Hall>("hall"),
    get<{ devices: Device[] }>("devices"),
    get<{ scenes: Scene[] }>("scenes"),
  ]).catch(() => [null, null, null] as const);
  if (!hall) return;
  model.hall = hall;
  if (hall.mode) model.mode = hall.mode;
  model.devices = new Map(devices!.devices.map((one) => [one.id, one]));
  model.scenes = new Map(scenes!.scenes.map((one) => [one.id, one]));
  say("hall", "devices", "scenes", "links");
}

/** A socket that will not open, or a refusal, may mean that the session ended or that the role is another. */
async function doubt(): Promise<void> {
  try {
    const session = await get<Session>("session");
    if (!session.user && model.session?.user) return became(session);
    if (session.user?.role === model.session?.user?.role) return;
    model.session = session;
    say("session");
  } catch (error) {
    if (error instanceof Failed && error.status === 401) became({ ...model.session!, user: null });
  }
}

export function watchSession(): void {
  on("doubt", () => void doubt());
  on("hello", () => void furnish());
}
