import type { ChallengeDecider, Credentials, MaybePromise } from '@who/core';
import {
  type FakeRequestOptions,
  testAuthenticator,
  testChallengeDecider,
  testChallenger,
  testIdentifier,
} from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { ApiTokenCredentials, type ApiTokenOptions, apiToken, apiTokenChallengeDecider } from '../src/index.js';
import { lookup, options, recordOf, tokenOf } from './support.js';

const runner = { describe, it, expect };
const realm = 'Example';
const secrets = [tokenOf('')];
const down = () => new Error('the database is down');

describe.each<[string, Partial<ApiTokenOptions>, (userid: string) => FakeRequestOptions['headers']]>([
  ['Authorization: Bearer', {}, (userid) => ({ Authorization: `Bearer ${tokenOf(userid)}` })],
  ['a header of its own', { header: 'X-API-Key' }, (userid) => ({ 'X-API-Key': tokenOf(userid) })],
])('with %s', (_, more, headers) => {
  testIdentifier(runner, {
    create: () => apiToken({ ...options, ...more }),
    request: (userid) => ({ headers: headers(userid) }),
    claims: (credentials: Credentials) =>
      credentials instanceof ApiTokenCredentials ? credentials.token.slice(tokenOf('').length) : 'nobody',
    secrets,
    memory: 'none',
  });
});

describe.each<[string, ApiTokenOptions, ApiTokenOptions['lookup'] | undefined, 'authenticate'[]]>([
  ['a list', options, undefined, []],
  [
    'a lookup that answers at once, or throws',
    { realm, lookup },
    () => {
      throw down();
    },
    [],
  ],
  [
    'a lookup that answers later, or rejects',
    { realm, lookup: async (digest) => lookup(digest) },
    async () => Promise.reject(down()),
    ['authenticate'],
  ],
  [
    'a list and a lookup',
    { realm, tokens: [recordOf('alice')], lookup: async (digest) => lookup(digest) },
    undefined,
    ['authenticate'],
  ],
])('with %s', (_, given, broken, promises) => {
  testAuthenticator(runner, {
    create: () => apiToken(given),
    users: ['alice', 'bob'],
    credentials: (userid) => new ApiTokenCredentials(tokenOf(userid)),
    wrong: (userid) => new ApiTokenCredentials(tokenOf(`${userid}.guessed`)),
    ...(broken && { broken: () => apiToken({ realm, lookup: broken }) }),
    secrets,
    promises,
  });
});

testChallenger(runner, { create: () => apiToken(options), status: 401 });

/** Decides when the request has been through the plugin, as it has been in an engine. */
function decideAfterSignIn(): ChallengeDecider {
  const plugin = apiToken(options);
  return (exchange, response): MaybePromise<boolean> => {
    const found = plugin.identify(exchange);
    if (found instanceof ApiTokenCredentials) plugin.authenticate(exchange, found);
    return apiTokenChallengeDecider(exchange, response);
  };
}

const authorization = (value: string) => ({ headers: { Authorization: value } });

testChallengeDecider(runner, {
  create: decideAfterSignIn,
  examples: [
    { status: 200, challenge: false },
    { status: 401, challenge: true },
    { status: 403, challenge: false },
    { status: 403, request: authorization(`Bearer ${tokenOf('alice')}`), challenge: true },
    { status: 404, request: authorization(`Bearer ${tokenOf('alice')}`), challenge: false },
    { status: 403, request: authorization(`Bearer ${tokenOf('carol')}`), challenge: false },
    { status: 403, request: authorization('Bearer'), challenge: false },
  ],
});
