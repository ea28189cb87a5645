import { createHmac, createPublicKey } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { assembled, makeKey, signed, type TestKey } from '../tokens/keys.js';
import { damaged, type Random } from './random.js';

/** Keys that an attacker has. */
const OWN: readonly TestKey[] = [makeKey('RS256', 'own'), makeKey('ES256', 'own'), makeKey('EdDSA', 'own')];

/**
 * Makes an ID token that signs nobody in as anybody else, of a good one. What it does is known; who is signed in by it
 * may only be whom the good one names, and only where it says the same to the letter.
 */
export async function forged(token: string, key: TestKey, random: Random): Promise<string> {
  const { of } = random;
  const [head = '', body = '', signature = ''] = token.split('.');
  const header = decoded(head);
  const claims = decoded(body);
  const kinds: readonly (() => string | Promise<string>)[] = [
    () => damaged(token, random),
    () => [damaged(head, random), body, signature].join('.'),
    () => [head, damaged(body, random), signature].join('.'),
    () => [head, body, damaged(signature, random)].join('.'),
    () => assembled(oddHeader(header, random), claims, signature),
    () => assembled(oddHeader(header, random), oddClaims(claims, random), of([signature, '', 'AAAA'])),
    () => assembled(header, oddClaims(claims, random), signature),
    () => bySecret(oddHeader({ ...header, alg: of(['HS256', 'HS384', 'HS512']) }, random), claims, key, random),
    () => signed(oddClaims(claims, random), posing(key, random), extra(key, random)),
    () => signed(outOfPlace(claims, random), key),
  ];
  return of(kinds)();
}

/** Signed by the provider itself, but not for here and now: each of these has to be refused. */
function outOfPlace(claims: JWTPayload, { of }: Random): Record<string, unknown> {
  const seconds = claims.iat ?? 0;
  const changes: readonly Record<string, unknown>[] = [
    { iss: 'https://evil.example' },
    { iss: `${claims.iss}/` },
    { iss: [claims.iss] },
    { iss: undefined },
    { aud: 'another' },
    { aud: [] },
    { aud: [claims.aud, 'another'] },
    { aud: { 0: claims.aud } },
    { azp: 'another' },
    { nonce: undefined },
    { nonce: '' },
    { nonce: [claims['nonce']] },
    { nonce: String(claims['nonce']).toLowerCase().split('').reverse().join('') },
    { exp: seconds - 31 },
    { exp: 0 },
    { exp: undefined },
    { exp: '9999999999' },
    { exp: null },
    { iat: seconds + 600 },
    { iat: undefined },
    { iat: String(seconds) },
    { nbf: seconds + 600 },
    { sub: undefined },
    { sub: '' },
    { sub: ['victim'] },
    { sub: 7 },
    { sub: null },
    { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } },
    { at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' },
    { at_hash: null },
  ];
  return { ...claims, ...of(changes) };
}

/** What an attacker would like to be told about. */
function oddClaims(claims: JWTPayload, random: Random): Record<string, unknown> {
  const { of, text } = random;
  const name = of(['sub', 'iss', 'aud', 'nonce', 'exp', 'iat', 'azp', 'acr', 'auth_time', '__proto__', text(8)]);
  const value = of<unknown>(['victim', '', null, [], {}, 0, -1, 1e308, true, ['victim'], { sub: 'victim' }, text(20)]);
  return { ...claims, sub: 'victim', [name]: value };
}

function oddHeader(header: Record<string, unknown>, random: Random): Record<string, unknown> {
  const { of, text } = random;
  const own = of(OWN);
  const changes: readonly Record<string, unknown>[] = [
    { alg: of(['none', 'None', 'NONE', 'nOnE', '', 'RS1', 'RS256 ', 'rs256', 'dir', 'ES256K', 'PS256', text(6)]) },
    { alg: of<unknown>([null, [], ['RS256'], { alg: 'RS256' }, 0, true]) },
    { kid: of<unknown>(['', '../../dev/null', null, [], {}, "' OR 1=1", own.jwk.kid, text(6)]) },
    { kid: undefined },
    { jwk: own.jwk },
    { jku: 'https://evil.example/keys' },
    { x5u: 'https://evil.example/', x5c: ['AAAA'] },
    { crit: of<unknown>([['exp'], ['b64'], [], 'b64']), b64: false },
    { typ: of(['at+jwt', 'logout+jwt', 'JWE', 'secevent+jwt']) },
    { zip: 'DEF' },
    { enc: 'A128GCM' },
    {},
  ];
  return { ...header, ...of(changes) };
}

/** The public key, in any spelling, is no secret; nor is an empty one. */
function bySecret(header: Record<string, unknown>, claims: JWTPayload, key: TestKey, random: Random): string {
  const { of } = random;
  const published = createPublicKey(key.privateKey);
  const secret = of<string | Buffer>([
    published.export({ type: 'spki', format: 'pem' }) as string,
    published.export({ type: 'spki', format: 'der' }) as Buffer,
    JSON.stringify(key.jwk),
    String(key.jwk.n ?? key.jwk.x),
    '\0',
    'secret',
  ]);
  const unsigned = assembled(header, oddClaims(claims, random)).slice(0, -1);
  const hash = { HS384: 'sha384', HS512: 'sha512' }[String(header['alg'])] ?? 'sha256';
  return `${unsigned}.${createHmac(hash, secret).update(unsigned).digest('base64url')}`;
}

/** An own key under the name of the provider's. */
function posing(key: TestKey, { of }: Random): TestKey {
  const own = of(OWN);
  return { ...own, jwk: { ...own.jwk, kid: of([String(key.jwk.kid), 'own']) } };
}

function extra(key: TestKey, { of }: Random): Record<string, unknown> {
  return of<Record<string, unknown>>([
    {},
    { jwk: of(OWN).jwk },
    { jku: 'https://evil.example/' },
    { kid: key.jwk.kid },
  ]);
}

export function decoded(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
}

/** Whether two tokens are the same bytes: the last character of base64url may have bits that count for nothing. */
export function areTheSame(one: string, other: string): boolean {
  const bytes = (token: string): string =>
    token
      .split('.')
      .map((part) => Buffer.from(part, 'base64url').toString('hex'))
      .join('.');
  return bytes(one) === bytes(other);
}
