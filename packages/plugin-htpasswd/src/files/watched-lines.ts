import { setImmediate } from 'node:timers';
import type { Exchange, Logger } from '@who/core';
import { type Steps, watchedFile } from '@who/secrets';
import { htpasswdError, PLUGIN } from '../errors.js';
import type { Problems } from './text-file.js';

/** A file of lines, as of the last look at it. */
export interface WatchedLines<T> {
  readonly current: T;
  /**
   * Looks whether the file has changed when it is time to; `undefined` when there is nothing to wait for. The log says
   * once for each version which lines do not count, as soon as that is known.
   */
  refresh(exchange: Exchange): Promise<void> | undefined;
  /** Looks for no more lines that do not count. */
  close(): void;
}

/**
 * Reads a file at once, and again when it has changed.
 *
 * @param what it is, for the error of a first reading that fails
 * @param parse reads it; looking for lines that do not count may take longer, and is done beside what else is to be done
 * @param command makes one, which the error says where there is none
 * @throws {WhoError} HTPASSWD_UNREADABLE
 */
export function watchedLines<T extends { problems(): Steps<Problems> }>(
  what: string,
  file: string,
  checkIntervalMs: number,
  parse: (contents: Uint8Array) => Steps<T>,
  command?: string,
): WatchedLines<T> {
  const hint = (cause: unknown): string =>
    command !== undefined && (cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT'
      ? ` Make it with: ${command}`
      : '';
  const watched = watchedFile<T>({
    file,
    checkIntervalMs,
    parse,
    plugin: PLUGIN,
    unreadable: (reason, cause) =>
      htpasswdError('HTPASSWD_UNREADABLE', `The ${what} ${file} cannot be used. ${reason}${hint(cause)}`, { cause }),
  });
  /** The version whose lines have been looked through, or are. */
  let looked: T | undefined;
  let isClosed = false;

  /** Goes on with one version, a few milliseconds at a time, until there is another one. */
  function lookOn(version: T, steps: Steps<Problems>, logger: Logger): void {
    if (isClosed || version !== looked) return;
    const { done, value } = steps.next();
    if (done) report(value, logger);
    else setImmediate(lookOn, version, steps, logger);
  }

  function report({ first, count }: Problems, logger: Logger): void {
    if (count === 0) return;
    const rest = count > first.length ? '; …' : '';
    logger.warn(`[${PLUGIN}] Lines of ${file} that do not count: ${count} (${first.join('; ')}${rest}).`);
  }

  return {
    get current() {
      return watched.current;
    },
    refresh(exchange) {
      return watched.refresh(exchange.now(), exchange.logger)?.then(() => {
        const version = watched.current;
        if (version === looked) return;
        looked = version;
        lookOn(version, version.problems(), exchange.logger);
      });
    },
    close() {
      isClosed = true;
    },
  };
}
