import { type BigIntStats, readFileSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { Logger } from '@who/core';
import { atOnce, inTurns, isSteps, type Steps } from './steps.js';

/** A file's contents, parsed, as of the last look at it. */
export interface WatchedFile<T> {
  readonly current: T;
  /**
   * Looks whether the file has changed when it is time to; `undefined` when it is not, or when the last look is still
   * under way and has been waited for long enough. Never rejects: a file that cannot be read leaves the old contents in
   * force, and a warning in the log.
   */
  refresh(nowMs: number, logger: Logger): Promise<void> | undefined;
}

/** Options of `watchedFile`. */
export interface WatchedFileOptions<T> {
  /** Path of the file. A relative one starts at the working directory. */
  readonly file: string;
  /** How often to look for changes at most, in milliseconds; 0 for each time that somebody asks. */
  readonly checkIntervalMs: number;
  /**
   * Makes something of what is in the file. What it throws is the reason why that cannot be used; no secret in it. It may
   * be a generator function: while a process runs already, others have their turn at each `yield`.
   */
  readonly parse: (contents: Uint8Array) => T | Steps<T>;
  /** The package that warnings name. */
  readonly plugin: string;
  /** Makes the error of a first reading that fails. */
  readonly unreadable: (reason: string, cause: unknown) => Error;
}

/**
 * Reads a file at once, and again when it has changed. Contents are replaced as a whole.
 *
 * @throws what `unreadable` makes, when the first reading fails
 * @example
 * const motto = watchedFile({
 *   file: 'motto.txt',
 *   checkIntervalMs: 1000,
 *   parse: String,
 *   plugin: '@example/motto',
 *   unreadable: (reason, cause) => new Error(`There is no motto. ${reason}`, { cause }),
 * });
 * motto.current; // what was in the file at the last look
 */
export function watchedFile<T>(options: WatchedFileOptions<T>): WatchedFile<T> {
  const { file, checkIntervalMs, parse, plugin } = options;
  let { contents: current, state } = readNow(options);
  let checkedMs: number | undefined;
  /** One look at a time, however long a file system takes that does not answer. */
  let isLooking = false;
  let waitedFor: Promise<void> | undefined;
  let reported: string | undefined;

  /** @returns why what is in the file cannot be used */
  async function look(): Promise<string | undefined> {
    isLooking = true;
    try {
      const fresh = await readIfChanged(file, state);
      if (!fresh) return undefined;
      state = fresh.state;
      const parsed = parse(fresh.bytes);
      current = isSteps(parsed) ? await inTurns(parsed) : parsed;
      return undefined;
    } catch (error) {
      return reasonOf(error);
    } finally {
      isLooking = false;
    }
  }

  /** No request hangs because the file does. */
  async function lookInTime(logger: Logger): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS, 'It does not answer.');
    });
    const reason = await Promise.race([look(), late]);
    clearTimeout(timer);
    waitedFor = undefined;
    if (reason !== undefined && reason !== reported) {
      logger.warn(`[${plugin}] Keeping what was read before, because the new ${file} cannot be used. ${reason}`);
    }
    reported = reason;
  }

  return {
    get current() {
      return current;
    },
    refresh(nowMs, logger) {
      if (waitedFor) return waitedFor;
      if (isLooking || (checkedMs !== undefined && Math.abs(nowMs - checkedMs) < checkIntervalMs)) return undefined;
      checkedMs = nowMs;
      waitedFor = lookInTime(logger);
      return waitedFor;
    },
  };
}

/** Disks answer in a few milliseconds, and network file systems that are not ill in less than this. */
const PATIENCE_MS = 2000;

/**
 * Apache's htpasswd overwrites the file in place: what is read meanwhile may be half of it. It counts only when the
 * file is the same before and after.
 */
async function readIfChanged(file: string, known: string): Promise<{ bytes: Uint8Array; state: string } | undefined> {
  let before = stateOf(await stat(file, { bigint: true }));
  for (let attempt = 0; attempt < 3; attempt++) {
    if (before === known) return undefined;
    const bytes = await readFile(file);
    const after = stateOf(await stat(file, { bigint: true }));
    if (after === before) return { bytes, state: after };
    before = after;
  }
  throw new Error('It keeps changing while it is read.');
}

function readNow<T>({ file, parse, unreadable }: WatchedFileOptions<T>): { contents: T; state: string } {
  try {
    const state = stateOf(statSync(file, { bigint: true }));
    const parsed = parse(readFileSync(file));
    return { contents: isSteps(parsed) ? atOnce(parsed) : parsed, state };
  } catch (error) {
    throw unreadable(reasonOf(error), error);
  }
}

/** Differs when the file does. Changes within one tick of the file system's clock show in the size at best. */
function stateOf(stats: BigIntStats): string {
  if (!stats.isFile()) throw new Error('It is not a regular file.');
  return [stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join();
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
