import { setTimeout as pause } from 'node:timers/promises';
import { type Exchange, type Identity, WhoError } from '@who/core';
import type { SsoBase } from '@who/sso';
import { refreshTokenGrant } from 'openid-client';
import type { OidcContext } from '../context.js';
import { badResponse, type OidcErrorCode } from '../errors.js';
import { PACKAGE } from '../naming.js';
import { refusesClient, tellOfClient } from '../provider/refused-client.js';
import { troubleOf } from '../provider/trouble.js';
import type { KeptTokens, TokenStore } from './token-store.js';

/**
 * Gives an access token that is good for a while, and gets another one where it is not. Of those who ask at the same
 * moment, also in other processes, one asks the provider: many a refresh token is good for one use.
 */
export type AccessTokenFor = (exchange: Exchange, identity: Identity) => Promise<string>;

/** @param store `undefined` where no tokens are kept */
export function accessTokens(
  base: SsoBase<'OIDC'>,
  context: OidcContext,
  store: TokenStore | undefined,
): AccessTokenFor {
  const underWay = new Map<string, Promise<string>>();
  const isShared = base.settings.sessions?.settings.isShared === true;

  async function refreshed(exchange: Exchange, kept: Kept): Promise<string> {
    const { name, tokens, subject } = kept;
    const { accessToken, refreshToken } = tokens;
    if (refreshToken === undefined)
      throw signInAgain('OIDC_ACCESS_TOKEN_OVER', 'it has expired, and there is no other');
    // Over a store that can only read and write, of those who come at the very same moment it may be that nobody may ask.
    if (isShared) await pause(Math.random() * SPREAD_MS);
    if (!(await base.once(`refresh ${accessToken}`, REFRESHING_MS))) return refreshedElsewhere(exchange, name);
    const provider = await context.providerFor(exchange);
    const answer = await refreshTokenGrant(provider.configuration, refreshToken).catch((error: unknown) => {
      const trouble = troubleOf(error);
      if (!('refusal' in trouble)) throw badResponse('answer' in trouble ? trouble.answer : trouble.token);
      if (refusesClient(trouble.refusal)) throw tellOfClient(exchange, trouble.refusal);
      throw signInAgain('OIDC_ACCESS_TOKEN_OVER', `the provider gives no other one (${trouble.refusal})`);
    });
    const claims = answer.claims();
    if (claims && claims.sub !== subject) throw badResponse('it is about somebody else');
    await store?.replace(name, tokensOf(answer, exchange.now(), refreshToken));
    return answer.access_token;
  }

  /** Another process has just asked: what it got will be there in a moment. */
  async function refreshedElsewhere(exchange: Exchange, name: string): Promise<string> {
    await pause(WAIT_MS);
    const tokens = await store?.get(name);
    if (tokens && isGood(tokens, exchange.now())) return tokens.accessToken;
    throw base.fail('BUSY', 'Another process is fetching an access token.', 1000);
  }

  return async (exchange, identity) => {
    const kept = await keptOf(exchange, identity);
    if (!kept) throw signInAgain('OIDC_ACCESS_TOKEN_MISSING', 'none is kept of this sign-in, or its session is over');
    if (isGood(kept.tokens, exchange.now())) return kept.tokens.accessToken;
    const { name } = kept;
    const asked = underWay.get(name) ?? refreshed(exchange, kept).finally(() => underWay.delete(name));
    underWay.set(name, asked);
    return asked;
  };

  async function keptOf(exchange: Exchange, identity: Identity): Promise<Kept | undefined> {
    const session = await base.sessionOf(exchange, identity);
    if (!store || !session) return undefined;
    const { tokens: name, sub: subject } = session;
    if (typeof name !== 'string' || typeof subject !== 'string') return undefined;
    const tokens = await store.get(name);
    return tokens && { name, tokens, subject };
  }
}

interface Kept {
  readonly name: string;
  readonly tokens: KeptTokens;
  readonly subject: string;
}

/** What is kept of an answer. @param refreshToken what stays good where there is no other */
export function tokensOf(
  answer: { readonly access_token: string; readonly refresh_token?: string; readonly expires_in?: number },
  nowMs: number,
  refreshToken?: string,
): KeptTokens {
  const { access_token, expires_in, refresh_token = refreshToken } = answer;
  const expiresMs = expires_in === undefined ? undefined : nowMs + expires_in * 1000;
  return { accessToken: access_token, expiresMs, refreshToken: refresh_token };
}

const isGood = ({ expiresMs }: KeptTokens, nowMs: number): boolean =>
  expiresMs === undefined || expiresMs - nowMs > SOON_MS;

function signInAgain(code: OidcErrorCode, problem: string): WhoError<OidcErrorCode> {
  return new WhoError(`There is no access token: ${problem}.`, { code, plugin: PACKAGE, status: 401 });
}

/** What the application does with the token takes its time. */
const SOON_MS = 30_000;
const REFRESHING_MS = 10_000;
const WAIT_MS = 500;
/** Long for a store, and short for who waits. */
const SPREAD_MS = 50;
