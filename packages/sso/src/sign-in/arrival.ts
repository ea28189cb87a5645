import { chain, type Exchange, type Identification, type MaybePromise, type Reply, type ReplyMaker } from '@who/core';
import { redirect } from '../answers/headers.js';
import type { SsoContext } from '../context.js';
import type { Received } from '../protocol.js';
import { clauseOf } from '../refusals.js';
import { AGAIN, homeUrl, retryUrl, returnPath, returnUrl, triedUrl } from '../urls.js';
import { conclude } from './conclusion.js';
import { depart, finish } from './departure.js';
import type { SignInState } from './login-state.js';
import { lostState } from './lost-state.js';
import { refuse } from './refusal.js';

/** Answers the callback path: people who want to sign in, and those who come back from it. */
export function arrive(
  exchange: Exchange,
  context: SsoContext,
  received: NonNullable<Received>,
): MaybePromise<Identification> {
  const { settings, reasons } = context;
  const { query, publicUrl } = exchange;
  const cameFrom = returnPath(exchange, settings, query.get('came_from'));
  if ('problem' in received) {
    const { code, ...problem } = received.problem;
    return { reply: refuse(exchange, context, code, { ...problem, cameFrom }) };
  }

  const { signIns, answer, isWelcomeUnasked = false } = received;
  if (answer === undefined && signIns.length === 0) {
    if (isPartOfPage(exchange)) return { reply: refusePart(exchange, context) };
    return chain(depart(exchange, context, { cameFrom, again: query.has(AGAIN) }), (reply) => ({ reply }));
  }
  const state = pending(exchange, context, signIns);
  if (answer === undefined && state) return { reply: withoutAnswer(exchange, context, state) };
  if (answer !== undefined && state) {
    const signIn = context.signInOf(state);
    const credentials = context.credentialsOf({ answer, signIn, callbackUrl: signIn.callbackUrl });
    exchange.explain?.(reasons.ANSWER_CAME);
    return { credentials, reply: (who) => conclude(who, context, { credentials, state }) };
  }
  if (answer !== undefined && signIns.length === 0 && (settings.acceptUnsolicited || isWelcomeUnasked)) {
    const callbackUrl = publicUrl + settings.callbackPath;
    const credentials = context.credentialsOf({ answer, signIn: undefined, callbackUrl });
    exchange.explain?.(reasons.UNASKED);
    const unasked = { ...UNASKED, cameFrom, publicUrl };
    return { credentials, reply: (who) => conclude(who, context, { credentials, state: unasked }) };
  }
  return { reply: withoutState(exchange, context, signIns, cameFrom) };
}

/** Whether a script or a tag of a page asks, which cannot be led to a login page. Other programs can. */
function isPartOfPage(exchange: Exchange): boolean {
  if (exchange.header('x-requested-with')?.toLowerCase() === 'xmlhttprequest') return true;
  return exchange.header('sec-fetch-dest') !== undefined && exchange.header('sec-fetch-mode') !== 'navigate';
}

function refusePart(exchange: Exchange, { names, logRefusal, plainAnswer }: SsoContext): Reply {
  const reason = `a script or a tag of a page cannot be sent to ${names.loginPage}`;
  logRefusal(exchange, `${names.prefix}_SIGN_IN_REQUIRED`, reason);
  return plainAnswer('SIGN_IN_REQUIRED');
}

/** The sign-in that a browser has come back from. */
function pending(exchange: Exchange, { cookies }: SsoContext, nonces: readonly string[]): SignInState | undefined {
  const [nonce] = nonces;
  const state = nonce === undefined || nonces.length > 1 ? undefined : cookies.find(exchange, nonce);
  return state && !state.isOver && state.expiresAt > exchange.now() ? state : undefined;
}

/** Nobody is named. After a gateway attempt that is no error: the visitor goes on as the stranger that he was. */
function withoutAnswer(exchange: Exchange, context: SsoContext, state: SignInState): Reply {
  const { names, pageCodes, reasons } = context;
  const { mode, publicUrl, cameFrom } = state;
  if (mode === 'gateway') {
    exchange.explain?.(reasons.NOBODY_THERE);
    return redirect(exchange, returnUrl(publicUrl, cameFrom), finish(exchange, context, state));
  }
  const reason = `${names.peer} sent the browser back without one`;
  return refuse(exchange, context, pageCodes.ANSWER_MISSING, { reason, cameFrom });
}

/**
 * The state of this browser is lost. After a gateway attempt the page is shown to a stranger all the same; anybody else
 * may try once more, but not for ever.
 */
function withoutState(
  exchange: Exchange,
  context: SsoContext,
  nonces: readonly string[],
  cameFrom: string,
): ReplyMaker {
  const { pageCodes, reasons, logRefusal } = context;
  const { nonce, isPast, cause } = lostState(exchange, context, nonces);
  const reason = clauseOf(cause.reason, cause.facts);
  exchange.explain?.(cause.reason, cause.facts);
  const code = isPast ? pageCodes.STATE_INVALID : pageCodes.STATE_MISSING;
  return ({ identity }) => {
    // Who is signed in already has only gone back in the browser's history.
    if (identity) {
      exchange.explain?.(reasons.SIGNED_IN);
      return redirect(exchange, homeUrl(exchange));
    }
    if (nonce?.errand === 'gateway') {
      // A crawler keeps no cookies, and comes often.
      const level = exchange.header('cookie') ? 'warn' : 'debug';
      logRefusal(exchange, code, `${reason}; the page is shown to a stranger`, level);
      return redirect(exchange, triedUrl(exchange.publicUrl, cameFrom), context.marker.set(exchange));
    }
    if (nonce?.errand === 'once more') {
      const link = { href: homeUrl(exchange), text: 'Go to the front page' };
      return refuse(exchange, context, code, { reason: `${reason} (once more)`, link, text: IN_VAIN });
    }
    const link = { href: retryUrl(exchange, context.settings.callbackPath, cameFrom, true), text: 'Sign in' };
    return refuse(exchange, context, code, { reason, link });
  };
}

const UNASKED = { nonce: '', expiresAt: 0, attempt: 0, round: 0, mode: 'plain', isOver: false } as const;

const IN_VAIN =
  'This browser does not keep what it needs to sign in here. Allow cookies for this site; if they are allowed, ' +
  'the people who run it find the reason in its log.';
