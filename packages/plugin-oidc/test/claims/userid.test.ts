import { describe, expect, it } from 'vitest';
import { type UseridSettings, useridOf } from '../../src/claims/userid.js';

const SETTINGS: UseridSettings = {
  issuer: 'https://login.example.org',
  useridClaim: 'sub',
  issuerInUserid: false,
  acceptUnverifiedEmail: false,
};

describe('the userid', () => {
  it('is the subject, or another claim', () => {
    expect(useridOf({ sub: '1234' }, SETTINGS)).toEqual({ userid: '1234' });
    expect(useridOf({ sub: '1', uid: 'zoë' }, { ...SETTINGS, useridClaim: 'uid' })).toEqual({ userid: 'zoë' });
    expect(useridOf({ sub: '1', uid: 0 }, { ...SETTINGS, useridClaim: 'uid' })).toEqual({ userid: '0' });
  });

  it('has the issuer before it where that is asked for', () => {
    expect(useridOf({ sub: '1234' }, { ...SETTINGS, issuerInUserid: true })).toEqual({
      userid: 'https://login.example.org#1234',
    });
  });

  it.each([
    undefined,
    null,
    '',
    ['1'],
    { a: 1 },
    true,
    'a\nb',
    'a\0',
    '\u2028',
    '\x85',
    'x'.repeat(1025),
    2 ** 53,
    1e21,
    0.5,
  ])('is not %j', (sub) => {
    expect(useridOf({ sub }, SETTINGS)).toEqual({ problem: expect.any(String) });
  });

  it.each(['constructor', '__proto__', 'toString'])('is no property that every object has: %s', (useridClaim) => {
    expect(useridOf({ sub: '1' }, { ...SETTINGS, useridClaim })).toEqual({ problem: 'is not there' });
  });

  it('is an address only where the provider has verified it', () => {
    const byEmail = { ...SETTINGS, useridClaim: 'email' };
    const email = 'zoe@example.org';
    for (const email_verified of [undefined, false, 'false', 1, 'yes']) {
      expect(useridOf({ email, email_verified }, byEmail)).toHaveProperty('problem');
    }
    expect(useridOf({ email, email_verified: true }, byEmail)).toEqual({ userid: email });
    expect(useridOf({ email, email_verified: 'true' }, byEmail)).toEqual({ userid: email });
    expect(useridOf({ email }, { ...byEmail, acceptUnverifiedEmail: true })).toEqual({ userid: email });
  });
});
