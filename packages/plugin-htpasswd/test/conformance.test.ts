import { inspect } from 'node:util';
import { Credentials, isPromise, PasswordCredentials, WhoError } from '@who/core';
import { fakeExchange } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htpasswd } from '../src/index.js';
import {
  APR1_OF_SECRET,
  BCRYPT_OF_SECRET,
  fixturePath,
  SHA_OF_SECRET,
  signIn,
  temporaryFile,
  users,
} from './support.js';

class ForeignCredentials extends Credentials {
  readonly login = 'simple';
  readonly password = 'secret';
}

/** Any 16-bit characters: control characters and lone surrogates too. */
const text = (maxLength = 30) =>
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength }).map((codes) => String.fromCharCode(...codes));

/** The promises of the contract in `@who/core`'s `plugin.ts`. */
describe('the contract', () => {
  it("leaves other plugins' credentials alone, at once", () => {
    const plugin = users({ file: fixturePath('htpasswd.sha1') });
    expect(plugin.authenticate(fakeExchange(), new ForeignCredentials())).toBeUndefined();
  });

  it('never throws because credentials are wrong, whatever they are', async () => {
    const plugin = users({ file: fixturePath('htpasswd.sha1') });
    const anything = fc.oneof(text(), fc.anything());
    await fc.assert(
      fc.asyncProperty(anything, anything, async (login, password) => {
        const credentials = new PasswordCredentials(login as string, password as string);
        expect(await plugin.authenticate(fakeExchange(), credentials)).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });

  it('says who it is and nothing else, and leaves its input alone', async () => {
    const plugin = users({ file: fixturePath('htpasswd.bcrypt4') });
    const exchange = fakeExchange({ headers: { Cookie: 'a=1' } });
    const before = structuredClone([exchange.request.headers, exchange.request.url]);
    const credentials = Object.freeze(new PasswordCredentials('simple', 'secret'));
    expect(await plugin.authenticate(exchange, credentials)).toEqual({ userid: 'simple' });
    expect([exchange.request.headers, exchange.request.url]).toEqual(before);
    expect(exchange.scratch.size).toBe(0);
  });

  it('answers at once when nothing has to be computed or looked up', async () => {
    const plugin = users({ file: fixturePath('htpasswd.bcrypt4') });
    const ask = (login: string, password: string) =>
      plugin.authenticate(fakeExchange({ now: () => 0 }), new PasswordCredentials(login, password));
    await ask('simple', 'secret');
    expect(isPromise(ask('simple', 'secret'))).toBe(false);
    expect(isPromise(ask('simple', ''))).toBe(false);
    expect(isPromise(ask('simple', 'wrong'))).toBe(true);
  });

  it('shows no password and no hash, neither itself nor in its errors and warnings', async () => {
    const told: unknown[] = [];
    const tell = (message: string) => told.push(message);
    const logger = { debug: tell, warn: tell, error: tell };
    const file = temporaryFile(`a:hunter2\nb:${SHA_OF_SECRET}\nc:${BCRYPT_OF_SECRET}\n`);
    const plugin = htpasswd({ file, maxQueued: 0, maxConcurrent: 1 });
    await signIn(plugin, 'b', 'pass-phrase', { logger });
    const answers = await Promise.allSettled([1, 2].map((i) => signIn(plugin, 'c', `pass-phrase${i}`, { logger })));
    plugin.close();
    told.push(plugin, ...answers, await signInError(plugin));
    expect(answers).toContainEqual({ status: 'rejected', reason: expect.any(WhoError) });
    expect(told.map((item) => inspect(item, { depth: 9, showHidden: true }) + JSON.stringify(item)).join()).not.toMatch(
      /hunter2|pass-phrase|5en6G6|UTiI2b3/,
    );
  });

  it('keeps a hundred requests apart', async () => {
    const hashes = [SHA_OF_SECRET, APR1_OF_SECRET, BCRYPT_OF_SECRET];
    const file = temporaryFile(Array.from({ length: 100 }, (_, i) => `user${i}:${hashes[i % 3]}`).join('\n'));
    const plugin = users({ file });
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) => signIn(plugin, `user${i}`, i % 2 === 0 ? 'secret' : 'wrong')),
    );
    expect(answers).toEqual(answers.map((_, i) => (i % 2 === 0 ? `user${i}` : undefined)));
  });
});

const signInError = async (plugin: ReturnType<typeof htpasswd>): Promise<unknown> => {
  try {
    return await signIn(plugin, 'b', 'pass-phrase');
  } catch (error) {
    return error;
  }
};
