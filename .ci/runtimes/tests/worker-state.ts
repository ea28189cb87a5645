// Imported before Vitest, whose parts look for the settings of a run in one place.
Reflect.defineProperty(globalThis, '__vitest_worker__', {
  value: {
    config: {
      expect: { poll: {} },
      fakeTimers: { loopLimit: 10_000, shouldClearNativeTimers: true },
      snapshotOptions: {},
      testTimeout: 30_000,
      hookTimeout: 60_000,
    },
    ctx: { pool: 'threads' },
    environment: { name: 'node' },
    providedContext: {},
    metaEnv: process.env,
  },
});

const { setTimeout } = globalThis;

/** Vitest sets a timer to see what that gives. In workerd, nobody may while modules are loaded. */
function tolerant(...args: Parameters<typeof setTimeout>): unknown {
  try {
    return setTimeout(...args);
  } catch (error) {
    if (globalThis.setTimeout === tolerant) return {};
    throw error;
  }
}
globalThis.setTimeout = tolerant as typeof setTimeout;

/** To be called when Vitest has been loaded. */
export function loaded(): void {
  globalThis.setTimeout = setTimeout;
}
