import { createHash, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createLocalJWKSet, type JWK, type JWTPayload, type JWTVerifyGetKey, SignJWT } from 'jose';
import type { Trust } from '../../src/tokens/read-token.js';

export const ISSUER = 'https://login.example.org';
export const CLIENT = 'the client';
/** 2027-01-15, in milliseconds since 1970. */
export const NOW_MS = 1_800_000_000_000;
export const NOW: number = NOW_MS / 1000;

/** A key pair of a provider. */
export interface TestKey {
  readonly privateKey: KeyObject;
  readonly jwk: JWK;
}

export function makeKey(alg: 'RS256' | 'ES256' | 'EdDSA' | 'PS256', kid: string): TestKey {
  const { privateKey } =
    alg === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : alg === 'EdDSA'
        ? generateKeyPairSync('ed25519')
        : generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' });
  return { privateKey, jwk: { ...jwk, kid, alg, use: 'sig' } as JWK };
}

export const RSA: TestKey = makeKey('RS256', 'rsa');
export const EC: TestKey = makeKey('ES256', 'ec');
export const ED: TestKey = makeKey('EdDSA', 'ed');

export const keys: JWTVerifyGetKey = createLocalJWKSet({ keys: [RSA.jwk, EC.jwk, ED.jwk] });

export const TRUST: Trust = {
  issuer: ISSUER,
  clientId: CLIENT,
  algorithms: ['RS256', 'ES256', 'EdDSA'],
  keyOf: keys,
  clockToleranceSeconds: 30,
};

/** What an ID token holds that is for {@link TRUST}. */
export const CLAIMS: JWTPayload = {
  iss: ISSUER,
  aud: CLIENT,
  sub: '1234',
  iat: NOW - 5,
  exp: NOW + 300,
  nonce: 'the nonce',
};

/** Signs a token; `undefined` takes a claim away. */
export function signed(
  changes: Readonly<Record<string, unknown>> = {},
  { privateKey, jwk }: TestKey = RSA,
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const payload = JSON.parse(JSON.stringify({ ...CLAIMS, ...changes })) as JWTPayload;
  const { alg = 'RS256', kid } = jwk;
  return new SignJWT(payload).setProtectedHeader({ alg, kid, ...header } as { alg: string }).sign(privateKey);
}

/** Puts a token together without a signature of its own. */
export function assembled(header: unknown, payload: unknown, signature = ''): string {
  const parts = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  return [...parts, signature].join('.');
}

/** The left half of a hash, as `at_hash` has it. */
export function halfHash(text: string, algorithm = 'sha256'): string {
  const digest = createHash(algorithm).update(text).digest();
  return digest.subarray(0, digest.length / 2).toString('base64url');
}
