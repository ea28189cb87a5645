import { chain, type Exchange, type HeaderList, type MaybePromise, type Reply, type WhoApi } from '@who/core';
import { redirect } from '../answers/headers.js';
import type { SsoContext } from '../context.js';
import type { SsoCredentials } from '../credentials.js';
import type { Refused, Verdict } from '../protocol.js';
import { isOverAlready } from '../sessions/begin-session.js';
import { returnUrl } from '../urls.js';
import { depart, finish } from './departure.js';
import type { SignInState } from './login-state.js';
import { refuse } from './refusal.js';

/** What a browser brought, and the sign-in that it belongs to. */
export interface Landing {
  readonly credentials: SsoCredentials;
  readonly state: SignInState;
}

/** A verdict, and when it was asked for. */
export interface Judged {
  readonly verdict: Verdict;
  /** Milliseconds since 1970: what ends the session later than this ends it, also while it begins. */
  readonly sinceMs: number;
}

/** What becomes of an answer. It is checked once, however often the question comes up during a request. */
export function judgedOf(
  exchange: Exchange,
  { protocol }: SsoContext,
  credentials: SsoCredentials,
): MaybePromise<Judged> {
  const known = knownVerdict(exchange, credentials);
  if (known) return known;
  const sinceMs = exchange.now();
  const judged = chain(protocol.verify(exchange, credentials), (verdict) => ({ verdict, sinceMs }));
  exchange.scratch.set(credentials, judged);
  return judged;
}

/**
 * Answers the request that brought an answer. Its sign-in is over, however it went; those of other tabs go on.
 *
 * @returns nothing where the application answers, with the answer in the address
 */
export async function conclude(who: WhoApi, context: SsoContext, landing: Landing): Promise<Reply | undefined> {
  const { exchange } = who;
  const { names, pageCodes, logRefusal } = context;
  const judged = await knownVerdict(exchange, landing.credentials);
  if (!judged) {
    const name = JSON.stringify(context.nameIn(exchange));
    const problem = `Nobody has checked the ${names.answerWord}: name ${name} in "authenticators", too.`;
    throw context.failures.setUp('NOT_AUTHENTICATOR', problem);
  }
  const { verdict } = judged;
  if ('refused' in verdict) return turnAway(exchange, context, landing.state, verdict);
  if (await isOverAlready(exchange, verdict)) {
    const reason = `${names.peer} ended the session while it began; nobody is signed in`;
    logRefusal(exchange, pageCodes.ANSWER_REJECTED, reason);
  }
  return succeed(who, context, landing);
}

/** Nobody is signed in. A stranger who has not asked for it sees the page all the same. */
function turnAway(
  exchange: Exchange,
  context: SsoContext,
  state: SignInState,
  { refused, mayRetry = false }: Refused,
): MaybePromise<Reply> {
  const { cameFrom, attempt, round, mode } = state;
  const { code, reason, detail } = refused;
  if (mode === 'gateway') {
    context.logRefusal(exchange, code, `${reason}; the page is shown to a stranger`);
    return goOn(exchange, context, state);
  }
  const over = state.nonce === '' ? [] : [state];
  if (mayRetry && attempt < MAX_RETRIES) {
    exchange.explain?.(context.reasons.ONCE_MORE);
    return depart(exchange, context, { cameFrom, round, mode, attempt: attempt + 1 }, over);
  }
  return refuse(exchange, context, code, { reason, cameFrom, over, detail });
}

/**
 * Makes sure that the new sign-in is the one that counts. The engine remembers it by itself, unless an older one
 * (a cookie of the same or another user) stands before it in the order of authenticators.
 */
async function succeed(who: WhoApi, context: SsoContext, { credentials, state }: Landing): Promise<Reply | undefined> {
  const { exchange } = who;
  const name = context.nameIn(exchange);
  const isFirst = who.identity?.authenticator === name;
  if (isFirst && context.settings.keepsAnswer) {
    exchange.scratch.set(context, finish(exchange, context, state));
    return undefined;
  }
  const { headers } = isFirst ? { headers: [] } : await who.login(credentials, name);
  return goOn(exchange, context, state, headers);
}

/** The page where it began, without the answer. */
function goOn(exchange: Exchange, context: SsoContext, state: SignInState, headers: HeaderList = []): Reply {
  const { publicUrl, cameFrom } = state;
  return redirect(exchange, returnUrl(publicUrl, cameFrom), [...finish(exchange, context, state), ...headers]);
}

/** What has to go along when the application answers the callback path itself. */
export function keptHeaders(exchange: Exchange, context: SsoContext): HeaderList {
  return (exchange.scratch.get(context) as HeaderList | undefined) ?? [];
}

function knownVerdict(exchange: Exchange, credentials: SsoCredentials): MaybePromise<Judged> | undefined {
  return exchange.scratch.get(credentials) as MaybePromise<Judged> | undefined;
}

/** A second refusal is no accident. */
const MAX_RETRIES = 1;
