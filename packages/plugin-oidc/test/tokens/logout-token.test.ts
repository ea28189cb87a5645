import { describe, expect, it } from 'vitest';
import { readLogoutToken } from '../../src/tokens/logout-token.js';
import { CLIENT, EC, ISSUER, NOW, NOW_MS, RSA, signed, TRUST } from './keys.js';

const EVENT = { 'http://schemas.openid.net/event/backchannel-logout': {} };
const LOGOUT = { jti: 'one', events: EVENT, sid: 'the session', nonce: undefined, exp: NOW + 120 };

const read = (changes: Record<string, unknown> = {}, header: Record<string, unknown> = { typ: 'logout+jwt' }) =>
  signed({ ...LOGOUT, ...changes }, RSA, header).then((token) => readLogoutToken(token, TRUST, NOW_MS));

describe('a logout token', () => {
  it('names a session, a subject, or both', async () => {
    const token = { tokenId: 'one', issuedAtSeconds: NOW - 5, expiresAtSeconds: NOW + 150 };
    expect(await read()).toEqual({ ...token, sessionId: 'the session', subject: '1234' });
    expect(await read({ sub: undefined })).toEqual({ ...token, sessionId: 'the session', subject: undefined });
    expect(await read({ sid: undefined })).toEqual({ ...token, sessionId: undefined, subject: '1234' });
    expect(await read({}, {})).toHaveProperty('tokenId');
    expect(await read({ iss: ISSUER, aud: [CLIENT] }, { typ: 'JWT' })).toHaveProperty('tokenId');
  });

  it('from before the final specification is good for two minutes', async () => {
    expect(await read({ exp: undefined })).toMatchObject({ expiresAtSeconds: NOW - 5 + 120 + 30 });
    expect(await read({ exp: undefined, iat: NOW - 149 })).toHaveProperty('tokenId');
    expect(await read({ exp: undefined, iat: NOW - 150 })).toEqual({ problem: 'it has expired' });
  });

  it('is good for a day at most', async () => {
    const exp = NOW + 1e12;
    expect(await read({ exp, iat: NOW - 86_429 })).toMatchObject({ expiresAtSeconds: NOW + 1 });
    expect(await read({ exp, iat: NOW - 86_430 })).toEqual({ problem: 'it has expired' });
  });

  it.each<[string, Record<string, unknown>]>([
    ['is an ID token', { events: undefined, jti: undefined, nonce: 'the nonce' }],
    ['has a nonce', { nonce: 'the nonce' }],
    ['has no events', { events: undefined }],
    ['has events that are a text', { events: 'http://schemas.openid.net/event/backchannel-logout' }],
    ['has another event', { events: { 'https://example.org/event': {} } }],
    ['has an event that is no object', { events: { [Object.keys(EVENT)[0] as string]: true } }],
    ['has no id', { jti: undefined }],
    ['has an empty id', { jti: '' }],
    ['has an id that is none', { jti: 7 }],
    ['has an id without end', { jti: 'x'.repeat(1025) }],
    ['names nobody', { sid: undefined, sub: undefined }],
    ['names a session that is none', { sid: ['the session'] }],
    ['names an empty subject', { sub: '' }],
    ['is of another issuer', { iss: 'https://evil.example' }],
    ['is for another client', { aud: 'another' }],
    ['has expired', { exp: NOW - 31 }],
    ['is from the future', { iat: NOW + 31 }],
    ['says not when it was issued', { iat: undefined }],
  ])('that %s is refused', async (_, changes) => {
    expect(await read(changes)).toEqual({ problem: expect.any(String) });
  });

  it('has to be signed by the provider', async () => {
    const token = await signed(LOGOUT, { ...EC, jwk: { ...EC.jwk, kid: 'rsa' } });
    expect(await readLogoutToken(token, TRUST, NOW_MS)).toHaveProperty('problem');
    for (const typ of ['at+jwt', 'secevent+jwt']) expect(await read({}, { typ })).toHaveProperty('problem');
  });
});
