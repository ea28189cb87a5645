import { randomName, setBounded } from '@who/dev-server';

/** Things that can be taken once, for a while, by whoever knows their name. */
export interface Once<T> {
  add(value: T): string;
  /** Nothing where it is unknown, too old or taken already. */
  take(name: string | undefined): T | undefined;
}

export function createOnce<T>(lifetimeMs: number, now: () => number): Once<T> {
  const kept = new Map<string, { readonly value: T; readonly untilMs: number }>();
  return {
    add(value) {
      const name = randomName();
      setBounded(kept, name, { value, untilMs: now() + lifetimeMs }, MAX);
      return name;
    },
    take(name = '') {
      const found = kept.get(name);
      kept.delete(name);
      return found && found.untilMs > now() ? found.value : undefined;
    },
  };
}

const MAX = 1_000;
