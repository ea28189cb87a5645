import { badOption, checkOptions, type OptionNames } from '@who/core';
import { checkSecret } from '@who/secrets';
import type { AuditRecord } from './event.js';

/** What takes text: a stream of Node, `process.stdout` for instance. */
export interface AuditStream {
  write(text: string): unknown;
  /** Characters or bytes that wait to be written. */
  readonly writableLength?: number | undefined;
  on?(event: 'error', listener: (error: Error) => void): unknown;
  off?(event: 'error', listener: (error: Error) => void): unknown;
}

/** What takes records, a logger for instance: `line` is the record as JSON, for those that print texts. */
export type AuditSink = (record: AuditRecord, line: string) => void;

/** Where the log goes, and what it says of people. */
export interface AuditLogOptions {
  /**
   * A stream, which gets a line of JSON for each record, or a function, which gets the record. A function is called before
   * the request goes on, so it should not take long.
   */
  readonly to: AuditStream | AuditSink;
  /**
   * A secret of 32 characters or more. Pseudonyms take the place of userids, by HMAC-SHA-256 with this secret: who has it
   * can find a user's lines, and the log alone names nobody. Whoever loses the secret cannot find them, either.
   *
   * @default userids as they are
   */
  readonly pseudonymSecret?: string | undefined;
  /**
   * How much may wait in a stream that is slower than the log, as its `writableLength`. Records beyond that are lost, with
   * a warning of the process. More of it takes more memory.
   *
   * @default 1048576
   */
  readonly maxPendingBytes?: number | undefined;
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

export interface Settings {
  readonly to: AuditStream | AuditSink;
  readonly pseudonymSecret: string | undefined;
  readonly maxPendingBytes: number;
  readonly now: () => number;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: AuditLogOptions): Settings {
  checkOptions(PACKAGE, options, NAMES);
  const { to, pseudonymSecret, maxPendingBytes = 1_048_576, now = Date.now } = options;
  if (typeof to !== 'function' && typeof to?.write !== 'function') {
    throw badOption(PACKAGE, 'to', 'must be a stream or a function.');
  }
  if (pseudonymSecret !== undefined) {
    checkSecret(PACKAGE, 'pseudonymSecret', pseudonymSecret);
    if (pseudonymSecret.length < 32) throw badOption(PACKAGE, 'pseudonymSecret', 'must have 32 characters or more.');
  }
  if (!Number.isSafeInteger(maxPendingBytes) || maxPendingBytes < 1) {
    throw badOption(PACKAGE, 'maxPendingBytes', 'must be a positive number of bytes.');
  }
  if (typeof now !== 'function') throw badOption(PACKAGE, 'now', 'must be a function.');
  return { to, pseudonymSecret, maxPendingBytes, now };
}

const PACKAGE = '@who/audit';

const NAMES: OptionNames<AuditLogOptions> = { to: true, pseudonymSecret: true, maxPendingBytes: true, now: true };
