/** Tells the time at a moment of `performance.now()`. It looks at the clock once a second at most. */
export class WallClock {
  readonly #now: () => number;
  #offset = 0;
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(now: () => number) {
    this.#now = now;
  }

  at(moment: number): number {
    if (moment - this.#readAt > 1000) {
      this.#readAt = performance.now();
      this.#offset = this.#now() - this.#readAt;
    }
    return moment + this.#offset;
  }
}
