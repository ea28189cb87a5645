import { type Authenticator, type Exchange, PasswordCredentials, reasonsOf, WhoError } from '@who/core';
import { type Clock, type FakeRequestOptions, fakeClock, fakeExchange } from '@who/testkit';
import { type LimitedOptions, limited } from '../src/index.js';

const reasons = reasonsOf({
  OTHER_CREDENTIALS: { text: 'These credentials are no password.' },
  WRONG: { text: 'The password is wrong.' },
});

/** Everybody's password. */
export const passwordOf = (user: string): string => `secret of ${user}`;

/** Passwords by a rule, and how often they were checked. */
export interface Users extends Authenticator {
  readonly checks: number;
  /** Has the next ones wait, until the function that it returns is called. */
  hold(): () => void;
}

/** @param isLate whether it answers by a promise */
export function users(isLate = false): Users {
  let checks = 0;
  let held: Promise<void> | undefined;
  return {
    get checks() {
      return checks;
    },
    hold() {
      let release = (): void => {};
      held = new Promise((resolve) => {
        release = resolve;
      });
      return () => {
        held = undefined;
        release();
      };
    },
    authenticate(exchange, credentials) {
      if (!(credentials instanceof PasswordCredentials)) return exchange.explain?.(reasons.OTHER_CREDENTIALS);
      checks++;
      const { login, password } = credentials;
      // What an application passes on need not be text.
      const isRight = typeof login === 'string' && login !== '' && password === passwordOf(login);
      const answer = isRight ? { userid: login } : exchange.explain?.(reasons.WRONG);
      if (held) return held.then(() => answer);
      return isLate ? Promise.resolve(answer) : answer;
    },
  };
}

/** A place from which people sign in. */
export interface Place {
  try(user: string, password?: string): Promise<Result>;
  right(user: string): Promise<Result>;
  wrong(user: string, times?: number): Promise<Result[]>;
}

/** What a try comes to: `in`, `out`, or how many seconds there are to wait. */
export type Result = 'in' | 'out' | number;

/** An authenticator behind a limiter, and a clock that both go by. */
export interface Scene {
  readonly plugin: Authenticator;
  readonly clock: Clock;
  readonly inner: Users;
  readonly warnings: readonly string[];
  at(address: string, request?: FakeRequestOptions): Place;
}

export function scene(options: LimitedOptions = {}, inner: Users = users()): Scene {
  const clock = fakeClock();
  const warnings: string[] = [];
  const own = options.limiter ? options : { logger: { warn: (text: string) => warnings.push(text) }, now: clock.now };
  const plugin = limited<Authenticator>(inner, { ...own, ...options });
  return { plugin, clock, inner, warnings, at: (address, request) => placeAt(plugin, clock, address, request) };
}

export function placeAt(plugin: Authenticator, clock: Clock, address: string, request?: FakeRequestOptions): Place {
  const place: Place = {
    async try(user, password = 'a guess') {
      const exchange = request
        ? fakeExchange({ remoteAddress: address, now: clock.now, ...request })
        : bareExchange(address);
      try {
        return (await plugin.authenticate(exchange, new PasswordCredentials(user, password))) ? 'in' : 'out';
      } catch (error) {
        return waitOf(error);
      }
    },
    right: (user) => place.try(user, passwordOf(user)),
    async wrong(user, times = 1) {
      const results: Result[] = [];
      for (let i = 0; i < times; i++) results.push(await place.try(user, `guess ${i}`));
      return results;
    },
  };
  return place;
}

/** All that a limiter looks at, for tests with many of them. */
export function bareExchange(remoteAddress: string): Exchange {
  const headers = { header: () => undefined, headerValues: () => [] };
  return { remoteAddress, peer: { address: remoteAddress }, scratch: new Map(), ...headers } as unknown as Exchange;
}

/** The seconds of a 429. */
export function waitOf(error: unknown): number {
  if (!(error instanceof WhoError) || error.code !== 'LIMITER_TOO_MANY' || error.status !== 429) throw error;
  return Number(error.headers['Retry-After']);
}

export async function codeOf(failing: () => unknown): Promise<unknown> {
  try {
    await failing();
  } catch (error) {
    return (error as { readonly code?: unknown }).code;
  }
  return undefined;
}
