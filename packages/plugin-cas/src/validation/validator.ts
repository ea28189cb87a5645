import { type Exchange, WhoError } from '@who/core';
import { isLasting } from '@who/secrets';
import { casFailed, isUnreachable } from '../errors.js';
import type { CasSettings } from '../options.js';
import type { CasOutcome } from '../protocol/outcome.js';
import type { Reading } from '../protocol/reading.js';
import { reasons } from '../reasons.js';
import { circuitBreaker } from './circuit-breaker.js';
import { type Wording, wordingOf } from './dialects.js';
import { fetchText } from './fetch-text.js';
import { leftOutWarning } from './left-out.js';
import type { TicketQuestion } from './question.js';

/** What a question is asked for. */
export type Asker = Pick<Exchange, 'now' | 'logger'> & Partial<Pick<Exchange, 'explain'>>;

/** Asks one CAS server, about tickets and for them. */
export interface Validator {
  /**
   * Attributes that are left out are told to the logger, each once.
   *
   * @throws {WhoError} CAS_UNAVAILABLE, CAS_TIMEOUT, CAS_BUSY, CAS_BAD_RESPONSE, CAS_RESPONSE_TOO_LARGE; never with the
   * ticket in it
   */
  validate(question: TicketQuestion, asker: Asker): Promise<CasOutcome>;
  /** The same for any question: it counts, and is refused, like a validation. */
  ask<T>(wording: () => Wording<T>, asker: Omit<Asker, 'logger'>): Promise<T>;
  /** Whether the server has been down lately, so that it is not asked. */
  isPaused(nowMs: number): boolean;
}

export function validator(settings: CasSettings): Validator {
  const { casUrl, maxValidations, maxFailures, failurePauseMs } = settings;
  const breaker = circuitBreaker({ maxFailures, pauseMs: failurePauseMs });
  const reading: Reading = { ...settings, maxElements: Math.ceil(settings.maxResponseBytes / BYTES_PER_ELEMENT) };
  const warn = leftOutWarning();
  let pending = 0;

  function tell({ explain }: Pick<Asker, 'explain'>, error: unknown): void {
    if (!(error instanceof WhoError)) return;
    explain?.(isUnreachable(error) ? reasons.CAS_UNREACHABLE : reasons.CAS_UNUSABLE, { casUrl, code: error.code });
  }

  const made: Validator = {
    async validate(question, asker) {
      const outcome = await made.ask(() => wordingOf(settings, question, asker.now()), asker);
      if (outcome.success && outcome.leftOut) warn(asker.logger, outcome.leftOut);
      return outcome;
    },
    async ask(wording, asker) {
      const waitMs = breaker.waitMs(asker.now());
      if (waitMs > 0) asker.explain?.(reasons.BREAKER_OPEN, { maxFailures, failurePauseMs });
      if (waitMs > 0) throw casFailed('CAS_UNAVAILABLE', 'The CAS server has been down lately: not asked.', waitMs);
      // Where a request that is cut off takes its count along, nobody could count it back.
      if (isLasting && pending >= maxValidations) {
        asker.explain?.(reasons.CAS_BUSY, { maxValidations });
        throw casFailed('CAS_BUSY', `${maxValidations} tickets are being validated already.`, BUSY_MS);
      }
      breaker.asking(asker.now());
      pending++;
      try {
        const { url, init, parse } = wording();
        const outcome = parse(await fetchText(url, init, settings), reading);
        breaker.answered();
        return outcome;
      } catch (error) {
        if (isUnreachable(error)) breaker.failed(asker.now());
        else breaker.answered();
        tell(asker, error);
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
/** Real elements take more; so nobody can fill the memory with empty ones. */
const BYTES_PER_ELEMENT = 16;
