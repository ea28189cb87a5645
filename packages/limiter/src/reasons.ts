import { type Reason, reasonsOf } from '@who/core';

const texts = {
  LIMITER_TOO_MANY: {
    text: 'There were too many wrong tries: nothing is checked for another {seconds} s.',
    hint: 'Behind a proxy that is not in "trustedProxies", all clients count as one.',
  },
  LIMITER_UNAVAILABLE: { text: 'Wrong tries cannot be counted now, and "whenDown" refuses all.' },
  LIMITER_CLOSED: { text: 'The limiter has been closed.' },
} as const;

/** Why a password is not even checked. */
export const reasons: Readonly<Record<keyof typeof texts, Reason>> = reasonsOf(texts);
