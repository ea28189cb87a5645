import { createWho, Identity, responseHead } from '@who/core';
import { fakeExchange, fakeRequest } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { sesame, sesameChallengeDecider, sesameMetadataCache, sesameRequestClassifier } from '../src/index.js';
import { options, secretOf } from './support.js';

// #with identifier authenticator challenger metadata-provider
describe('sesame', () => {
  // #with identifier metadata-provider
  const plugin = sesame(options);

  // #end
  // #with identifier
  describe('as an identifier', () => {
    const tokens = (value: string | string[]) => fakeExchange({ headers: { 'x-sesame': value } });

    it('finds a userid and a secret', () => {
      expect(plugin.identify(tokens('ann@example.org.c2VjcmV0'))).toMatchObject({
        login: 'ann@example.org',
        password: 'c2VjcmV0',
      });
    });

    it('finds nothing in what is no token, stands twice or is too long', () => {
      expect(plugin.identify(tokens('Bearer c2VjcmV0'))).toBeUndefined();
      expect(plugin.identify(tokens(['ann.c2VjcmV0', 'bob.c2VjcmV0']))).toBeUndefined();
      const found = (maxBytes: number) =>
        sesame({ ...options, maxBytes }).identify(tokens('ann.c2VjcmV0')) !== undefined;
      expect([found(12), found(11)]).toEqual([true, false]);
    });
  });

  // #end
  // #with challenger
  describe('as a challenger', () => {
    it('asks with a 401 and its realm', () => {
      const asked = sesame({ ...options, realm: 'The "best"' }).challenge(fakeExchange(), responseHead(401));
      expect(asked).toMatchObject({
        status: 401,
        headers: expect.arrayContaining([['WWW-Authenticate', 'Sesame realm="The \\"best\\""']]),
      });
    });
  });

  // #end
  // #with metadata-provider
  describe('as a metadata provider', () => {
    it('adds nothing about people whom it does not know', () => {
      expect(plugin.addMetadata(fakeExchange(), new Identity({ userid: 'constructor' }))).toBeUndefined();
    });
  });

  // #end
  // #with identifier
  // #with authenticator
  it('signs in who sends a token', async () => {
    const who = createWho({
      publicUrl: 'https://app.example.org',
      plugins: { sesame: plugin },
      identifiers: ['sesame'],
      authenticators: ['sesame'],
    });
    const signIn = async (token: string) =>
      (await who.api(fakeRequest({ headers: { 'X-Sesame': token } })).authenticate())?.userid;
    expect(await signIn(`alice.${secretOf('alice')}`)).toBe('alice');
    expect(await signIn(`alice.${secretOf('bob')}`)).toBeUndefined();
  });

  // #end
  // #end
  it.each([
    // #with identifier
    ['header', { header: '' }],
    ['header', { header: 'a b' }],
    ['maxBytes', { maxBytes: 0 }],
    // #end
    // #with authenticator
    ['secrets', { secrets: undefined }],
    ['secrets', { secrets: { ann: 'too short' } }],
    ['secrets', { secrets: { ann: 'a long random text' } }],
    // #end
    // #with challenger
    ['realm', { realm: '' }],
    ['realm', { realm: 'a\r\nb' }],
    // #end
    // #with metadata-provider
    ['displayNames', { displayNames: undefined }],
    ['displayNames', { displayNames: { ann: '' } }],
    // #end
  ])('refuses a bad "%s": %o', (option, bad) => {
    const make = () => Reflect.apply(sesame, undefined, [{ ...options, ...bad }]);
    expect(make).toThrow(`[@who/plugin-sesame] Option "${option}" must `);
  });

  it('refuses what it does not know, by name', () => {
    const make = () => Reflect.apply(sesame, undefined, [{ ...options, misspelt: true }]);
    expect(make).toThrow('[@who/plugin-sesame] Option "misspelt" is not known.');
  });
});
// #end
// #with metadata-cache

describe('sesameMetadataCache', () => {
  it('drops whoever signed in longest ago', () => {
    const cache = sesameMetadataCache({ maxEntries: 2 });
    const attributes = { groups: ['staff'] };
    for (const userid of ['ann', 'bob', 'ann', 'eve']) {
      cache.addMetadata(fakeExchange(), new Identity({ userid, metadata: { attributes } }));
    }
    const kept = ['ann', 'bob', 'eve'].map((userid) => cache.addMetadata(fakeExchange(), new Identity({ userid })));
    expect(kept).toEqual([{ attributes }, { attributes: {} }, { attributes }]);
  });

  it.each([
    ['maxEntries', { maxEntries: 0 }],
    ['now', { now: 5 }],
    ['ttlSeconds', { ttlSeconds: 0 }],
  ])('refuses a bad "%s": %o', (option, bad) => {
    const make = () => Reflect.apply(sesameMetadataCache, undefined, [bad]);
    expect(make).toThrow(`[@who/plugin-sesame] Option "${option}" must `);
  });
});
// #end
// #with request-classifier

describe('sesameRequestClassifier', () => {
  it('knows its header in any case', () => {
    const classify = sesameRequestClassifier({ header: 'X-Sesame' });
    expect(classify(fakeExchange({ headers: { 'X-SESAME': '' } }))).toBe('program');
  });

  it.each(['', 'a b', undefined])('refuses the header %j', (header) => {
    const make = () => Reflect.apply(sesameRequestClassifier, undefined, [{ header }]);
    expect(make).toThrow('[@who/plugin-sesame] Option "header" must ');
  });
});
// #end
// #with challenge-decider

describe('sesameChallengeDecider', () => {
  it('decides by the statuses that it was made with', () => {
    const statuses = [403];
    const decide = sesameChallengeDecider({ statuses });
    statuses.push(401);
    expect([401, 403].map((status) => decide(fakeExchange(), responseHead(status)))).toEqual([false, true]);
  });

  it.each([undefined, [200], ['401']])('refuses the statuses %j', (statuses) => {
    const make = () => Reflect.apply(sesameChallengeDecider, undefined, [{ statuses }]);
    expect(make).toThrow('[@who/plugin-sesame] Option "statuses" must ');
  });
});
// #end
