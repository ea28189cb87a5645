import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalDn, dnOf, isBelow, parseDn } from '../src/people/dn.js';

const uid = (value: string): unknown => [[{ type: 'uid', value }], [{ type: 'dc', value: 'x' }]];

describe('a DN from a template', () => {
  it.each([
    ['alice', 'uid=alice,dc=x'],
    ['a,b+c=d', 'uid=a\\2cb\\2bc\\3dd,dc=x'],
    [' é"', 'uid=\\20\\c3\\a9\\22,dc=x'],
    ['$&{login}', 'uid=\\24\\26\\7blogin\\7d,dc=x'],
  ])('has %j as a value', (login, dn) => {
    expect(dnOf('uid={login},dc=x', login)).toBe(dn);
  });

  it('has any name as the value of one attribute', () => {
    const text = fc.array(fc.integer({ min: 0, max: 0xd7ff })).map((codes) => String.fromCharCode(...codes));
    fc.assert(
      fc.property(text, (login) => {
        expect(parseDn(dnOf('uid={login},dc=x', login))).toEqual(uid(login));
      }),
    );
  });
});

describe('a DN', () => {
  it.each([
    ['uid=a,dc=x', uid('a')],
    [' UID = a , DC = x ', uid('a')],
    ['uid=a;dc=x', uid('a')],
    ['uid=a\\, b\\ ,dc=x', uid('a, b ')],
    ['uid=a\\2C b\\20,dc=x', uid('a, b ')],
    ['uid=\\C3\\A9,dc=x', uid('é')],
    ['uid=,dc=x', uid('')],
    ['', []],
  ])('is read: %j', (dn, names) => {
    expect(parseDn(dn)).toEqual(names);
  });

  it.each(['uid', 'uid=a,', ',uid=a', 'uid=\\ff', 'uid=a\\', '=a', 'u_d=a', 'uid=a,,dc=x'])('is none: %j', (dn) => {
    expect(parseDn(dn)).toBe(undefined);
  });

  it('is the same in other spellings', () => {
    const same = ['cn=A\\,b  c+uid=1,dc=x', 'CN=a\\2cB C+UID=1,dc=X', 'uid=1+cn=a\\,b c , dc=x'].map(canonicalDn);
    expect(new Set(same).size).toBe(1);
    expect(canonicalDn('cn=a,dc=x')).not.toBe(canonicalDn('cn=a\\,dc\\3dx'));
    expect(canonicalDn('no DN')).not.toBe(canonicalDn('another'));
  });

  it('is below another one, or not', () => {
    expect(isBelow('cn=a,OU=groups, dc=x', 'ou=Groups,dc=x')).toBe(true);
    expect(isBelow('ou=groups,dc=x', 'ou=groups,dc=x')).toBe(false);
    expect(isBelow('cn=a\\,ou=groups,dc=x', 'ou=groups,dc=x')).toBe(false);
    expect(isBelow('cn=a,ou=agroups,dc=x', 'ou=groups,dc=x')).toBe(false);
  });
});
