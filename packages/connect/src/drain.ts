import type { ServerResponse } from 'node:http';

export type Listener = (error?: Error) => unknown;

/**
 * Tells those who wait for `drain` that they may go on.
 *
 * @param error ends a `pipeline` from an iterable, which nothing else would; everybody else takes no notice of it
 */
export function release(res: ServerResponse, waiting: Iterable<Listener>, error?: Error): void {
  for (const listener of waiting) listener.call(res, error);
}
