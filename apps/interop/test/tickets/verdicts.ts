import { Credentials, Identity, isPromise, WhoError } from '@who/core';
import { type AuthTktOptions, authTkt } from '@who/plugin-auth-tkt';
import { fakeExchange } from '@who/testkit';
import { expect } from 'vitest';
import type { User } from './users.js';

export const secret = 'a shared secret of the interop tests';
export const DIGESTS = ['md5', 'sha256', 'sha512'] as const;
/** Whether tickets are bound to the client's address. */
export const BINDINGS = [false, true] as const;
/** A client's, with a byte that is no ASCII. Apache's clients may have it, too. */
export const CLIENT = '127.1.2.200';

export type Options = Omit<AuthTktOptions, 'secrets'>;

/**
 * What has become of somebody: his ticket says there what it was to say; none was made; the other side took it for no
 * ticket; or for one that says something else.
 */
export type Verdict = 'as meant' | 'not made' | 'refused' | 'read otherwise';

/** Those of whom something else is true than of all others, and why. */
export interface Exception {
  readonly who: (user: User) => boolean;
  readonly verdict: Exclude<Verdict, 'as meant'>;
  readonly why: string;
}

/** The cookies that we write for people, as browsers send them back; `undefined` where that is refused. */
export function cookiesOf(
  people: readonly User[],
  options: Options,
  remoteAddress: string = CLIENT,
): readonly (string | undefined)[] {
  const plugin = authTkt({ secrets: [secret], ...options });
  const aMinuteAgo = Date.now() - 60_000;
  return people.map((user) => {
    try {
      const headers = plugin.remember(fakeExchange({ remoteAddress, now: () => aMinuteAgo }), new Identity(user));
      if (isPromise(headers)) throw new TypeError('A promise where a value was promised.');
      return headers?.[0]?.[1].split(';', 1)[0];
    } catch (error) {
      if (error instanceof WhoError && error.code.startsWith('TICKET_')) return undefined;
      throw error;
    }
  });
}

/** Whom we take the senders of cookies for. */
export function seenHere(
  cookies: readonly (string | undefined)[],
  options: Options,
  remoteAddress: string = CLIENT,
): readonly (User | undefined)[] {
  const plugin = authTkt({ secrets: [secret], ...options });
  return cookies.map((cookie) => {
    if (cookie === undefined) return undefined;
    const exchange = fakeExchange({ remoteAddress, headers: { cookie } });
    const credentials = plugin.identify(exchange);
    if (!(credentials instanceof Credentials)) return undefined;
    return plugin.authenticate(exchange, credentials) as User | undefined;
  });
}

/** Checks of all people what has become of them, and that no exception is one of nobody. */
export function expectVerdicts(
  people: readonly User[],
  cookies: readonly (string | null | undefined)[],
  seen: readonly (User | null | undefined)[],
  exceptions: readonly Exception[] = [],
): void {
  const told = (verdictFor: (user: User, i: number) => Verdict): readonly string[] =>
    people.map((user, i) => `${i} ${user.userid} [${user.tokens}] ${user.userdata}: ${verdictFor(user, i)}`);
  const expected = told((user) => exceptions.find(({ who }) => who(user))?.verdict ?? 'as meant');
  expect(told((user, i) => verdictOf(user, cookies[i], seen[i]))).toEqual(expected);
  for (const { who, why } of exceptions) expect(people.some(who), why).toBe(true);
}

function verdictOf(user: User, cookie: string | null | undefined, seen: User | null | undefined): Verdict {
  if (!cookie) return 'not made';
  if (!seen) return 'refused';
  const isSame =
    seen.userid === user.userid && seen.userdata === user.userdata && `${seen.tokens}` === `${user.tokens}`;
  return isSame ? 'as meant' : 'read otherwise';
}
