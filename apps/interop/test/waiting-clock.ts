const TICK_MS = 10;

/**
 * A clock that goes on only while this process does: it shows how long somebody waited for another one, and leaves out
 * what a busy machine or a busy process adds to it.
 */
export class WaitingClock implements Disposable {
  #ms = 0;
  readonly #timer = setInterval(() => {
    this.#ms += TICK_MS;
  }, TICK_MS).unref();

  now(): number {
    return this.#ms;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
