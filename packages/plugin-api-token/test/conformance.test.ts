import type { Credentials, Exchange } from '@who/core';
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
    odd: (value) => new ApiTokenCredentials(value as string),
    ...(broken && { broken: () => apiToken({ realm, lookup: broken }) }),
    secrets,
    promises,
  });
});

const carrying = (value: string): FakeRequestOptions => ({ headers: { Authorization: value } });
const accepted = `Bearer ${tokenOf('alice')}`;
const unknown = `Bearer ${tokenOf('carol')}`;

/** Lets the plugin see a request, as an engine would have before the application answers. */
async function signIn(exchange: Exchange, plugin: ReturnType<typeof apiToken> = apiToken(options)): Promise<void> {
  const found = await plugin.identify(exchange);
  if (found instanceof ApiTokenCredentials) await plugin.authenticate(exchange, found);
}

testChallenger(runner, {
  create: () => apiToken(options),
  status: 401,
  responseHeaders: ['X-Required-Scope'],
  secrets,
  examples: [
    { request: carrying('Bearer'), prepare: signIn, status: 400 },
    { request: carrying(unknown), prepare: signIn, status: 401 },
    { request: carrying(accepted), prepare: signIn, responseStatus: 403, status: 403 },
  ],
});

testChallengeDecider(runner, {
  create: () => apiTokenChallengeDecider,
  examples: [
    { status: 200, challenge: false },
    { status: 401, challenge: true },
    { status: 403, challenge: false },
    { status: 403, request: carrying(accepted), prepare: signIn, challenge: true },
    { status: 404, request: carrying(accepted), prepare: signIn, challenge: false },
    { status: 403, request: carrying(unknown), prepare: signIn, challenge: false },
    { status: 403, request: carrying('Bearer'), prepare: signIn, challenge: false },
  ],
});
