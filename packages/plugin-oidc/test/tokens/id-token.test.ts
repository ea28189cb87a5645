import { createHmac, createPublicKey } from 'node:crypto';
import { WhoError } from '@who/core';
import fc from 'fast-check';
import { createLocalJWKSet, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { type IdTokenQuestion, readIdToken } from '../../src/tokens/id-token.js';
import type { TokenReading, Trust } from '../../src/tokens/read-token.js';
import {
  assembled,
  CLAIMS,
  CLIENT,
  EC,
  ED,
  halfHash,
  ISSUER,
  makeKey,
  NOW,
  NOW_MS,
  RSA,
  signed,
  TRUST,
} from './keys.js';

const QUESTION: Omit<IdTokenQuestion, 'idToken'> = {
  accessToken: 'the access token',
  nonce: 'the nonce',
  authenticatedAfterSeconds: undefined,
  acrValues: [],
  amrValues: [],
};

function read(idToken: string, question: Partial<IdTokenQuestion> = {}, trust: Trust = TRUST): Promise<TokenReading> {
  return readIdToken({ ...QUESTION, idToken, ...question }, trust, NOW_MS);
}

describe('an ID token', () => {
  it.each([
    ['RS256', RSA],
    ['ES256', EC],
    ['EdDSA', ED],
  ] as const)('is read that is signed by %s', async (algorithm, key) => {
    expect(await read(await signed({}, key))).toEqual({ claims: CLAIMS, algorithm });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['another issuer', { iss: 'https://evil.example' }, 'it is of another issuer'],
    ['an issuer that only looks the same', { iss: `${ISSUER}/` }, 'it is of another issuer'],
    ['several issuers', { iss: [ISSUER] }, 'it is of another issuer'],
    ['no issuer', { iss: undefined }, 'it is of another issuer'],
    ['another audience', { aud: 'another client' }, 'it is for another client'],
    ['no audience', { aud: undefined }, 'it is for another client'],
    ['an audience beside', { aud: [CLIENT, 'another client'] }, 'it was issued to another client'],
    ['another party', { azp: 'another client' }, 'it was issued to another client'],
    ['another party among both', { aud: [CLIENT, 'another'], azp: 'another' }, 'it was issued to another client'],
    ['an old nonce', { nonce: 'an old nonce' }, 'it is not for this sign-in'],
    ['no nonce', { nonce: undefined }, 'it is not for this sign-in'],
    ['a list of nonces', { nonce: ['the nonce'] }, 'it is not for this sign-in'],
    ['an end that is over', { exp: NOW - 31 }, 'it has expired'],
    ['no end', { exp: undefined }, 'its "exp" is missing or wrong'],
    ['an end that is a text', { exp: String(NOW + 300) }, 'its "exp" is missing or wrong'],
    ['a beginning in the future', { iat: NOW + 31 }, 'it is from the future'],
    ['no beginning', { iat: undefined }, 'its "iat" is missing or wrong'],
    ['a time before which it is not good', { nbf: NOW + 31 }, 'it is not good yet'],
    ['no subject', { sub: undefined }, 'its "sub" is missing or wrong'],
    ['an empty subject', { sub: '' }, 'its subject is none'],
    ['a subject that is a number', { sub: 1234 }, 'its subject is none'],
    ['a subject without end', { sub: 'x'.repeat(1025) }, 'its subject is none'],
    ['events', { events: {} }, 'it is a token of another kind'],
    ['the hash of another access token', { at_hash: halfHash('another') }, 'it belongs to another access token'],
    ['a hash that is none', { at_hash: 1 }, 'it belongs to another access token'],
  ])('with %s is refused', async (_, changes, problem) => {
    expect(await read(await signed(changes))).toEqual({ problem });
  });

  it('may have other audiences where it was issued to this client, and times within the tolerance', async () => {
    const good = [
      { aud: [CLIENT, 'another'], azp: CLIENT },
      { aud: [CLIENT] },
      { azp: CLIENT },
      { exp: NOW - 29 },
      { iat: NOW + 29 },
      { nbf: NOW + 29 },
      { at_hash: halfHash('the access token') },
    ];
    for (const changes of good) expect(await read(await signed(changes))).toMatchObject({ claims: { sub: '1234' } });
    const byEd = await signed({ at_hash: halfHash('the access token', 'sha512') }, ED);
    expect(await read(byEd)).toMatchObject({ algorithm: 'EdDSA' });
  });

  it('has to name how and when somebody signed in, where that is asked', async () => {
    const since = { authenticatedAfterSeconds: NOW - 60 };
    expect(await read(await signed(), since)).toEqual({ problem: 'it does not say when somebody signed in there' });
    expect(await read(await signed({ auth_time: NOW - 91 }), since)).toEqual({
      problem: 'nobody has signed in there since',
    });
    expect(await read(await signed({ auth_time: NOW - 60 }), since)).toMatchObject({ claims: {} });
    const acr = { acrValues: ['gold', 'silver'] };
    expect(await read(await signed({ acr: 'bronze' }), acr)).toMatchObject({ problem: expect.any(String) });
    expect(await read(await signed({ acr: ['gold'] }), acr)).toMatchObject({ problem: expect.any(String) });
    expect(await read(await signed({ acr: 'silver' }), acr)).toMatchObject({ claims: {} });
    const amr = { amrValues: ['pwd', 'otp'] };
    expect(await read(await signed({ amr: ['pwd'] }), amr)).toMatchObject({ problem: expect.any(String) });
    expect(await read(await signed({ amr: 'pwd otp' }), amr)).toMatchObject({ problem: expect.any(String) });
    expect(await read(await signed({ amr: ['otp', 'x', 'pwd'] }), amr)).toMatchObject({ claims: {} });
  });
});

describe('the signature of an ID token', () => {
  it.each(['none', 'None', 'NONE', ''])('is not the algorithm %j', async (alg) => {
    expect(await read(assembled({ alg, kid: 'rsa' }, CLAIMS))).toHaveProperty('problem');
  });

  it('is not made with the public key as a secret, in any spelling of it', async () => {
    const pem = createPublicKey(RSA.privateKey);
    const spellings = [
      pem.export({ type: 'spki', format: 'pem' }),
      pem.export({ type: 'pkcs1', format: 'pem' }),
      pem.export({ type: 'spki', format: 'der' }),
      JSON.stringify(RSA.jwk),
      Buffer.from(RSA.jwk.n ?? '', 'base64url'),
    ];
    for (const secret of spellings) {
      for (const trust of [TRUST, { ...TRUST, algorithms: ['RS256', 'HS256'] }]) {
        const unsigned = assembled({ alg: 'HS256', kid: 'rsa' }, CLAIMS).slice(0, -1);
        const signature = createHmac('sha256', secret).update(unsigned).digest('base64url');
        expect(await read(`${unsigned}.${signature}`, {}, trust)).toHaveProperty('problem');
      }
    }
  });

  it('is of a key of the provider, not of one that the token brings along', async () => {
    const other = makeKey('RS256', 'other');
    expect(await read(await signed({}, other))).toEqual({ problem: 'the provider has no such key' });
    const posing = { ...other, jwk: { ...other.jwk, kid: 'rsa' } };
    expect(await read(await signed({}, posing))).toEqual({ problem: 'its signature is wrong' });
    for (const more of [{ jwk: other.jwk }, { jku: 'https://evil.example/keys' }, { x5u: 'https://evil.example/' }]) {
      expect(await read(await signed({}, posing, more))).toEqual({ problem: 'its signature is wrong' });
    }
  });

  it('is made by one of the algorithms that are allowed', async () => {
    const only = { ...TRUST, algorithms: ['ES256'] };
    expect(await read(await signed(), {}, only)).toEqual({ problem: 'its algorithm is not among the "algorithms"' });
    expect(await read(await signed({}, EC), {}, only)).toHaveProperty('claims');
    // The same key, by an algorithm that it is not for.
    const token = await new SignJWT(CLAIMS).setProtectedHeader({ alg: 'PS256', kid: 'rsa' }).sign(RSA.privateKey);
    expect(await read(token, {}, { ...TRUST, algorithms: ['RS256', 'PS256'] })).toHaveProperty('problem');
  });

  it('is found among several keys where the token names none', async () => {
    const [one, other] = [makeKey('RS256', 'one'), makeKey('RS256', 'two')];
    const trust = { ...TRUST, keyOf: createLocalJWKSet({ keys: [one.jwk, other.jwk] }) };
    expect(await read(await signed({}, other, { kid: undefined }), {}, trust)).toHaveProperty('claims');
    expect(await read(await signed({}, RSA, { kid: undefined }), {}, trust)).toEqual({
      problem: 'its signature is wrong',
    });
    expect(await read(await signed({ nonce: 'old' }, other, { kid: undefined }), {}, trust)).toEqual({
      problem: 'it is not for this sign-in',
    });
  });

  it('covers extensions that are not known', async () => {
    const token = await new SignJWT(CLAIMS)
      .setProtectedHeader({ alg: 'RS256', kid: 'rsa', crit: ['b64'], b64: true })
      .sign(RSA.privateKey, { crit: { b64: true } });
    expect(await read(token)).toHaveProperty('claims');
    const unknown = assembled({ alg: 'RS256', kid: 'rsa', crit: ['other'], other: 1 }, CLAIMS, 'AAAA');
    expect(await read(unknown)).toHaveProperty('problem');
  });

  it.each(['logout+jwt', 'at+jwt', 'application/at+jwt', 'dpop+jwt', 'secevent+jwt'])(
    'is not of a token of the kind %s',
    async (typ) => {
      expect(await read(await signed({}, RSA, { typ }))).toEqual({ problem: 'it is a token of another kind' });
    },
  );

  it.each(['JWT', 'jwt', 'application/jwt'])('is of a token of the kind %s', async (typ) => {
    expect(await read(await signed({}, RSA, { typ }))).toHaveProperty('claims');
  });

  it('is not there where it was cut, exchanged or changed in any place', async () => {
    const tokens = await Promise.all([signed(), signed({}, EC), signed({}, ED)]);
    const changed = fc.constantFrom(...tokens).chain((token) =>
      fc.oneof(
        fc.nat(token.length - 1).map((end) => token.slice(0, end)),
        fc
          .tuple(fc.nat(token.length - 1), fc.string({ minLength: 1, maxLength: 3, unit: 'binary-ascii' }))
          .map(([at, text]) => token.slice(0, at) + text + token.slice(at + text.length)),
        fc
          .constantFrom(...tokens)
          .map((other) => token.slice(0, token.lastIndexOf('.')) + other.slice(other.lastIndexOf('.'))),
      ),
    );
    await fc.assert(
      fc.asyncProperty(changed, async (token) => {
        fc.pre(!tokens.some((good) => meansTheSame(good, token)));
        expect(await read(token)).toHaveProperty('problem');
      }),
    );
  });

  it('is nothing that anything at all would pass for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        expect(await read(text)).toHaveProperty('problem');
      }),
    );
  });
});

describe('a provider that cannot be asked for its keys', () => {
  it('is an error, and not a token that is refused', async () => {
    const down = new WhoError('down', { code: 'OIDC_UNAVAILABLE', plugin: 'test', status: 503 });
    const trust = { ...TRUST, keyOf: () => Promise.reject(down) };
    await expect(read(await signed(), {}, trust)).rejects.toBe(down);
  });
});

/** The last character of base64url may have bits that count for nothing. */
function meansTheSame(one: string, other: string): boolean {
  const bytes = (token: string): string =>
    token
      .split('.')
      .map((part) => Buffer.from(part, 'base64url').toString('hex'))
      .join('.');
  return bytes(one) === bytes(other);
}
