import {
  chain,
  type Exchange,
  type HeaderList,
  isNavigation,
  type MaybePromise,
  type Reply,
  WhoError,
} from '@who/core';
import { sentAway } from '../answers/departures.js';
import type { SsoContext } from '../context.js';
import { attempt } from '../sessions/outage.js';
import { isPageLoad, isPublicHost, retryUrl, returnPath, TRIED } from '../urls.js';
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
 * Sends a browser away to sign in, and notes in a cookie that it was sent. Nobody goes there where nobody could be
 * remembered afterwards.
 *
 * @param replaced sign-ins that need no cookie any more
 * @throws {WhoError} BAD_PLUGIN, BAD_OPTION, and what the protocol throws
 */
export function depart(
  exchange: Exchange,
  context: SsoContext,
  { again = false, ...purpose }: Purpose,
  replaced: readonly SignInState[] = [],
): MaybePromise<Reply> {
  const { settings, cookies, reasons, names } = context;
  context.rememberer(exchange);
  const { mode = settings.alwaysRenews ? 'renew' : 'plain' } = purpose;
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
  const { callbackPath, peerUrl } = settings;
  exchange.explain?.(reasons.SENT, { [names.urlOption]: peerUrl, publicUrl: state.publicUrl, callbackPath });
  if (exchange.explain && !isPublicHost(exchange)) {
    exchange.explain(reasons.HOST_ELSEWHERE, { publicUrl: state.publicUrl });
  }
  return chain(context.protocol.leave(exchange, context.signInOf(state)), (departure) => {
    const kept = cookies.write(exchange, state);
    const dropped = replaced.map((other) => cookies.drop(exchange, other));
    return sentAway(exchange, departure, [kept, ...dropped, ...cookies.crowdedOut(exchange, kept)]);
  });
}

/**
 * Answers a page that asks for a sign-in. A page that asks again right after a successful one (the application wants
 * more than a signed-in user, or the cookie that keeps people signed in does not arrive) would send the browser round
 * for ever, because the other side lets it through without a word. So that ends after a few rounds.
 */
export function challenge(exchange: Exchange, context: SsoContext): MaybePromise<Reply> {
  const { settings, policyOf, reasons } = context;
  const cameFrom = returnPath(exchange, settings, isPageLoad(exchange) ? exchange.url : undefined);
  const landed = landings(exchange, context).filter((state) => state.cameFrom === cameFrom);
  const round = Math.max(0, ...landed.map((state) => state.round)) + 1;
  const mode = policyOf(exchange) === 'renew' ? { mode: 'renew' as const } : {};
  const { rememberer } = settings;
  if (round > 1) exchange.explain?.(reasons.ASKED_AGAIN, { round, maxRounds: MAX_ROUNDS, rememberer });
  if (round <= MAX_ROUNDS) return depart(exchange, context, { cameFrom, round, ...mode }, landed);
  return refuse(exchange, context, context.pageCodes.LOOP, {
    reason:
      `a page has asked for a sign-in ${MAX_ROUNDS} times in a row. Either it wants more than somebody who is signed ` +
      `in, or nobody is remembered: ${JSON.stringify(rememberer)} has to be among the identifiers and the ` +
      'authenticators, and its cookie has to come back',
    link: { href: retryUrl(exchange, settings.callbackPath, cameFrom), text: 'Sign in again' },
    over: landed,
  });
}

/**
 * Asks, without a word to the person, whether they are known elsewhere already. Only page loads can take that way and come
 * back; and nobody is sent to a server that is down, or twice in a short time.
 */
export function tryGateway(exchange: Exchange, context: SsoContext): MaybePromise<Reply | undefined> {
  const { settings, marker, protocol, reasons } = context;
  const { gatewayPauseSeconds } = settings;
  if (exchange.method !== 'GET' || !isNavigation(exchange)) return exchange.explain?.(reasons.GATEWAY_NO_PAGE);
  if (marker.isSet(exchange) || exchange.query.has(TRIED)) {
    return exchange.explain?.(reasons.GATEWAY_ASKED, { gatewayPauseSeconds });
  }
  if (protocol.isDown?.(exchange)) return undefined;
  const cameFrom = returnPath(exchange, settings, exchange.url);
  const sent = attempt(
    () => depart(exchange, context, { cameFrom, mode: 'gateway' }),
    (error) => pageInstead(exchange, error),
  );
  return chain(sent, (reply) => reply && { ...reply, headers: [...(reply.headers ?? []), ...marker.set(exchange)] });
}

/** Nobody has asked to sign in, so that a server that is down keeps nobody from the page. */
function pageInstead(exchange: Exchange, error: unknown): undefined {
  if (!(error instanceof WhoError) || error.status !== 503) throw error;
  exchange.logger.warn(`${error.message} The page is shown to a stranger.`);
}

/** Ends a sign-in. One that a challenge has led to leaves enough to notice when it leads there again at once. */
export function finish(exchange: Exchange, { cookies }: SsoContext, state: SignInState): HeaderList {
  if (state.nonce === '') return [];
  if (state.round === 0) return [cookies.drop(exchange, state)];
  return [cookies.write(exchange, { ...state, isOver: true, expiresAt: exchange.now() + LANDING_MS })];
}

/** Drops what {@link finish} left: who signs out and in again is not going round in circles. */
export function forgetLandings(exchange: Exchange, context: SsoContext): HeaderList {
  return landings(exchange, context).map((state) => context.cookies.drop(exchange, state));
}

function landings(exchange: Exchange, { cookies }: SsoContext): readonly SignInState[] {
  return cookies.all(exchange).filter(({ isOver, expiresAt }) => isOver && expiresAt > exchange.now());
}

const MAX_ROUNDS = 3;
const LANDING_MS = 10_000;
