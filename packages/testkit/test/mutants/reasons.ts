import { type Exchange, type Reason, reasonsOf } from '@who/core';

/** What sound plugins say when they have nothing to say. */
export const reasons: Readonly<Record<'NOTHING' | 'CACHE_HIT' | 'CACHE_MISS', Reason>> = reasonsOf({
  NOTHING: { text: 'There is nothing to say.' },
  CACHE_HIT: { text: 'It is kept.' },
  CACHE_MISS: { text: 'It is not kept.' },
});

/** An answer, which gives its reason where it is none. */
export function saying<T>(exchange: Exchange, answer: T): T {
  if (answer === undefined) exchange.explain?.(reasons.NOTHING);
  return answer;
}

/** The check that sees who does not. */
export const SAYS_WHY: string = 'says why when it has nothing to say, and answers alike when nobody looks on';
