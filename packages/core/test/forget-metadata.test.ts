import { fakeRequest } from '@who/testkit';
import { describe, expect, it, vi } from 'vitest';
import { createWho, Identity, isPromise, type MetadataProvider, type Who } from '../src/index.js';
import { headerIdentifier, later, listAuthenticator } from './support.js';

interface Kept {
  readonly who: Who<object>;
  readonly forgotten: string[];
  readonly warn: ReturnType<typeof vi.fn>;
}

function setUp(change: <P extends object>(plugin: P) => P = (plugin) => plugin): Kept {
  const forgotten: string[] = [];
  const warn = vi.fn();
  const provider = (name: string): MetadataProvider =>
    change({
      addMetadata: () => undefined,
      forgetMetadata: (_exchange, identity) => void forgotten.push(`${name} ${identity.userid}`),
    });
  const who = createWho({
    publicUrl: 'https://app.example.org',
    plugins: {
      a: headerIdentifier('x-a'),
      names: listAuthenticator('ann'),
      first: provider('first'),
      keeper: { addMetadata: () => undefined } satisfies MetadataProvider,
      second: provider('second'),
    },
    identifiers: ['a'],
    authenticators: ['names'],
    metadataProviders: ['first', 'keeper', { plugin: 'second', only: ['dav'] }],
    logger: { debug() {}, warn, error() {} },
  });
  return { who, forgotten, warn };
}

const bob = new Identity({ userid: 'bob' });

describe('forgetMetadata', () => {
  it('asks every provider, also one that is limited to other requests, at once where all answer at once', () => {
    const { who, forgotten } = setUp();
    expect(who.api(fakeRequest()).forgetMetadata(bob)).toBeUndefined();
    expect(forgotten).toEqual(['first bob', 'second bob']);
  });

  it('waits for providers that answer later', async () => {
    const { who, forgotten } = setUp(later);
    const pending = who.api(fakeRequest()).forgetMetadata(bob);
    expect(isPromise(pending)).toBe(true);
    await pending;
    expect(forgotten).toEqual(['first bob', 'second bob']);
  });

  it('is about whoever is signed in where nobody is named, and leaves the sign-in alone', async () => {
    const { who, forgotten } = setUp();
    const api = who.api(fakeRequest({ headers: { 'x-a': 'ann' } }));
    await api.authenticate();
    await api.forgetMetadata();
    expect(forgotten).toEqual(['first ann', 'second ann']);
    expect(api.identity?.userid).toBe('ann');
  });

  it('does nothing for nobody', async () => {
    const { who, forgotten } = setUp();
    await who.api(fakeRequest()).forgetMetadata();
    expect(forgotten).toEqual([]);
  });

  it('passes over a provider that fails', async () => {
    const { who, warn } = setUp((plugin) => ({
      ...plugin,
      forgetMetadata() {
        throw new Error('down');
      },
    }));
    await who.api(fakeRequest()).forgetMetadata(bob);
    expect(warn).toHaveBeenCalledTimes(2);
  });

  it('is what a logout does, too', async () => {
    const { who, forgotten } = setUp();
    await who.api(fakeRequest({ headers: { 'x-a': 'ann' } })).logout();
    expect(forgotten).toEqual(['first ann', 'second ann']);
  });
});
