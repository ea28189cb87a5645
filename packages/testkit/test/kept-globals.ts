import { afterAll } from 'vitest';

/** Gives the globals back at a file's end that `@hono/node-server` replaces by its own: other files share them. */
export function keepGlobals(): void {
  const found = Object.entries(Object.getOwnPropertyDescriptors(globalThis)).filter(([name]) => REPLACED.has(name));
  afterAll(() => {
    for (const [name, descriptor] of found) Object.defineProperty(globalThis, name, descriptor);
  });
}

const REPLACED: ReadonlySet<string> = new Set(['Request', 'Response']);
