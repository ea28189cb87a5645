import type { Exchange } from '@who/core';
import { type Steps, watchedFile } from '@who/secrets';
import { htpasswdError, PLUGIN } from './errors.js';
import type { Problems } from './text-file.js';

/** A file of lines, as of the last look at it. */
export interface WatchedLines<T> {
  readonly current: T;
  /**
   * Looks whether the file has changed when it is time to; `undefined` when there is nothing to wait for. The log says
   * once for each version which lines do not count.
   */
  refresh(exchange: Exchange): Promise<void> | undefined;
}

/**
 * Reads a file at once, and again when it has changed.
 *
 * @param what it is, for the error of a first reading that fails
 * @throws {WhoError} HTPASSWD_UNREADABLE
 */
export function watchedLines<T extends { readonly problems: Problems }>(
  what: string,
  file: string,
  checkIntervalMs: number,
  parse: (contents: Uint8Array) => Steps<T>,
): WatchedLines<T> {
  const watched = watchedFile<T>({
    file,
    checkIntervalMs,
    parse,
    plugin: PLUGIN,
    unreadable: (reason, cause) =>
      htpasswdError('HTPASSWD_UNREADABLE', `The ${what} ${file} cannot be used. ${reason}`, { cause }),
  });
  let reported: Problems | undefined;

  return {
    get current() {
      return watched.current;
    },
    refresh(exchange) {
      return watched.refresh(exchange.now(), exchange.logger)?.then(() => {
        const { problems } = watched.current;
        if (problems === reported) return;
        reported = problems;
        const { first, count } = problems;
        if (count === 0) return;
        const rest = count > first.length ? '; …' : '';
        exchange.logger.warn(`[${PLUGIN}] Lines of ${file} that do not count: ${count} (${first.join('; ')}${rest}).`);
      });
    },
  };
}
