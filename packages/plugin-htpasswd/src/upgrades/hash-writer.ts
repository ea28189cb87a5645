import { setTimeout } from 'node:timers';
import type { Logger } from '@who/core';
import { WhoError } from '@who/core';
import { PLUGIN } from '../errors.js';
import { type NewHash, withHashes } from '../writing/password-lines.js';
import { changePasswordFile } from '../writing/replace-file.js';

/** Writes new hashes into a password file, all that there are at a time. */
export interface HashWriter {
  /** Settles when the hash has been written, or could not be, of which the log says why. Never rejects. */
  write(hash: NewHash, logger: Logger): Promise<void>;
  /** Begins to write nothing any more. */
  close(): void;
}

/**
 * @param pauseMs between two times: with each, everybody who uses the file reads it anew, and forgets what was right
 */
export function hashWriter(file: string, pauseMs = 5000): HashWriter {
  let waiting: { readonly hash: NewHash; readonly done: () => void }[] = [];
  /** Writing, or resting after it. */
  let isBusy = false;
  let isClosed = false;
  let reported: string | undefined;

  async function writeAll(logger: Logger): Promise<void> {
    isBusy = true;
    const batch = waiting;
    waiting = [];
    const hashes = batch.map(({ hash }) => hash);
    try {
      // biome-ignore lint/correctness/useYield: a line for each is quick.
      await changePasswordFile(file, WAIT_MS, function* (text) {
        return withHashes(text, hashes);
      });
      reported = undefined;
    } catch (error) {
      report(error, logger);
    }
    for (const { done } of batch) done();
    setTimeout(() => {
      isBusy = false;
      if (waiting.length > 0 && !isClosed) void writeAll(logger);
    }, pauseMs).unref();
  }

  /** Once: each sign-in would fail in the same way. */
  function report(error: unknown, logger: Logger): void {
    const told = error instanceof WhoError ? `${error.code}: ${error.message}` : String(error);
    if (told !== reported) logger.error(`[${PLUGIN}] Hashes stay as they are. ${told}`);
    reported = told;
  }

  return {
    write(hash, logger) {
      return new Promise((done) => {
        waiting.push({ hash, done });
        if (!isBusy) void writeAll(logger);
      });
    },
    close() {
      isClosed = true;
      for (const { done } of waiting) done();
      waiting = [];
    },
  };
}

/** Others need a moment. */
const WAIT_MS = 10_000;
