import type { GivenReason } from '@who/core';
import { everyStep, type Journey, type Step, stepsOf } from './journey.js';
import { WEIGHTS, weightOfCode } from './weight.js';
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

/** A failure counts before all reasons, and of like reasons the one about which something can be done. */
function weightOf({ outcome }: Step, reason: GivenReason | undefined): number {
  const kind = reason === undefined ? WEIGHTS.telling : weightOfCode(reason.code);
  return (outcome === 'failed' ? 16 : 0) + kind + (reason?.hint === undefined ? 0 : 1);
}

/** Whether a sentence can be made of it: of what is not there only where something can be done about it. */
export function isTelling({ step, reason }: Said): boolean {
  return weightOf(step, reason) > WEIGHTS.notThere;
}

/** Whether it says why: more than what is not there, or where the browser is led. */
export function isExact({ step, reason }: Said): boolean {
  return weightOf(step, reason) >= WEIGHTS.telling;
}

/** The logins that were tried, in the order in which they were. */
export function loginsOf({ steps }: Pick<Journey, 'steps'>): readonly Step[] {
  return [...everyStep(steps)].filter(({ stage }) => stage === 'login');
}

/**
 * Why nobody has been signed in: what a login says, else the authenticators, else the identifiers, of which those count
 * first that have answered in the place of the application, unless they only lead the browser on.
 */
export function causeOf(journey: Journey): Said | undefined {
  const judges = stepsOf(loginsOf(journey).at(-1) ?? journey, 'authenticate');
  if (judges.length > 0) return mostTelling(judges);
  const identifiers = stepsOf(journey, 'identify');
  const hasAnswered = ({ outcome }: Step): boolean => outcome === 'answered';
  const replies = stepsOf(journey, 'reply').filter(hasAnswered);
  const answerers =
    replies.length > 0 || hasEarlyReply(journey) ? [...identifiers.filter(hasAnswered), ...replies] : [];
  const answer = mostTelling(answerers);
  if (answer && isExact(answer)) return answer;
  const other = mostTelling(identifiers.filter((step) => !hasAnswered(step)));
  return other && isExact(other) ? other : (answer ?? other);
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
