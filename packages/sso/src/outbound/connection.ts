import { type Exchange, WhoError } from '@who/core';
import { isLasting } from '@who/secrets';
import { type Failures, isUnreachable } from '../errors.js';
import { capitalized, type Names } from '../naming.js';
import type { ConnectionSettings } from '../options/connection.js';
import type { BaseReasons } from '../reasons.js';
import { circuitBreaker } from './circuit-breaker.js';
import { type FetchAnswer, type FetchText, fetchers } from './fetch-text.js';

/** For what a question is asked. */
export type Asker = Pick<Exchange, 'now'> & Partial<Pick<Exchange, 'explain'>>;

/** Asks one other side: not too often at a time, and not while it is down. */
export interface SsoConnection {
  /**
   * Asks a question, which may be several calls; whatever fails with an error that counts as unreachable
   * (`base.unreachable`, and those of `fetchText`) leads to a pause after a while.
   *
   * @throws {WhoError} …_UNAVAILABLE, …_BUSY, and what the question throws
   */
  ask<T>(asker: Asker, question: () => Promise<T>): Promise<T>;
  readonly settings: ConnectionSettings;
  /** To be called inside of {@link ask}. */
  readonly fetchText: FetchText;
  /** The same. */
  readonly fetchAnswer: FetchAnswer;
  /** Whether it has been down lately, so that it is not asked. Says so. */
  isDown(asker: Asker): boolean;
}

/** @param peerUrl what people who look on are told where the other side is */
export function connectionTo(
  peerUrl: string,
  names: Names,
  settings: ConnectionSettings,
  failures: Failures,
  reasons: BaseReasons,
): SsoConnection {
  const { maxValidations, maxFailures, failurePauseMs } = settings;
  const breaker = circuitBreaker({ maxFailures, pauseMs: failurePauseMs });
  let pending = 0;

  function pauseMs(asker: Asker): number {
    const waitMs = breaker.waitMs(asker.now());
    if (waitMs > 0) asker.explain?.(reasons.BREAKER_OPEN, { maxFailures, failurePauseMs });
    return waitMs;
  }

  function tell({ explain }: Asker, error: unknown): void {
    if (!(error instanceof WhoError)) return;
    const reason = isUnreachable(error) ? reasons.UNREACHABLE : reasons.UNUSABLE;
    explain?.(reason, { [names.urlOption]: peerUrl, code: error.code });
  }

  return {
    settings,
    ...fetchers(names, settings, failures),
    async ask(asker, question) {
      const waitMs = pauseMs(asker);
      if (waitMs > 0) {
        throw failures.fail('UNAVAILABLE', `${capitalized(names.server)} has been down lately: not asked.`, waitMs);
      }
      // Where a request that is cut off takes its count along, nobody could count it back.
      if (isLasting && pending >= maxValidations) {
        asker.explain?.(reasons.BUSY, { maxValidations });
        const problem = `${maxValidations} ${names.answerWord}s are being validated already.`;
        throw failures.fail('BUSY', problem, BUSY_MS);
      }
      breaker.asking(asker.now());
      pending++;
      try {
        const answer = await question();
        breaker.answered();
        return answer;
      } catch (error) {
        if (isUnreachable(error)) breaker.failed(asker.now());
        else breaker.answered();
        tell(asker, error);
        throw error;
      } finally {
        pending--;
      }
    },
    isDown: (asker) => pauseMs(asker) > 0,
  };
}

const BUSY_MS = 1000;
