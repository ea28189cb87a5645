import { randomBytes } from 'node:crypto';
import type { Exchange, HeaderList, Reply } from '@who/core';
import type { CasContext } from '../context.js';
import { errorPage, redirect } from '../pages.js';
import { loginUrl, retryUrl, returnPath, serviceUrl } from '../urls.js';
import type { SignInState } from './login-state.js';

/** Sends a browser to the CAS login page, and notes in its cookie that it was sent. */
export function depart(
  exchange: Exchange,
  { settings, cookie }: CasContext,
  purpose: Pick<SignInState, 'cameFrom'> & Partial<Pick<SignInState, 'attempt' | 'round' | 'mode'>>,
  pending: readonly SignInState[] = cookie.read(exchange) ?? [],
): Reply {
  const state: SignInState = {
    attempt: 0,
    round: 0,
    mode: settings.renew ? 'renew' : 'plain',
    ...purpose,
    nonce: randomBytes(16).toString('base64url'),
    publicUrl: exchange.publicUrl,
    expiresAt: exchange.now() + settings.stateMaxAgeSeconds * 1000,
  };
  const location = loginUrl(settings, serviceUrl(state.publicUrl, settings, state.nonce), state.mode);
  return redirect(exchange, location, [cookie.write(exchange, [...pending, state])]);
}

/**
 * Answers a page that asks for a sign-in. A page that asks again right after a successful one (the application wants
 * more than a signed-in user, or the cookie that keeps people signed in does not arrive) would send the browser round
 * for ever, because CAS lets it through without a word. So that ends after a few rounds.
 */
export function challenge(exchange: Exchange, context: CasContext): Reply {
  const { settings, cookie, policyOf } = context;
  const cameFrom = returnPath(exchange, settings, isPageLoad(exchange) ? exchange.url : undefined);
  const states = cookie.read(exchange) ?? [];
  const landed = states.find((state) => state.nonce === '' && state.cameFrom === cameFrom);
  const pending = states.filter((state) => state !== landed);
  const round = (landed?.round ?? 0) + 1;
  const mode = policyOf(exchange) === 'renew' ? { mode: 'renew' as const } : {};
  if (round <= MAX_ROUNDS) return depart(exchange, context, { cameFrom, round, ...mode }, pending);
  return errorPage({
    code: 'CAS_LOOP',
    link: { href: retryUrl(exchange, settings, cameFrom), text: 'Sign in again' },
    cookies: [cookie.write(exchange, pending)],
  });
}

/**
 * Asks CAS, without a word to the person, whether it knows them already. Only page loads can take that way and come
 * back; and nobody is sent to a server that is down, or twice in a short time.
 */
export function tryGateway(exchange: Exchange, context: CasContext): Reply | undefined {
  const { settings, marker, validator } = context;
  const isNavigation = (exchange.header('sec-fetch-mode') ?? 'navigate') === 'navigate';
  if (exchange.method !== 'GET' || !isNavigation) return undefined;
  if (marker.isSet(exchange) || validator.isPaused(exchange.now())) return undefined;
  const cameFrom = returnPath(exchange, settings, exchange.url);
  const reply = depart(exchange, context, { cameFrom, mode: 'gateway' });
  return { ...reply, headers: [...(reply.headers ?? []), ...marker.set(exchange)] };
}

/** What remains of a sign-in that a challenge has led to: enough to notice when it leads there again at once. */
export function landing(state: SignInState, nowMs: number): readonly SignInState[] {
  return state.round === 0 ? [] : [{ ...state, nonce: '', expiresAt: nowMs + LANDING_MS }];
}

/** Drops what {@link landing} left: who signs out and in again is not going round in circles. */
export function forgetLandings(exchange: Exchange, { cookie }: CasContext): HeaderList {
  const states = cookie.read(exchange) ?? [];
  const pending = states.filter(({ nonce }) => nonce !== '');
  return pending.length === states.length ? [] : [cookie.write(exchange, pending)];
}

/** After anything else a browser has to go on with GET, and the address may not answer GET later. */
const isPageLoad = ({ method }: Exchange): boolean => method === 'GET' || method === 'HEAD';

const MAX_ROUNDS = 3;
const LANDING_MS = 10_000;
