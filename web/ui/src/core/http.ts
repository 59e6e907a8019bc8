/** Plain requests to the API. An error always comes back as a Problem with a sentence. */
import { say } from "./store.ts";
import type { Problem } from "./types.ts";

export class Failed extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(typeof problem.detail === "string" ? problem.detail : `HTTP ${status}`);
  }
}

const root = (): URL => new URL("api/v1/", document.baseURI);

export function request<T>(method: string, path: string, body?: unknown, patience = 8000, headers: Record<string, string> = {}): Promise<T> {
  return ask(method, path, patience, body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json", ...headers } });
}

/** Bytes as they are: a photo. */
export const upload = <T>(path: string, bytes: Blob): Promise<T> =>
  ask("POST", path, 120_000, { body: bytes, headers: { "Content-Type": "application/octet-stream" } });

async function ask<T>(method: string, path: string, patience: number, more: RequestInit): Promise<T> {
  const reply = await fetch(new URL(path, root()), {
    method,
    credentials: "same-origin",
    cache: "no-store",
    signal: AbortSignal.timeout(patience),
    ...more,
  }).catch(() => null);
  if (reply === null) throw new Failed(0, {});
  const text = await reply.text();
  if (reply.status === 403) say("doubt"); // the role may have changed since the page asked for it
  if (!reply.ok) throw new Failed(reply.status, parsed(text) ?? {});
  return parsed(text) as T;
}

export const get = <T>(path: string): Promise<T> => request<T>("GET", path);
export const post = <T>(path: string, body: unknown = {}): Promise<T> => request<T>("POST", path, body);

function parsed(text: string): Problem | null {
  try {
    return JSON.parse(text) as Problem;
  } catch {
    return null;
  }
}
