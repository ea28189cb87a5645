import { casFailed, isUnreachable } from '../errors.js';
import type { CasSettings } from '../options.js';
import type { CasOutcome } from '../protocol/outcome.js';
import { circuitBreaker } from './circuit-breaker.js';
import { type Wording, wordingOf } from './dialects.js';
import { fetchText } from './fetch-text.js';
import type { TicketQuestion } from './question.js';

/** Asks one CAS server, about tickets and for them. */
export interface Validator {
  /**
   * @param now the clock, in milliseconds since 1970
   * @throws {WhoError} CAS_UNAVAILABLE, CAS_TIMEOUT, CAS_BUSY, CAS_BAD_RESPONSE, CAS_RESPONSE_TOO_LARGE; never with the
   * ticket in it
   */
  validate(question: TicketQuestion, now: () => number): Promise<CasOutcome>;
  /** The same for any question: it counts, and is refused, like a validation. */
  ask<T>(wording: () => Wording<T>, now: () => number): Promise<T>;
  /** Whether the server has been down lately, so that it is not asked. */
  isPaused(nowMs: number): boolean;
}

export function validator(settings: CasSettings): Validator {
  const { maxValidations, maxFailures, failurePauseMs } = settings;
  const breaker = circuitBreaker({ maxFailures, pauseMs: failurePauseMs });
  let pending = 0;

  const made: Validator = {
    validate: (question, now) => made.ask(() => wordingOf(settings, question, now()), now),
    async ask(wording, now) {
      const waitMs = breaker.waitMs(now());
      if (waitMs > 0) throw casFailed('CAS_UNAVAILABLE', 'The CAS server has been down lately: not asked.', waitMs);
      if (pending >= maxValidations) {
        throw casFailed('CAS_BUSY', `${maxValidations} tickets are being validated already.`, BUSY_MS);
      }
      breaker.asking();
      pending++;
      try {
        const { url, init, parse } = wording();
        const outcome = parse(await fetchText(url, init, settings));
        breaker.answered();
        return outcome;
      } catch (error) {
        if (isUnreachable(error)) breaker.failed(now());
        else breaker.answered();
        throw error;
      } finally {
        pending--;
      }
    },
    isPaused: (nowMs) => breaker.waitMs(nowMs) > 0,
  };
  return made;
}

const BUSY_MS = 1000;
