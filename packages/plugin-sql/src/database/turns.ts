import { Failure } from './failure.js';

/** Lets only so many ask at the same time. */
export interface Turns {
  /** Whether somebody may begin at once; who does has to {@link end}. */
  begin(): boolean;
  /** Waits for one's turn. @throws {Failure}, {Busy} where too many wait already */
  wait(untilMs: number): Promise<void>;
  end(): void;
  /** Has nobody wait for a database that is away. */
  refuse(failure: () => Error): void;
}

/** As many are waiting as may. */
export class Busy extends Error {
  override readonly name = 'SqlBusy';
}

interface Waiting {
  resolve(): void;
  reject(error: Error): void;
}

/**
 * @param max at the same time
 * @param maxQueued how many may wait, first come first served
 */
export function turns(max: number, maxQueued: number): Turns {
  const waiting = new Set<Waiting>();
  let count = 0;
  return {
    begin() {
      if (count >= max) return false;
      count++;
      return true;
    },
    wait(untilMs) {
      if (waiting.size >= maxQueued) {
        return Promise.reject(new Busy('Too many are waiting for the database; see "maxQueued".'));
      }
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          clearTimeout(timer);
          waiting.delete(one);
        };
        const one: Waiting = {
          resolve() {
            leave();
            resolve();
          },
          reject(error) {
            leave();
            reject(error);
          },
        };
        const timer = setTimeout(
          () => one.reject(new Failure('late', 'no turn came in time')),
          untilMs - performance.now(),
        );
        waiting.add(one);
      });
    },
    end() {
      const [next] = waiting;
      // The turn goes to the next in line without becoming free in between.
      if (next) next.resolve();
      else count--;
    },
    refuse(failure) {
      for (const one of [...waiting]) one.reject(failure());
    },
  };
}
