import { createWho } from '@who/core';
import { fakeRequest, plainRememberer } from '@who/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { oldAccounts } from '../src/index.js';
import { old, passwordOf } from './support.js';

afterAll(() => old.close());

/** What an application does with a login form. */
async function signIn(path: string, password: string) {
  const who = createWho({
    publicUrl: 'http://localhost',
    plugins: { cookie: plainRememberer(), accounts: oldAccounts({ url: old.url + path }) },
    identifiers: ['cookie'],
    authenticators: ['cookie', 'accounts'],
  });
  return (await who.api(fakeRequest()).login({ login: 'alice', password })).identity?.userid;
}

describe('oldAccounts', () => {
  it('signs in who has a password there', async () => {
    expect(await signIn('/check', passwordOf('alice'))).toBe('alice');
    expect(await signIn('/check', 'guessed')).toBeUndefined();
  });

  it('says with a code that nobody answers', async () => {
    await expect(signIn('/down', passwordOf('alice'))).rejects.toThrow(
      expect.objectContaining({ code: 'OLD_ACCOUNTS_UNAVAILABLE', status: 503 }),
    );
  });

  it.each([
    ['url', { url: 'old.example.org' }],
    ['timeoutMs', { timeoutMs: 0 }],
  ])('refuses a bad "%s": %o', (option, bad) => {
    expect(() => oldAccounts({ url: old.url, ...bad })).toThrow(`[who-old-accounts] Option "${option}" must `);
  });
});
