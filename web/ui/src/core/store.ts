/**
 * The page's own store: named topics and who listens to them.
 *
 * Topics are plain words ("faults", "p/main-projector/power"); `say` marks them, and one microtask later
 * every listener is called once, however many of its topics moved. Nothing else in the page broadcasts.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";

type Listener = () => void;

const listeners = new Map<string, Set<Listener>>();
let marked = new Set<string>();

export function say(...topics: string[]): void {
  if (marked.size === 0) queueMicrotask(flush);
  for (const topic of topics) marked.add(topic);
}

/** Deliver what is marked now; tests call it, the page lets the microtask do it. */
export function flush(): void {
  const topics = marked;
  marked = new Set();
  const called = new Set<Listener>();
  for (const topic of topics) for (const listener of listeners.get(topic) ?? []) called.add(listener);
  for (const listener of called) listener();
}

export function on(topic: string, listener: Listener): () => void {
  let set = listeners.get(topic);
  if (!set) listeners.set(topic, (set = new Set()));
  set.add(listener);
  return () => {
    set.delete(listener);
    if (set.size === 0) listeners.delete(topic);
  };
}

/** Ties an element to topics that may change with its properties: `new Watch(this, () => ["p/" + this.ref])`. */
export class Watch implements ReactiveController {
  private off = new Map<string, () => void>();

  constructor(
    private host: ReactiveControllerHost,
    private topics: () => string[],
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.follow();
  }

  hostUpdate(): void {
    this.follow();
  }

  hostDisconnected(): void {
    for (const off of this.off.values()) off();
    this.off.clear();
  }

  private follow(): void {
    const wanted = new Set(this.topics());
    for (const [topic, off] of this.off) {
      if (wanted.has(topic)) continue;
      off();
      this.off.delete(topic);
    }
    for (const topic of wanted) {
      if (!this.off.has(topic)) this.off.set(topic, on(topic, () => this.host.requestUpdate()));
    }
  }
}
