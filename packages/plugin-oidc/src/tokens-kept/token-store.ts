import { randomBytes } from 'node:crypto';
import { chain, type MaybePromise } from '@who/core';
import { type GuardedStore, type Secrets, type SessionKeeper, sealFor } from '@who/sso';
import { PACKAGE } from '../naming.js';

/** What is kept of a sign-in. */
export interface KeptTokens {
  readonly accessToken: string;
  /** Milliseconds since 1970; `undefined` where the provider does not say. */
  readonly expiresMs?: number | undefined;
  readonly refreshToken?: string | undefined;
}

/** Keeps tokens beside the sessions, encrypted, each under a name that only its session knows. */
export interface TokenStore {
  /** @returns the name */
  keep(tokens: KeptTokens): MaybePromise<string>;
  get(name: string): MaybePromise<KeptTokens | undefined>;
  replace(name: string, tokens: KeptTokens): MaybePromise<void>;
}

/** @param owner the provider and the client: others' tokens do not open */
export function tokenStore({ settings }: SessionKeeper, secrets: Secrets, owner: string): TokenStore {
  const store: GuardedStore = settings.part('oidc:tokens', MAX_TOKENS);
  const seal = sealFor(`${PACKAGE} tokens`, secrets);
  const replace = (name: string, tokens: KeptTokens): MaybePromise<void> =>
    store.set(name, seal.close(JSON.stringify(tokens), `${owner} ${name}`), settings.lifetimeMs);
  return {
    keep(tokens) {
      const name = randomBytes(16).toString('base64url');
      return chain(replace(name, tokens), () => name);
    },
    get: (name) =>
      chain(store.get(name), (sealed) => {
        const text = seal.open(sealed, `${owner} ${name}`);
        return text === undefined ? undefined : (JSON.parse(text) as KeptTokens);
      }),
    replace,
  };
}

const MAX_TOKENS = 100_000;
