import { WhoError } from '@who/core';
import { fakeClock } from '@who/testkit';
import { type JSONWebKeySet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { keySet } from '../../src/provider/key-set.js';
import { EC, makeKey, NOW_MS, RSA, signed, type TestKey } from '../tokens/keys.js';

/** A provider whose keys change. */
function scene() {
  const clock = fakeClock(NOW_MS);
  const asker = { now: clock.now, logger: { debug() {}, warn() {}, error() {} }, explain: undefined };
  const published: { keys: TestKey[]; fetched: number; trouble?: WhoError } = { keys: [RSA], fetched: 0 };
  const keys = keySet(async (): Promise<JSONWebKeySet> => {
    published.fetched++;
    if (published.trouble) throw published.trouble;
    return { keys: published.keys.map(({ jwk }) => jwk) };
  });
  const verify = async (key: TestKey): Promise<string> => {
    const token = await signed({ exp: undefined }, key);
    return jwtVerify(token, keys.keyOf(asker)).then(
      () => 'good',
      (error: { code: string }) => error.code,
    );
  };
  return { clock, published, keys, verify, asker };
}

describe('the keys of a provider', () => {
  it('are fetched when the first token comes, and once for all that come at a time', async () => {
    const { published, verify } = scene();
    expect(published.fetched).toBe(0);
    expect(await Promise.all([RSA, RSA, RSA].map(verify))).toEqual(['good', 'good', 'good']);
    expect(await verify(RSA)).toBe('good');
    expect(published.fetched).toBe(1);
  });

  it('are fetched again for one that is not known, but not for every one that somebody makes up', async () => {
    const { clock, published, verify } = scene();
    await verify(RSA);
    published.keys = [EC];
    expect(await verify(EC)).toBe('ERR_JWKS_NO_MATCHING_KEY');
    clock.advance(5000);
    expect(await verify(EC)).toBe('good');
    expect(published.fetched).toBe(2);
    for (let i = 0; i < 20; i++)
      expect(await verify(makeKey('EdDSA', `made up ${i}`))).toBe('ERR_JWKS_NO_MATCHING_KEY');
    expect(published.fetched).toBe(2);
    clock.advance(5000);
    await Promise.all(Array.from({ length: 20 }, (_, i) => verify(makeKey('EdDSA', `made up ${i}`))));
    expect(published.fetched).toBe(3);
  });

  it('are good for ten minutes after the provider has withdrawn them', async () => {
    const { clock, published, verify } = scene();
    await verify(RSA);
    published.keys = [EC];
    clock.advance(599_999);
    expect(await verify(RSA)).toBe('good');
    clock.advance(1);
    expect(await verify(RSA)).toBe('ERR_JWKS_NO_MATCHING_KEY');
    published.keys = [RSA];
    clock.advance(-600_000);
    expect(await verify(RSA)).toBe('good');
    expect(published.fetched).toBe(3);
  });

  it('that cannot be fetched, or are none, are an error', async () => {
    const { keys, published, verify, asker } = scene();
    published.trouble = new WhoError('down', { code: 'OIDC_UNAVAILABLE', plugin: 'test', status: 503 });
    expect(await verify(RSA)).toBe('OIDC_UNAVAILABLE');
    delete published.trouble;
    expect(await verify(RSA)).toBe('good');
    for (const none of [undefined, null, 'keys', {}, { keys: 'none' }, { keys: [1] }]) {
      const odd = keySet(async () => none).keyOf(asker);
      await expect(odd({ alg: 'RS256' }, { payload: '', signature: '' })).rejects.toMatchObject({
        code: 'OIDC_BAD_RESPONSE',
      });
    }
    expect(keys).toBeDefined();
  });
});
