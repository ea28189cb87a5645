import { inspect } from 'node:util';
import { createWho, isPromise } from '@who/core';
import { fakeExchange } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryMetadataCache } from '../src/index.js';
import { believer, requestOf, user } from './helpers.js';

describe('the contract', () => {
  it('answers at once', () => {
    const cache = memoryMetadataCache();
    expect(isPromise(cache.addMetadata(fakeExchange(), user('bob', { uid: ['bob'] })))).toBe(false);
    expect(isPromise(cache.addMetadata(fakeExchange(), user('bob')))).toBe(false);
    expect(isPromise(cache.forgetMetadata(fakeExchange(), user('bob')))).toBe(false);
  });

  it('never throws and never changes the identity, whoever it is and whatever was released', () => {
    const cache = memoryMetadataCache({ maxEntries: 5 });
    const exchange = fakeExchange();
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.anything(), (userid, value) => {
        const identity = user(userid, value);
        const before = inspect(identity.metadata, { depth: 9 });
        expect(() => cache.addMetadata(exchange, identity)).not.toThrow();
        expect(() => cache.addMetadata(exchange, user(userid))).not.toThrow();
        expect(() => cache.forgetMetadata(exchange, identity)).not.toThrow();
        expect(inspect(identity.metadata, { depth: 9 })).toBe(before);
      }),
    );
    expect(cache.stats()).toMatchObject({ entries: 0, bytes: 0 });
  });

  it('shows nobody’s attributes when it is printed', () => {
    const cache = memoryMetadataCache();
    cache.addMetadata(fakeExchange(), user('bob', { mail: ['bob@example.org'] }));
    expect(inspect(cache, { depth: 9, showHidden: true }) + JSON.stringify(cache)).not.toContain('bob');
  });

  it('never shows a user another’s attributes: 1,000 interleaved exchanges, with evictions and logouts', async () => {
    const cache = memoryMetadataCache({ maxEntries: 40 });
    const who = createWho({
      publicUrl: 'https://app.example.org',
      plugins: { sso: believer(), attributes: cache },
      identifiers: ['sso'],
      authenticators: ['sso'],
      metadataProviders: ['attributes'],
    });
    let replayed = 0;

    const visit = async (i: number): Promise<void> => {
      const userid = `user${(i * 7) % 61}`;
      for (let turn = 0; turn < i % 13; turn++) await null;
      const api = who.api(requestOf(userid, i % 3 === 0 ? { uid: [userid], visit: [String(i)] } : undefined));
      const identity = await api.authenticate();
      for (let turn = 0; turn < i % 5; turn++) await null;
      const owner = identity?.metadata.attributes['uid'];
      expect(owner ?? [userid]).toEqual([userid]);
      if (owner && i % 3 !== 0) replayed++;
      if (i % 17 === 0) await api.logout();
    };
    await Promise.all(Array.from({ length: 1000 }, (_, i) => visit(i)));

    expect(replayed).toBeGreaterThan(50);
    expect(cache.stats().evictions).toBeGreaterThan(0);
    expect(cache.stats().entries).toBeLessThanOrEqual(40);
  });
});
