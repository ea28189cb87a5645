import type { GivenReason } from '@who/core';
import type { Step } from './journey.js';

/**
 * How much a reason tells, by what its code ends with: plugins name like things alike. What is set up wrongly, or out of
 * order, counts before all else that was found, that before where the browser goes next, and that before what is not there.
 */
export const WEIGHTS = { notMeant: 0, notThere: 2, onTheWay: 4, telling: 6, problem: 8 } as const;

export function weightOfCode(code: string): number {
  if (NOT_MEANT.test(code)) return WEIGHTS.notMeant;
  if (NOT_THERE.test(code)) return WEIGHTS.notThere;
  if (ON_THE_WAY.test(code)) return WEIGHTS.onTheWay;
  return PROBLEM.test(code) ? WEIGHTS.problem : WEIGHTS.telling;
}

/** The plugin has nothing to do with the request. */
const NOT_MEANT =
  /(?:^|_)(?:NOT_ITS_PATH|NOT_KEPT|KEPT_BY|FORGOTTEN_BY|NOTHING_[A-Z]+|NO_STATEMENT|OF_OTHERS|OTHER_(?:ANSWER|CLASSIFICATION|CREDENTIALS|PATH|SCHEME|SIGN_IN))$/;

/** What most requests do not have, or most backends: another one may. */
const NOT_THERE = /(?:^|_)(?:NO_COOKIE|NO_HEADERS?|MISS|NO_SUCH_USER|UNKNOWN_USER|(?<!TICKET_|STATE_|SCOPE_)MISSING)$/;

/** Where the browser is led, which is not why somebody is not signed in. */
const ON_THE_WAY = /(?:^|_)(?:SENT|SHOWN|REDIRECTED|REFRESHED|ASKED)$/;

/** Something is set up wrongly, or something behind is out of order: it does not get better by signing in again. */
const PROBLEM =
  /(?:^|_)(?:ELSEWHERE|LOOP|ASKED_AGAIN|CHALLENGED_ALREADY|LOGIN_PAGE_ASKS|NO_(?:PLACE|ADDRESS)|OTHER_(?:DOMAIN|HOST|SECRET)|(?:UNKNOWN|WRONG)_SECRET|UNKNOWN_KEY|NOT_GENUINE|UNTRUSTED_PEER|SENDER_REFUSED|BREAKER_OPEN|STORE_FAILED|NOT_ANSWERED|UNREACHABLE|UNUSABLE|UNAVAILABLE)$/;

/** Whether a reason says no more than that something is not there, or is for others. */
export function isAbsence({ code }: Pick<GivenReason, 'code'>): boolean {
  return weightOfCode(code) <= WEIGHTS.notThere;
}

export function isProblem({ code }: Pick<GivenReason, 'code'>): boolean {
  return weightOfCode(code) === WEIGHTS.problem;
}

/** Whether a call has failed, or says of something that is wrong. */
export function isTroubled({ outcome, reasons }: Pick<Step, 'outcome' | 'reasons'>): boolean {
  return outcome === 'failed' || reasons.some(isProblem);
}

/** Whether a provider that has answered says of nothing but of what went wrong or is not there: its answer is empty. */
export function addsNothing({ stage, reasons }: Pick<Step, 'stage' | 'reasons'>): boolean {
  return (
    stage === 'metadata' && reasons.length > 0 && reasons.every((reason) => isAbsence(reason) || isProblem(reason))
  );
}
