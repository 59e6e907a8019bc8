/** What this tablet remembers. Storage may be forbidden; then it remembers nothing and works all the same. */
export function recall(name: string): string | null {
  try {
    return localStorage.getItem(`auditorium.${name}`);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`auditorium.${name}`, value);
  } catch {
    /* private mode: nothing to do, nothing lost but a preference */
  }
}
