import { WhoError } from '@who/core';
import type { FailureName, SetUpName, SsoErrorCode } from './codes.js';
import { capitalized, type Names, namesOf, type SsoNaming } from './naming.js';

/** Makes the errors of one plugin. */
export interface Failures<Prefix extends string = string> {
  /**
   * The other side could not say who it is: nobody is signed in, and a later attempt may work (503).
   *
   * @param message with nothing in it of what was asked or answered
   * @param retryAfterMs when to try again, in milliseconds
   */
  fail(name: FailureName, message: string, retryAfterMs?: number): WhoError<SsoErrorCode<Prefix>>;
  /**
   * The same, where it is not there or too slow. What it answers at once does not count as that: whoever finds something
   * that makes it say 500 must not be able to close the door for all.
   */
  unreachable(name: 'UNAVAILABLE' | 'TIMEOUT', message: string): WhoError<SsoErrorCode<Prefix>>;
  /** An answer that cannot be understood. It is not quoted: it may name people. */
  badResponse(problem: string): WhoError<SsoErrorCode<Prefix>>;
  /** Something that only who sets up the application can mend (500). */
  setUp(name: SetUpName, message: string): WhoError<SsoErrorCode<Prefix>>;
}

export function failures<Prefix extends string>(names: Names & { readonly prefix: Prefix }): Failures<Prefix> {
  const { prefix, package: plugin, server } = names;
  const made: Failures<Prefix> = {
    fail: (name, message, retryAfterMs = RETRY_AFTER_MS) =>
      new WhoError(message, {
        code: `${prefix}_${name}`,
        plugin,
        status: 503,
        headers: [['Retry-After', String(Math.ceil(retryAfterMs / 1000))]],
      }),
    unreachable(name, message) {
      const error = made.fail(name, message);
      unreachable.add(error);
      return error;
    },
    badResponse: (problem) => made.fail('BAD_RESPONSE', `${capitalized(server)}'s answer cannot be used: ${problem}.`),
    setUp: (name, message) => new WhoError(message, { code: `${prefix}_${name}`, plugin }),
  };
  return made;
}

/** The errors of a plugin, for those parts of it that know nothing but the protocol. */
export function ssoFailures<const Prefix extends string>(naming: SsoNaming<Prefix>): Failures<Prefix> {
  return failures({ ...namesOf(naming), prefix: naming.prefix });
}

/** Whether {@link Failures.unreachable} made it. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof WhoError && unreachable.has(error);
}

const unreachable = new WeakSet<WhoError>();

const RETRY_AFTER_MS = 10_000;
