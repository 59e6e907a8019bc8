/**
 * Reports that could not be sent yet: kept on this tablet, with their photo, and delivered when the service
 * answers again. Each has its key, under which the service takes it once, whatever got lost on the way; it is
 * sent only as whoever wrote it, for the key is hers.
 */
import { Failed, request, upload } from "./http.ts";
import { model } from "./model.ts";
import { on, say } from "./store.ts";

export interface Kept {
  key: string;
  user: string;
  body: Record<string, unknown>;
  photo: Blob | null;
  at: number;
  /** Why the service will not take it, in its words. */
  refused?: unknown;
}

export interface Delivered {
  no: number;
  title: unknown;
}

const STORE = "reports";
const AGAIN = 15_000;
const FINAL = (status: number): boolean => status >= 400 && status < 500 && ![401, 408, 429].includes(status);
export const outbox: { kept: Kept[]; told: (made: Delivered) => void } = { kept: [], told: () => undefined };
let busy = false;

/** Send it now, or keep it: `null` is kept. Throws what the service said where it will never take it. */
export async function file(one: Kept): Promise<Delivered | null> {
  try {
    if (model.wire !== "up") throw new Failed(0, {});
    return await send(one);
  } catch (error) {
    if (error instanceof Failed && FINAL(error.status)) throw error;
    await write((store) => store.put(one));
    await read();
    setTimeout(() => void deliver(), AGAIN);
    return null;
  }
}

/** Deliver what waits, in its order. What is refused for good stays, with the reason, until a person lets it go. */
export async function deliver(): Promise<void> {
  if (busy || model.wire !== "up") return;
  busy = true;
  try {
    await read();
    for (const one of outbox.kept) {
      if (one.refused || one.user !== model.session?.user?.name) continue;
      try {
        const made = await send(one);
        await forget(one.key);
        outbox.told(made);
      } catch (error) {
        if (!(error instanceof Failed) || !FINAL(error.status)) break;
        await write((store) => store.put({ ...one, refused: error.problem.sentence ?? error.message }));
      }
    }
    await read();
  } finally {
    busy = false;
  }
}

export async function forget(key: string): Promise<void> {
  await write((store) => store.delete(key));
  await read();
}

async function send(one: Kept): Promise<Delivered> {
  const made = await request<Delivered>("POST", "tickets", one.body, 8000, { "Idempotency-Key": one.key });
  if (one.photo) await upload(`tickets/${made.no}/photos`, one.photo);
  return made;
}

export function watchOutbox(): void {
  void deliver();
  on("hello", () => void deliver());
  on("session", () => void deliver());
}

/** Whether it may be written down at all is for the browser to say; without it there is only now. */
async function read(): Promise<void> {
  const found = await write<Kept[]>((store) => store.getAll()).catch(() => [] as Kept[]);
  outbox.kept = found.sort((a, b) => a.at - b.at);
  say("outbox");
}

async function write<T>(ask: (store: IDBObjectStore) => IDBRequest): Promise<T> {
  const base = await opened();
  try {
    return await new Promise<T>((resolve, reject) => {
      const work = base.transaction(STORE, "readwrite");
      const asked = ask(work.objectStore(STORE));
      work.oncomplete = () => resolve(asked.result as T);
      work.onerror = work.onabort = () => reject(work.error ?? new Error("not kept"));
    });
  } finally {
    base.close();
  }
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("auditorium", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error("not kept"));
  });
}
