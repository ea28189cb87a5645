import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Identity, type Logger } from '@who/core';
import type { MetadataStore } from '../src/index.js';

/** A user; with attributes only where the authenticator has released some with this request. */
export function user(userid: string, attributes?: unknown): Identity {
  return new Identity({ userid, ...(attributes === undefined ? {} : { metadata: { attributes } }) }, 'cas', 'cas');
}

/** A store that answers at once and says what it was asked. */
export function mapStore(): MetadataStore & { readonly map: Map<string, unknown>; readonly calls: unknown[][] } {
  const map = new Map<string, unknown>();
  const calls: unknown[][] = [];
  return {
    map,
    calls,
    get(key) {
      calls.push(['get', key]);
      return map.get(key);
    },
    set(key, value, ttlMs, bytes) {
      calls.push(['set', key, value, ttlMs, bytes]);
      map.set(key, value);
    },
    delete(key) {
      calls.push(['delete', key]);
      map.delete(key);
    },
  };
}

/** A logger that keeps its warnings. */
export function warnings(): Logger & { readonly lines: string[] } {
  const lines: string[] = [];
  return { lines, debug() {}, error() {}, warn: (line) => lines.push(line) };
}

/** What nothing refers to is gone after it. */
export async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  // A WeakRef keeps what it was made of until the turn is over, and compiled code what it has seen last for a while longer.
  for (let round = 0; round < 5; round++) {
    await setImmediate();
    collect();
  }
}
