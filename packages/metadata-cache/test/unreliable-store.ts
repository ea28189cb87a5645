import type { MetadataStore } from '../src/index.js';

/** How a store answers: after a turn, with an error, never, or after so many milliseconds. */
export type Mood = 'well' | 'refuses' | 'hangs' | number;

/** A database that can be taken away. Keeps texts, and lets go of none by itself. */
export interface UnreliableStore extends MetadataStore {
  readonly texts: Map<string, string>;
  /** What it was asked: `get bob`. */
  readonly calls: string[];
  /** Of one key, or of all others. */
  mood(mood: Mood, key?: string): void;
  /** Lets what hangs come to its end. */
  resume(): void;
}

export function unreliableStore(extra: Partial<MetadataStore> = {}): UnreliableStore {
  const texts = new Map<string, string>();
  const calls: string[] = [];
  const moods = new Map<string, Mood>();
  let general: Mood = 'well';
  let hanging: (() => void)[] = [];

  async function answer<T>(operation: string, key: string, work: () => T): Promise<T> {
    calls.push(`${operation} ${key}`);
    const mood = moods.get(key) ?? general;
    if (mood === 'refuses') throw Object.assign(new Error(`no ${key}`), { code: 'ECONNREFUSED' });
    if (mood === 'hangs') await new Promise<void>((resolve) => hanging.push(resolve));
    if (typeof mood === 'number') await new Promise((resolve) => setTimeout(resolve, mood));
    return work();
  }

  return {
    ...extra,
    texts,
    calls,
    mood(mood, key) {
      if (key === undefined) general = mood;
      else moods.set(key, mood);
    },
    resume() {
      const all = hanging;
      hanging = [];
      for (const go of all) go();
    },
    get: (key) =>
      answer('get', key, () => {
        const text = texts.get(key);
        return text === undefined ? undefined : JSON.parse(text);
      }),
    set(key, value) {
      const text = JSON.stringify(value);
      return answer('set', key, () => void texts.set(key, text));
    },
    delete: (key) => answer('delete', key, () => void texts.delete(key)),
  };
}
