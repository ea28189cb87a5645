import { type Exchange, type Header, type HeaderList, refusalCodeOf, WhoError } from '@who/core';
import type { FormProblemCode } from './errors.js';
import type { FormSettings } from './options.js';
import type { Language } from './page/language.js';

/** Why somebody is not signed in. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly headers: HeaderList;
  /** Whether what was typed is to blame. */
  readonly isInput: boolean;
  text(language: Language): string;
}

function problem(status: number, code: FormProblemCode, isInput = false): Problem {
  return { status, code, headers: [], isInput, text: ({ texts }) => texts[code] };
}

export const WRONG_PASSWORD: Problem = problem(401, 'FORM_WRONG_PASSWORD', true);
export const CROSS_SITE: Problem = problem(403, 'FORM_CROSS_SITE');
export const INVALID: Problem = problem(400, 'FORM_INVALID');
export const TYPE_UNSUPPORTED: Problem = {
  ...problem(415, 'FORM_TYPE_UNSUPPORTED'),
  headers: [['Accept', 'application/x-www-form-urlencoded, application/json']],
};

/**
 * What people are told of an error that an authenticator has thrown: why an account signs nobody in, if that may be said;
 * that there were too many attempts (429); or that it does not work now (503).
 *
 * @throws any other error
 */
export function problemOf(error: unknown, { logger }: Exchange, { showReasons }: FormSettings): Problem {
  const refusal = refusalCodeOf(error);
  if (refusal !== undefined) return showReasons.includes(refusal) ? problem(401, refusal, true) : WRONG_PASSWORD;
  if (!(error instanceof WhoError) || !isPassing(error)) throw error;
  const { status, code, headers } = error;
  logger[status < 500 ? 'debug' : 'error'](`${error.message} (${code})`);
  return {
    status,
    code,
    headers: Object.entries(headers).map(([name, value]): Header => [name, value]),
    isInput: false,
    text({ texts, lang }) {
      const what = status === 429 ? texts.tooManyAttempts : texts.unavailable;
      const wait = secondsIn(headers);
      return `${what} ${wait === undefined ? texts.tryAgainLater : texts.tryAgainIn.replace('{time}', () => timeText(wait, lang))}`;
    },
  };
}

const isPassing = ({ status }: WhoError): boolean => status === 429 || status === 503;

/** `Retry-After` in seconds; a date is not what people want to read either. */
function secondsIn(headers: Readonly<Record<string, string>>): number | undefined {
  const [, value = ''] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'retry-after') ?? [];
  return /^\d{1,8}$/.test(value) ? Number(value) : undefined;
}

/** In the largest unit that there is at least one of, rounded up. */
function timeText(seconds: number, lang: string): string {
  const [unit, size] = UNITS.find(([, size]) => seconds >= size) ?? ['second', 1];
  const count = Math.max(1, Math.ceil(seconds / size));
  return new Intl.NumberFormat(lang, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

const UNITS = [
  ['hour', 3600],
  ['minute', 60],
] as const;
