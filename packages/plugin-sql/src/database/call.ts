import type { Call } from '../drivers/driver.js';

/** A call that can be abandoned. Most drivers need no signal, which would cost more than all the rest of it. */
export interface OwnCall extends Call {
  abandon(): void;
}

export function ownCall(): OwnCall {
  let controller: AbortController | undefined;
  let isAbandoned = false;
  return {
    onAbandoned: undefined,
    get isAbandoned() {
      return isAbandoned;
    },
    get signal() {
      if (!controller) {
        controller = new AbortController();
        if (isAbandoned) controller.abort();
      }
      return controller.signal;
    },
    abandon() {
      isAbandoned = true;
      controller?.abort();
      this.onAbandoned?.();
    },
  };
}
