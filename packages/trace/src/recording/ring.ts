import { Recorded } from './recorded.js';

/** The last journeys that began. */
export class Ring {
  readonly #slots: (Recorded | undefined)[];
  readonly #byId = new Map<number, Recorded>();
  /** Where the next one goes, which is where the oldest is. */
  #next = 0;

  constructor(size: number) {
    this.#slots = new Array(size).fill(undefined);
  }

  /** Begins a journey in the place of the oldest one, as {@link Recorded.begin} does. */
  begin(...what: Parameters<Recorded['begin']>): Recorded {
    const oldest = this.#slots[this.#next];
    if (oldest) this.#byId.delete(oldest.id);
    const journey = oldest ?? new Recorded();
    journey.begin(...what);
    this.#slots[this.#next] = journey;
    this.#byId.set(journey.id, journey);
    this.#next = this.#next + 1 === this.#slots.length ? 0 : this.#next + 1;
    return journey;
  }

  get(id: number): Recorded | undefined {
    return this.#byId.get(id);
  }

  get size(): number {
    return this.#byId.size;
  }

  *newestFirst(): Generator<Recorded> {
    const { length } = this.#slots;
    for (let back = 1; back <= length; back++) {
      const journey = this.#slots[(this.#next - back + length) % length];
      if (!journey) return;
      yield journey;
    }
  }

  /** The numbers of those that began before and after one. */
  neighbours(id: number): { older: number | undefined; newer: number | undefined } {
    let newer: number | undefined;
    let isFound = false;
    for (const journey of this.newestFirst()) {
      if (isFound) return { older: journey.id, newer };
      isFound = journey.id === id;
      if (!isFound) newer = journey.id;
    }
    return { older: undefined, newer: isFound ? newer : undefined };
  }

  clear(): void {
    this.#slots.fill(undefined);
    this.#byId.clear();
    this.#next = 0;
  }
}
