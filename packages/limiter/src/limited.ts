import {
  type Authentication,
  type Authenticator,
  badOption,
  type Credentials,
  chain,
  checkOptions,
  type Exchange,
  type MaybePromise,
  PasswordCredentials,
  type Plugin,
  type Reason,
  WhoError,
} from '@who/core';
import type { Attempt } from './attempts/attempt.js';
import { defaultKey, type Guess } from './attempts/guess.js';
import { outcome } from './attempts/outcome.js';
import { PACKAGE } from './errors.js';
import { createLimiter, insidesOf, type Limiter } from './limiter.js';
import { LIMITED_NAMES, type LimitedOptions } from './options.js';
import { reasons } from './reasons.js';
import { wrap } from './wrap.js';

/** An authenticator as it was, and its limiter: for login views, and for other authenticators. */
export type Limited<A extends Authenticator> = A & { readonly limiter: Limiter };

/**
 * Puts a limiter in front of an authenticator. All else of the plugin, its other roles and `close()`, stays as it is.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const users = limited(htpasswd({ file: 'users.htpasswd' }), { trustedProxies: ['10.0.0.0/8'] });
 */
export function limited<A extends Authenticator>(authenticator: A, options: LimitedOptions = {}): Limited<A> {
  checkOptions(PACKAGE, options, LIMITED_NAMES);
  const { limiter: given, key, ...own } = options;
  if (typeof authenticator?.authenticate !== 'function') {
    throw badOption(PACKAGE, 'authenticator', 'must be a plugin that plays this role.');
  }
  if (key !== undefined && typeof key !== 'function') throw badOption(PACKAGE, 'key', 'must be a function.');
  const [other] = Object.keys(own);
  if (given && other !== undefined) throw badOption(PACKAGE, other, 'belongs to createLimiter(), where there is one.');
  const limiter = given ?? createLimiter(own);
  const { open, proofs } = insidesOf(limiter);
  const keyOf = key ?? defaultKey(kindsOf(authenticator));

  /** Other authenticators with this limiter may get to see the same credentials: all of that is one attempt. */
  function attemptOf(exchange: Exchange, credentials: Credentials, guess: Guess): MaybePromise<Attempt> {
    const { scratch } = exchange;
    const shared = (scratch.get(limiter) as Map<Credentials, MaybePromise<Attempt>> | undefined) ?? new Map();
    scratch.set(limiter, shared);
    const attempt = shared.get(credentials) ?? open(exchange, guess);
    shared.set(credentials, attempt);
    return attempt;
  }

  /** Whoever remembers the user may also remember the device. */
  function noted(exchange: Exchange, { subject }: Attempt, known: Authentication | undefined): typeof known {
    if (known) proofs?.note(exchange, known.userid, subject);
    return known;
  }

  return wrap(authenticator, {
    limiter,
    authenticate(exchange: Exchange, credentials: Credentials) {
      const guess = keyOf(credentials);
      const verify = () => authenticator.authenticate(exchange, credentials);
      if (guess === undefined) return verify();
      const opened = exchange.explain
        ? told(exchange, () => attemptOf(exchange, credentials, guess))
        : attemptOf(exchange, credentials, guess);
      return chain(opened, (attempt) => {
        const answer = attempt.run(verify, false);
        return proofs ? chain(answer, (known) => noted(exchange, attempt, known)) : answer;
      });
    },
    ...(given === undefined && closesBoth(authenticator, limiter)),
  }) as Limited<A>;
}

/** Has people who look on know why nothing is checked. */
function told(exchange: Exchange, asked: () => MaybePromise<Attempt>): MaybePromise<Attempt> {
  return outcome(
    asked,
    (attempt) => attempt,
    (error) => {
      const refusal = error instanceof WhoError ? error : undefined;
      const reason = (reasons as Partial<Record<string, Reason>>)[refusal?.code ?? ''];
      if (reason) exchange.explain?.(reason, { seconds: Number(refusal?.headers['Retry-After'] ?? 0) });
      throw error;
    },
  );
}

/** One that finds credentials itself may know others than passwords. */
function kindsOf(plugin: Plugin): NonNullable<Authenticator['authenticates']> {
  if (plugin.authenticates) return plugin.authenticates;
  if (plugin.identify === undefined) return [PasswordCredentials];
  throw badOption(PACKAGE, 'key', 'must be given: the plugin does not say which credentials it "authenticates".');
}

/** A limiter of its own ends with the plugin. */
function closesBoth(plugin: object, limiter: Limiter): { close(...args: unknown[]): unknown } | undefined {
  const { close } = plugin as { close?: unknown };
  if (typeof close !== 'function') return undefined;
  return {
    close(...args) {
      limiter.close();
      return close.apply(plugin, args);
    },
  };
}
