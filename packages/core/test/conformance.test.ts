import { testChallengeDecider, testRequestClassifier } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import {
  apiAwareRequestClassifier,
  defaultChallengeDecider,
  defaultRequestClassifier,
  passThroughChallengeDecider,
} from '../src/index.js';

const runner = { describe, it, expect };
const dav = { request: { method: 'PROPFIND' }, classification: 'dav' };
const xml = { request: { method: 'POST', headers: { 'Content-Type': 'text/xml' } }, classification: 'xmlpost' };

describe('defaultRequestClassifier', () => {
  testRequestClassifier(runner, {
    create: () => defaultRequestClassifier,
    examples: [{ request: {}, classification: 'browser' }, dav, xml],
  });
});

describe('apiAwareRequestClassifier', () => {
  testRequestClassifier(runner, {
    create: () => apiAwareRequestClassifier,
    examples: [
      { request: { headers: { Accept: 'text/html' } }, classification: 'browser' },
      { request: { headers: { Accept: 'application/json' } }, classification: 'api' },
      dav,
      xml,
    ],
  });
});

describe('defaultChallengeDecider', () => {
  testChallengeDecider(runner, {
    create: () => defaultChallengeDecider,
    examples: [
      { status: 401, challenge: true },
      { status: 401, headers: [['WWW-Authenticate', 'Basic realm="x"']], challenge: true },
      { status: 200, challenge: false },
      { status: 403, challenge: false },
    ],
  });
});

describe('passThroughChallengeDecider', () => {
  testChallengeDecider(runner, {
    create: () => passThroughChallengeDecider,
    examples: [
      { status: 401, challenge: true },
      { status: 401, headers: [['Content-Type', 'text/plain']], challenge: true },
      { status: 401, headers: [['Content-Type', 'text/html; charset=utf-8']], challenge: false },
      { status: 401, headers: [['WWW-Authenticate', 'Basic realm="x"']], challenge: false },
      { status: 200, challenge: false },
      { status: 403, challenge: false },
    ],
  });
});
