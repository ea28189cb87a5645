import type { Authenticator, Credentials } from '@who/core';

/** What somebody tries. Nothing of it is kept as it is. */
export interface Guess {
  /**
   * Who wants to be signed in, as it was typed. Without it, failures count by address, and those of the same `secret`
   * from there. @default nobody in particular
   */
  readonly user?: string | undefined;
  /**
   * What is tried: the password or token. One that was right a short while ago does not count as a try, so that a
   * client with a good one may send as many requests at once as it likes. @default unknown: every try counts
   */
  readonly secret?: string | undefined;
  /** Guesses of different kinds have nothing to do with each other. @default 'password' */
  readonly kind?: string | undefined;
}

/** Says what credentials count under; nothing where they are none that this authenticator looks at. */
export type KeyOf = (credentials: Credentials) => Guess | undefined;

/**
 * Passwords count by who is to be signed in, tokens by themselves, and anything else by where it comes from.
 *
 * @param kinds the classes that the authenticator looks at
 */
export function defaultKey(kinds: NonNullable<Authenticator['authenticates']>): KeyOf {
  return (credentials) => {
    if (!kinds.some((kind) => credentials instanceof kind)) return undefined;
    const { login, password, token } = credentials as Partial<Record<'login' | 'password' | 'token', unknown>>;
    if (typeof token === 'string') return { kind: 'token', secret: token };
    // What an application passes on from a JSON body need not be text.
    return typeof login === 'string' && typeof password === 'string' ? { user: login, secret: password } : {};
  };
}
