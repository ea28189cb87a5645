import { type Facts, PasswordCredentials, type Reason } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { expect, it } from 'vitest';
import { limited } from '../src/index.js';
import { users } from './support.js';

it('says that nothing is checked, and for how long', () => {
  const said: [string, Facts | undefined][] = [];
  const explain = ({ code }: Reason, facts?: Facts) => said.push([code, facts]);
  const plugin = limited(users(), { pair: { freeFailures: 1 }, now: () => 0 });
  const guess = (password: string) =>
    plugin.authenticate(fakeExchange({ explain, now: () => 0 }), new PasswordCredentials('alice', password));
  expect(guess('guessed')).toBe(undefined);
  expect(guess('guessed again')).toBe(undefined);
  expect(() => guess('and again')).toThrow('1 s');
  expect(said).toEqual([
    ['WRONG', undefined],
    ['WRONG', undefined],
    ['LIMITER_TOO_MANY', { seconds: 1 }],
  ]);
});
