import { PasswordCredentials } from '@who/core';
import {
  testAuthenticator,
  testChallengeDecider,
  testChallenger,
  testIdentifier,
  testMetadataCache,
  testMetadataProvider,
  testRequestClassifier,
} from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { sesame, sesameChallengeDecider, sesameMetadataCache, sesameRequestClassifier } from '../src/index.js';
import { options, secretOf } from './support.js';

const runner = { describe, it, expect };
// #with identifier authenticator challenger metadata-provider
const create = () => sesame(options);
// #end
// #with identifier

testIdentifier(runner, {
  create,
  request: (userid) => ({ headers: { 'X-Sesame': `${userid}.${secretOf(userid)}` } }),
  claims: (credentials) => (credentials instanceof PasswordCredentials ? credentials.login : 'nobody'),
  secrets: ['secret-of-'],
  memory: 'none',
});
// #end
// #with authenticator

testAuthenticator(runner, {
  create,
  users: ['alice', 'bob'],
  credentials: (userid) => new PasswordCredentials(userid, secretOf(userid)),
  wrong: (userid) => new PasswordCredentials(userid, 'guessed'),
  secrets: ['secret-of-', 'guessed'],
});
// #end
// #with challenger

testChallenger(runner, { create, status: 401 });
// #end
// #with metadata-provider

testMetadataProvider(runner, {
  create,
  users: ['alice', 'bob'],
  expected: (userid) => ({ displayName: userid === 'alice' ? 'Alice Example' : 'Bob Example' }),
});
// #end
// #with metadata-cache

testMetadataCache(runner, {
  create: (clock) => sesameMetadataCache({ ttlSeconds: 60, maxEntries: 50, now: clock.now }),
  lifetimeMs: 60_000,
  maxEntries: 50,
});
// #end
// #with request-classifier

testRequestClassifier(runner, {
  create: () => sesameRequestClassifier({ header: 'X-Sesame' }),
  examples: [
    { request: {}, classification: 'browser' },
    { request: { method: 'PROPFIND' }, classification: 'dav' },
    { request: { headers: { 'X-Sesame': 'ann.c2VjcmV0' } }, classification: 'program' },
  ],
});
// #end
// #with challenge-decider

testChallengeDecider(runner, {
  create: () => sesameChallengeDecider({ statuses: [401, 403] }),
  examples: [
    { status: 200, challenge: false },
    { status: 401, challenge: true },
    { status: 403, challenge: true },
    { status: 404, challenge: false },
    { status: 401, headers: [['WWW-Authenticate', 'Basic realm="Example"']], challenge: false },
  ],
});
// #end
