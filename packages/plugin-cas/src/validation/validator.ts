import type { Exchange } from '@who/core';
import type { CasSettings } from '../options.js';
import type { CasOutcome } from '../protocol/outcome.js';
import type { Reading } from '../protocol/reading.js';
import { decodeAnswer } from './charset.js';
import { type Wording, wordingOf } from './dialects.js';
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
}

export function validator(settings: CasSettings): Validator {
  const { ask, fetchText, settings: limits } = settings.connection;
  const reading: Reading = { ...settings, maxElements: Math.ceil(limits.maxResponseBytes / BYTES_PER_ELEMENT) };
  const warn = leftOutWarning();

  const made: Validator = {
    async validate(question, asker) {
      const outcome = await made.ask(() => wordingOf(settings, question, asker.now()), asker);
      if (outcome.success && outcome.leftOut) warn(asker.logger, outcome.leftOut);
      return outcome;
    },
    ask: (wording, asker) =>
      ask(asker, async () => {
        const { url, init, parse } = wording();
        return parse(await fetchText(url, init, decodeAnswer), reading);
      }),
  };
  return made;
}

/** Real elements take more; so nobody can fill the memory with empty ones. */
const BYTES_PER_ELEMENT = 16;
