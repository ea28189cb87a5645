import type { GivenReason } from '@who/core';
import { everyStep, type Journey, type Step, stepsOf } from './journey.js';
import { pluginName, reasonHint, reasonText } from './words.js';

/** What a sentence can be made of: a step, and what its plugin says. */
export interface Said {
  readonly step: Step;
  readonly reason: GivenReason | undefined;
}

/**
 * The reason that tells most, of steps in the order of their ranks: one of a failure before all others, then one that does not
 * just say that something is not there, and of those one about which something can be done. The first of equals.
 */
export function mostTelling(steps: Iterable<Step>): Said | undefined {
  let best: Said | undefined;
  let most = 0;
  for (const step of steps) {
    const reasons = step.reasons.length > 0 ? step.reasons : step.outcome === 'failed' ? [undefined] : [];
    for (const reason of reasons) {
      const weight = weightOf(step, reason);
      if (weight <= most) continue;
      best = { step, reason };
      most = weight;
    }
  }
  return best;
}

function weightOf({ outcome }: Step, reason: GivenReason | undefined): number {
  const kind = reason === undefined ? TELLING : weightOfCode(reason.code);
  return (outcome === 'failed' ? 16 : 0) + kind + (reason?.hint === undefined ? 0 : 1);
}

/** Of a reason that says more than that something is not there. */
const TELLING = 4;

function weightOfCode(code: string): number {
  if (NOT_MEANT.test(code)) return 0;
  return NOT_THERE.test(code) ? 2 : TELLING;
}

/** The plugin has nothing to do with the request. */
const NOT_MEANT =
  /(?:^|_)(?:NOT_ITS_PATH|NOT_KEPT|KEPT_BY|FORGOTTEN_BY|NOTHING_[A-Z]+|NO_STATEMENT|OF_OTHERS|OTHER_(?:ANSWER|CLASSIFICATION|CREDENTIALS|PATH|SCHEME|SIGN_IN))$/;

/** What most requests do not have, or most backends: another one may. */
const NOT_THERE = /(?:^|_)(?:NO_COOKIE|NO_HEADERS?|MISS|NO_SUCH_USER|UNKNOWN_USER|(?<!TICKET_|STATE_|SCOPE_)MISSING)$/;

/** Whether a reason says no more than that something is not there, or is for others. */
export function isAbsence({ code }: Pick<GivenReason, 'code'>): boolean {
  return weightOfCode(code) < TELLING;
}

/** Whether a sentence can be made of it: of what is not there only where something can be done about it. */
export function isTelling({ step, reason }: Said): boolean {
  return weightOf(step, reason) > 2;
}

/** The logins that were tried, in the order in which they were. */
export function loginsOf({ steps }: Pick<Journey, 'steps'>): readonly Step[] {
  return [...everyStep(steps)].filter(({ stage }) => stage === 'login');
}

/**
 * Why nobody has been signed in: what a login says, else the authenticators, else the identifiers, of which those count
 * first that have answered in the place of the application.
 */
export function causeOf(journey: Journey): Said | undefined {
  const judges = stepsOf(loginsOf(journey).at(-1) ?? journey, 'authenticate');
  if (judges.length > 0) return mostTelling(judges);
  const identifiers = stepsOf(journey, 'identify');
  const hasAnswered = ({ outcome }: Step): boolean => outcome === 'answered';
  const replies = stepsOf(journey, 'reply').filter(hasAnswered);
  const answerers =
    replies.length > 0 || hasEarlyReply(journey) ? [...identifiers.filter(hasAnswered), ...replies] : [];
  return mostTelling(answerers) ?? mostTelling(identifiers.filter((step) => !hasAnswered(step)));
}

/** An identifier that has found something, but no credentials. */
function hasEarlyReply(journey: Journey): boolean {
  return (
    stepsOf(journey, 'authenticate').length === 0 &&
    stepsOf(journey, 'identify').some(({ outcome }) => outcome === 'answered')
  );
}

/** The sentence of a reason as the second half of another one: `because the ticket timed out 340 s ago`. */
export function becauseOf(reason: Pick<GivenReason, 'text' | 'facts'>): string {
  const text = reasonText(reason).replace(/\.$/, '');
  const [, first = '', rest = ''] = /^(\w*)(.*)$/su.exec(text) ?? [];
  return ORDINARY.has(first) ? `, because ${first.toLowerCase()}${rest}` : `: ${text}`;
}

/** Words at the head of a sentence that are written small within one. */
const ORDINARY: ReadonlySet<string> = new Set(
  'A An Its It No Nobody Nothing None Neither One Some Such That The There These This Those Two Several Many What Whoever'.split(
    ' ',
  ),
);

/** What can be done about it. */
export function hintOf({ step, reason }: Said): string | undefined {
  const hint = reason && reasonHint(reason);
  if (hint !== undefined || step.outcome !== 'failed') return hint;
  return step.code === 'PLUGIN_FAILED'
    ? `${pluginName(step)} threw an error: the log of the application has it.`
    : `The log of the application has more about ${step.code}.`;
}
