import type { CasSessionStore } from '../../src/index.js';

/** A store that answers by promises, as one outside the process does, and can be made to fail. */
export interface FakeStore extends CasSessionStore {
  readonly entries: Map<string, { readonly value: unknown; readonly ttlMs: number }>;
  /** What every call does instead; `undefined` makes it work again. */
  trouble: (() => Promise<unknown>) | undefined;
  /** Names of the calls so far. */
  readonly calls: string[];
}

export function fakeStore(): FakeStore {
  const entries: FakeStore['entries'] = new Map();
  const calls: string[] = [];
  const store: FakeStore = {
    entries,
    calls,
    trouble: undefined,
    get: (key) => call('get', () => structuredClone(entries.get(key)?.value)),
    set: (key, value, ttlMs) => call('set', () => entries.set(key, { value: structuredClone(value), ttlMs }) && true),
    delete: (key) => call('delete', () => entries.delete(key)),
  };
  async function call(name: string, work: () => unknown): Promise<unknown> {
    calls.push(name);
    return store.trouble ? store.trouble() : work();
  }
  return store;
}

export const down = (): Promise<never> =>
  Promise.reject(Object.assign(new Error('at 10.0.0.1'), { code: 'ECONNREFUSED' }));
