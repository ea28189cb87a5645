import { type Reason, reasonsOf } from '@who/core';

const texts = {
  CACHE_HIT: { text: 'The cache has what it was asked for: "{name}".' },
  CACHE_MISS: {
    text: 'The cache has nothing: "{name}" was never kept, has timed out, or had to make room.',
    hint: 'It comes with the next sign-in. "ttlSeconds" should be as long as people stay signed in.',
  },
  CACHE_CAPTURED: { text: 'What came with the sign-in is kept: "{name}", for {ttlMs} ms.' },
  CACHE_NOT_KEPT: { text: 'What came with the sign-in is not kept: "{name}" is empty, unfit or to live for no time.' },
  CACHE_NO_KEY: { text: 'There is no key for this user, so nothing is kept or found.' },
  CACHE_ASKED: { text: 'The provider of "{name}" is asked.' },
  CACHE_STALE: { text: 'An older answer is given, and a new one is asked for: "{name}".' },
  CACHE_OWN_COPY: { text: 'The store does not answer; what this process has kept itself counts.' },
  CACHE_STORE_FAILED: {
    text: 'The store failed to {operation}, so that metadata counts as absent: {error}.',
    hint: 'See that it runs and can be reached.',
  },
  BREAKER_OPEN: {
    text: 'The store has not answered lately, so it is not asked until it does.',
    hint: 'See that it runs and can be reached; the log says what it failed with.',
  },
} as const;

/** Why a cache has something or nothing. */
export const reasons: Readonly<Record<keyof typeof texts, Reason>> = reasonsOf(texts);
