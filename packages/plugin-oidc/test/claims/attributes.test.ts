import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allClaims, attributesOf } from '../../src/claims/attributes.js';

describe('attributes', () => {
  it('are lists of texts', () => {
    const claims = {
      name: 'Zoë Łukasz 日本',
      age: 42,
      email_verified: true,
      groups: ['staff', 'admin', 7, null, ['x']],
      address: { country: 'FR' },
      nothing: null,
      none: [],
      empty: '',
    };
    expect(attributesOf(claims)).toEqual({
      name: ['Zoë Łukasz 日本'],
      age: ['42'],
      email_verified: ['true'],
      groups: ['staff', 'admin', '7', '["x"]'],
      address: ['{"country":"FR"}'],
      empty: [''],
    });
  });

  it('are not what only the two sides have to know', () => {
    const claims = { sub: '1', aud: 'c', exp: 1, iat: 1, nonce: 'n', at_hash: 'h', jti: 'j', sid: 's', azp: 'c' };
    expect(attributesOf({ ...claims, acr: 'gold', amr: ['pwd'], auth_time: 7 })).toEqual({
      sub: ['1'],
      acr: ['gold'],
      amr: ['pwd'],
      auth_time: ['7'],
    });
  });

  it('of the name __proto__ are left out', () => {
    const attributes = attributesOf(JSON.parse('{"__proto__": {"admin": "yes"}, "a": "b"}'));
    expect(Object.keys(attributes)).toEqual(['a']);
    expect((attributes as { admin?: unknown }).admin).toBeUndefined();
  });

  it('have this form whatever is claimed', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (claims) => {
        for (const values of Object.values(attributesOf(claims))) {
          expect(values.length).toBeGreaterThan(0);
          expect(values.every((value) => typeof value === 'string')).toBe(true);
        }
      }),
    );
  });
});

describe('the claims of both sources', () => {
  it('are those of UserInfo, but for how somebody signed in', () => {
    const idToken = { iss: 'i', sub: '1', acr: 'gold', name: 'old', only: 'here' };
    const userInfo = { iss: 'x', sub: '1', acr: 'platinum', auth_time: 5, name: 'new', email: 'a@b' };
    expect(allClaims(idToken, userInfo)).toEqual({
      iss: 'i',
      sub: '1',
      acr: 'gold',
      name: 'new',
      only: 'here',
      email: 'a@b',
    });
    expect(allClaims(idToken, undefined)).toEqual(idToken);
  });

  it('count as verified for the address that was verified only', () => {
    const idToken = { sub: '1', email: 'a@b', email_verified: true };
    expect(allClaims(idToken, { sub: '1', email: 'c@d' })).toEqual({ sub: '1', email: 'c@d' });
    expect(allClaims(idToken, { sub: '1', email: 'a@b' })).toEqual(idToken);
    expect(allClaims(idToken, { sub: '1' })).toEqual(idToken);
    const both = { sub: '1', email: 'c@d', email_verified: true };
    expect(allClaims({ ...idToken, email_verified: false }, both)).toEqual(both);
  });
});
