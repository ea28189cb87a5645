import type { ServerResponse } from 'node:http';

/** Those who wait for a response to take more. */
export interface Drain {
  /** Everybody who waits now. */
  waiting(): readonly Listener[];
  /** Stops to look for more. */
  stop(): void;
}

type Listener = (error?: Error) => unknown;

/** Finds everybody who waits, where nobody stands between a response and its listeners. */
export class PlainDrain implements Drain {
  readonly #res: ServerResponse;

  constructor(res: ServerResponse) {
    this.#res = res;
  }

  waiting(): readonly Listener[] {
    return this.#res.rawListeners('drain') as Listener[];
  }

  stop(): void {}
}

/**
 * The same where outer layers transform the body (compression): they keep these listeners to themselves and tell them
 * about their own stream, which knows nothing of a wait for a decision.
 */
export function watchDrain(res: ServerResponse): Drain {
  const known = new PlainDrain(res);
  const { on } = res;
  const kept: Listener[] = [];
  const watching = function (
    this: ServerResponse,
    name: string | symbol,
    listener: (...args: never[]) => void,
  ): ServerResponse {
    if (name === 'drain') kept.push(listener as Listener);
    return Reflect.apply(on, this, [name, listener]);
  };
  res.on = watching;
  return {
    waiting: () => [...new Set([...known.waiting(), ...kept])],
    stop() {
      if (res.on === watching) res.on = on;
    },
  };
}

/**
 * Tells those who wait that they may go on.
 *
 * @param error ends a `pipeline` from an iterable, which nothing else would; everybody else takes no notice of it
 */
export function release(res: ServerResponse, waiting: readonly Listener[], error?: Error): void {
  for (const listener of waiting) listener.call(res, error);
}
