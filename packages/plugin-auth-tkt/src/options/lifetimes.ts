import { check, isAtLeast } from './checks.js';
import { secondsIn } from './duration.js';
import type { AuthTktOptions } from './options.js';

export interface Lifetimes {
  /** `Infinity` for never. */
  readonly timeoutSeconds: number;
  /** `Infinity` for never. */
  readonly reissueSeconds: number;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveLifetimes(options: AuthTktOptions): Lifetimes {
  const { timeoutSeconds: timeout = 7200, reissueSeconds: reissue, reissueFraction: fraction } = options;
  const timeoutSeconds = seconds('timeoutSeconds', timeout, 1);
  if (fraction === undefined) {
    const half = timeoutSeconds === NEVER ? false : timeoutSeconds / 2;
    const reissueSeconds = seconds('reissueSeconds', reissue === undefined ? half : reissue, 0);
    const isLower = reissueSeconds === NEVER || reissueSeconds < timeoutSeconds;
    check('reissueSeconds', isLower, 'must be lower than "timeoutSeconds".');
    return { timeoutSeconds, reissueSeconds };
  }
  check('reissueFraction', isAtLeast(fraction, 0) && fraction <= 1, 'must be a number from 0 to 1.');
  check('reissueFraction', reissue === undefined, 'says the same as "reissueSeconds": give one of them.');
  check('reissueFraction', timeoutSeconds !== NEVER, 'needs a timeout that it is a part of.');
  return { timeoutSeconds, reissueSeconds: fraction === 0 ? NEVER : timeoutSeconds - fraction * timeoutSeconds };
}

function seconds(option: keyof AuthTktOptions, value: number | string | false, least: number): number {
  if (value === false) return NEVER;
  const number = typeof value === 'string' ? secondsIn(value) : value;
  check(option, isAtLeast(number, least), `must be ${least} or more seconds, a text such as "1w 4d 3h", or false.`);
  return Number(number);
}

const NEVER = Number.POSITIVE_INFINITY;
