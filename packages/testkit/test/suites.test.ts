import { defaultChallengeDecider, defaultRequestClassifier } from '@who/core';
import { describe, expect, it } from 'vitest';
import { testChallengeDecider, testRequestClassifier } from '../src/index.js';

testRequestClassifier(
  { describe, it, expect },
  {
    create: () => defaultRequestClassifier,
    examples: [
      { request: {}, classification: 'browser' },
      { request: { method: 'PROPFIND' }, classification: 'dav' },
    ],
  },
);
testChallengeDecider(
  { describe, it, expect },
  {
    create: () => defaultChallengeDecider,
    examples: [
      { status: 401, challenge: true },
      { status: 200, challenge: false },
    ],
  },
);
