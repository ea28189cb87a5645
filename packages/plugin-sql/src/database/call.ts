import type { Call } from '../drivers/driver.js';

/** A call that can be abandoned. Most drivers need no signal, which would cost more than all the rest of it. */
export class OwnCall implements Call {
  isAbandoned = false;
  onAbandoned: (() => unknown) | undefined = undefined;
  #controller: AbortController | undefined;

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.isAbandoned) this.#controller.abort();
    }
    return this.#controller.signal;
  }

  abandon(): void {
    this.isAbandoned = true;
    this.#controller?.abort();
    this.onAbandoned?.();
  }
}
