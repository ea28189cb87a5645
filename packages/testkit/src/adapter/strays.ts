/** What nobody has caught, since when a watcher looks. */
export interface Strays {
  readonly errors: readonly unknown[];
  stop(): void;
}

const EVENTS = ['unhandledRejection', 'uncaughtException'] as const;
const watchers = new Set<unknown[]>();
let before: Map<string, NodeJS.UnhandledRejectionListener[]> | undefined;

/** Takes the place of the test runner's own listeners for a while, which would say nothing of the check that failed. */
export function watchStrays(): Strays {
  const errors: unknown[] = [];
  if (watchers.size === 0) take();
  watchers.add(errors);
  return {
    errors,
    stop() {
      watchers.delete(errors);
      if (watchers.size === 0) giveBack();
    },
  };
}

function take(): void {
  before = new Map();
  for (const event of EVENTS as readonly 'unhandledRejection'[]) {
    before.set(event, process.listeners(event));
    process.removeAllListeners(event);
    process.on(event, note);
  }
}

function giveBack(): void {
  for (const event of EVENTS as readonly 'unhandledRejection'[]) {
    process.off(event, note);
    for (const listener of before?.get(event) ?? []) process.on(event, listener);
  }
}

/** Checks that run at the same time cannot tell whose it is. */
function note(error: unknown): void {
  for (const errors of watchers) errors.push(error);
}
