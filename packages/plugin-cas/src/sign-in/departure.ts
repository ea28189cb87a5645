import { type Exchange, type HeaderList, isNavigation, type Reply } from '@who/core';
import type { CasContext } from '../context.js';
import { redirect } from '../pages.js';
import { reasons } from '../reasons.js';
import { isPublicHost, loginUrl, retryUrl, returnPath, serviceUrl, TRIED } from '../urls.js';
import type { SignInState } from './login-state.js';
import { type Errand, makeNonce } from './nonce.js';
import { refuse } from './refusal.js';

/** What a sign-in is for, and what is known of it already. */
export interface Purpose
  extends Pick<SignInState, 'cameFrom'>,
    Partial<Pick<SignInState, 'attempt' | 'round' | 'mode'>> {
  /** Whether the state of an attempt before this one was lost. @default false */
  readonly again?: boolean | undefined;
}

/**
 * Sends a browser to the CAS login page, and notes in a cookie that it was sent. Nobody goes there where nobody could
 * be remembered afterwards.
 *
 * @param replaced sign-ins that need no cookie any more
 * @throws {WhoError} BAD_PLUGIN, BAD_OPTION
 */
export function depart(
  exchange: Exchange,
  { settings, cookies, rememberer }: CasContext,
  { again = false, ...purpose }: Purpose,
  replaced: readonly SignInState[] = [],
): Reply {
  rememberer(exchange);
  const { mode = settings.renew ? 'renew' : 'plain' } = purpose;
  const errand: Errand = mode === 'gateway' ? 'gateway' : again ? 'once more' : 'sign-in';
  const begunAt = Math.floor(exchange.now() / 1000);
  const state: SignInState = {
    attempt: 0,
    round: 0,
    ...purpose,
    mode,
    nonce: makeNonce({ errand, elsewhere: !isPublicHost(exchange), begunAt }),
    publicUrl: exchange.publicUrl,
    expiresAt: exchange.now() + settings.stateMaxAgeSeconds * 1000,
    isOver: false,
  };
  const { casUrl, callbackPath } = settings;
  exchange.explain?.(reasons.CAS_SENT, { casUrl, publicUrl: state.publicUrl, callbackPath });
  if (exchange.explain && !isPublicHost(exchange)) {
    exchange.explain(reasons.CAS_HOST_ELSEWHERE, { publicUrl: state.publicUrl });
  }
  const kept = cookies.write(exchange, state);
  const dropped = replaced.map((other) => cookies.drop(exchange, other));
  const location = loginUrl(settings, serviceUrl(state.publicUrl, settings, state), mode);
  return redirect(exchange, location, [kept, ...dropped, ...cookies.crowdedOut(exchange, kept)]);
}

/**
 * Answers a page that asks for a sign-in. A page that asks again right after a successful one (the application wants
 * more than a signed-in user, or the cookie that keeps people signed in does not arrive) would send the browser round
 * for ever, because CAS lets it through without a word. So that ends after a few rounds.
 */
export function challenge(exchange: Exchange, context: CasContext): Reply {
  const { settings, policyOf } = context;
  const cameFrom = returnPath(exchange, settings, isPageLoad(exchange) ? exchange.url : undefined);
  const landed = landings(exchange, context).filter((state) => state.cameFrom === cameFrom);
  const round = Math.max(0, ...landed.map((state) => state.round)) + 1;
  const mode = policyOf(exchange) === 'renew' ? { mode: 'renew' as const } : {};
  const { rememberer } = settings;
  if (round > 1) exchange.explain?.(reasons.CAS_ASKED_AGAIN, { round, maxRounds: MAX_ROUNDS, rememberer });
  if (round <= MAX_ROUNDS) return depart(exchange, context, { cameFrom, round, ...mode }, landed);
  return refuse(exchange, context, 'CAS_LOOP', {
    reason:
      `a page has asked for a sign-in ${MAX_ROUNDS} times in a row. Either it wants more than somebody who is signed ` +
      `in, or nobody is remembered: ${JSON.stringify(rememberer)} has to be among the identifiers and the ` +
      'authenticators, and its cookie has to come back',
    link: { href: retryUrl(exchange, settings, cameFrom), text: 'Sign in again' },
    over: landed,
  });
}

/**
 * Asks CAS, without a word to the person, whether it knows them already. Only page loads can take that way and come
 * back; and nobody is sent to a server that is down, or twice in a short time.
 */
export function tryGateway(exchange: Exchange, context: CasContext): Reply | undefined {
  const { settings, marker, validator } = context;
  const { gatewayPauseSeconds, maxFailures, failurePauseMs } = settings;
  if (exchange.method !== 'GET' || !isNavigation(exchange)) return exchange.explain?.(reasons.CAS_GATEWAY_NO_PAGE);
  if (marker.isSet(exchange) || exchange.query.has(TRIED)) {
    return exchange.explain?.(reasons.CAS_GATEWAY_ASKED, { gatewayPauseSeconds });
  }
  if (validator.isPaused(exchange.now())) {
    return exchange.explain?.(reasons.BREAKER_OPEN, { maxFailures, failurePauseMs });
  }
  const cameFrom = returnPath(exchange, settings, exchange.url);
  const reply = depart(exchange, context, { cameFrom, mode: 'gateway' });
  return { ...reply, headers: [...(reply.headers ?? []), ...marker.set(exchange)] };
}

/** Ends a sign-in. One that a challenge has led to leaves enough to notice when it leads there again at once. */
export function finish(exchange: Exchange, { cookies }: CasContext, state: SignInState): HeaderList {
  if (state.nonce === '') return [];
  if (state.round === 0) return [cookies.drop(exchange, state)];
  return [cookies.write(exchange, { ...state, isOver: true, expiresAt: exchange.now() + LANDING_MS })];
}

/** Drops what {@link finish} left: who signs out and in again is not going round in circles. */
export function forgetLandings(exchange: Exchange, context: CasContext): HeaderList {
  return landings(exchange, context).map((state) => context.cookies.drop(exchange, state));
}

function landings(exchange: Exchange, { cookies }: CasContext): readonly SignInState[] {
  return cookies.all(exchange).filter(({ isOver, expiresAt }) => isOver && expiresAt > exchange.now());
}

/** After anything else a browser has to go on with GET, and the address may not answer GET later. */
const isPageLoad = ({ method }: Exchange): boolean => method === 'GET' || method === 'HEAD';

const MAX_ROUNDS = 3;
const LANDING_MS = 10_000;
