import { type Facts, PasswordCredentials, type Reason, responseHead } from '@who/core';
import { type FakeExchangeOptions, fakeExchange } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { ApiTokenCredentials, apiToken, apiTokenChallengeDecider } from '../src/index.js';
import { options, recordOf, tokenOf } from './support.js';

function watched(request: FakeExchangeOptions = {}) {
  const said: [string, Facts | undefined][] = [];
  const explain = ({ code }: Reason, facts?: Facts) => said.push([code, facts]);
  return { said, exchange: fakeExchange({ ...request, explain }) };
}

describe('a token', () => {
  it.each<[string, Record<string, string>, Facts | undefined]>([
    ['API_TOKEN_FOUND', { authorization: `Bearer ${tokenOf('alice')}` }, undefined],
    ['API_TOKEN_NO_HEADER', {}, undefined],
    ['API_TOKEN_MALFORMED', { authorization: 'Bearer a b' }, { maxBytes: 50 }],
  ])('is looked for: %s', (code, headers, facts) => {
    const { said, exchange } = watched({ headers });
    apiToken({ ...options, maxBytes: 50 }).identify(exchange);
    expect(said).toEqual([[code, facts]]);
  });

  it('is known, unknown, expired, or of another kind', async () => {
    const tokens = [recordOf('alice'), recordOf('bob', { expiresAtMs: 5000 })];
    const plugin = apiToken({ realm: 'Example', tokens });
    const told = async (credentials: ApiTokenCredentials | PasswordCredentials) => {
      const { said, exchange } = watched({ now: () => 12_500 });
      await plugin.authenticate(exchange, credentials);
      return said;
    };
    expect(await told(new ApiTokenCredentials(tokenOf('alice')))).toEqual([['API_TOKEN_ACCEPTED', undefined]]);
    expect(await told(new ApiTokenCredentials(tokenOf('bob')))).toEqual([['API_TOKEN_EXPIRED', { seconds: 7 }]]);
    expect(await told(new ApiTokenCredentials(tokenOf('eve')))).toEqual([['API_TOKEN_UNKNOWN', undefined]]);
    expect(await told(new PasswordCredentials('a', 'b'))).toEqual([['API_TOKEN_OTHER_CREDENTIALS', undefined]]);
  });

  it('waits for too many others', () => {
    const plugin = apiToken({
      realm: 'Example',
      lookup: () => new Promise(() => {}),
      maxLookups: 1,
      lookupTimeoutMs: 5,
    });
    const token = new ApiTokenCredentials(tokenOf('alice'));
    const first = plugin.authenticate(fakeExchange(), token);
    const { said, exchange } = watched();
    expect(() => plugin.authenticate(exchange, token)).toThrow('maxLookups');
    expect(said).toEqual([['API_TOKEN_LOOKUPS_BUSY', { maxLookups: 1 }]]);
    return expect(first).rejects.toThrow('5 ms');
  });
});

it('the decider says what the status comes to', async () => {
  const { said, exchange } = watched({ headers: { authorization: `Bearer ${tokenOf('alice')}` } });
  for (const status of [401, 404, 403]) apiTokenChallengeDecider(exchange, responseHead(status));
  const plugin = apiToken(options);
  await plugin.authenticate(exchange, new ApiTokenCredentials(tokenOf('alice')));
  apiTokenChallengeDecider(exchange, responseHead(403));
  await plugin.challenge(exchange, responseHead(403));
  expect(said).toEqual([
    ['STATUS_CHALLENGES', { status: 401 }],
    ['STATUS_LEFT_ALONE', { status: 404 }],
    ['API_TOKEN_FORBIDDEN', undefined],
    ['API_TOKEN_ACCEPTED', undefined],
    ['API_TOKEN_SCOPE_MISSING', undefined],
    ['API_TOKEN_ASKED', { status: 403 }],
  ]);
});
