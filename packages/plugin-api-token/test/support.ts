import { createHash } from 'node:crypto';
import type { Exchange } from '@who/core';
import { type FakeExchangeOptions, fakeExchange } from '@who/testkit';
import type { ApiTokenOptions, ApiTokenRecord } from '../src/index.js';

/** Everybody's token. */
export const tokenOf = (userid: string): string => `who_secret-of-${userid}`;

/** By another road than the plugin's own. */
export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest().toString('hex');

export const recordOf = (userid: string, more: Partial<ApiTokenRecord> = {}): ApiTokenRecord => ({
  userid,
  sha256: sha256(tokenOf(userid)),
  ...more,
});

/** The record of `alice` or `bob` in a table with a record for each. */
export const lookup = (digest: string): ApiTokenRecord | undefined =>
  ['alice', 'bob'].map((userid) => recordOf(userid)).find((record) => record.sha256 === digest);

export const options: ApiTokenOptions = {
  realm: 'Example',
  tokens: [recordOf('alice', { scopes: ['read'] }), recordOf('bob', { scopes: ['read', 'write'] })],
};

export const withHeaders = (
  headers: Record<string, string | readonly string[]>,
  more: FakeExchangeOptions = {},
): Exchange => fakeExchange({ headers, ...more });
