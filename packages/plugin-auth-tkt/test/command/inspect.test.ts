import { describe, expect, it } from 'vitest';
import { encodeCookieValue, mintTicket, mintWho1, type TicketKey, who1Key } from '../../src/index.js';
import { NOW_SECONDS, SECRET } from '../support.js';
import { ask, file, run } from './run.js';

const key: TicketKey = { secret: SECRET, digest: 'sha256', compat: 'mod_auth_tkt' };
const bob = { userid: 'bob', tokens: ['a', 'staff'], userdata: 'sid=1', timestampSeconds: NOW_SECONDS - 61 };
const plain = mintTicket(bob, key);

describe('inspect', () => {
  it('explains a cookie line by line, without a secret, and shows nothing of its digest', async () => {
    const { code, out, err } = await run(['inspect'], `auth_tkt=${plain}\n`);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(`cookie name        auth_tkt
format             auth_tkt
form               as it is
digest             sha256
time               2026-11-22T00:09:05Z
timestamp seconds  ${NOW_SECONDS - 61}
age seconds        61
userid             "bob"
tokens             "a", "staff"
userdata           "sid=1"
`);
  });

  const base64 = encodeCookieValue(plain, 'mod_auth_tkt');
  it.each([
    ['as it is', plain],
    ['as it is, in double quotes', `"${plain}"`],
    ['URL-quoted', plain.replaceAll('!', '%21')],
    ['base64', base64],
    ['base64, in double quotes', `"${base64}"`],
    ['quoted as Python does, in double quotes', `"${plain.replace(',', '\\054')}"`],
  ])('knows the form: %s', async (form, value) => {
    const report = await ask(['inspect'], value);
    expect(report).toMatchObject({ form, userid: 'bob', tokens: ['a', 'staff'], userdata: 'sid=1', ageSeconds: 61 });
  });

  it.each([
    ['a header', `Cookie: x=1; auth_tkt=${base64}; y=2`],
    ['a header that sets it', `Set-Cookie: auth_tkt=${base64}; Path=/; HttpOnly`],
    ['its beginning', `auth_tkt=${base64}`],
    ['several', `x=1; auth_tkt=; auth_tkt=${base64}; auth_tkt=other`],
  ])('finds it in %s', async (what, text) => {
    expect(await ask(['inspect', file(text)])).toMatchObject({
      userid: 'bob',
      ...(what === 'several' && { cookies: 2 }),
    });
    const renamed = await ask(['inspect', '--cookie-name', 'session'], text.replaceAll('auth_tkt', 'session'));
    expect(renamed).toMatchObject({ cookieName: 'session', userid: 'bob' });
  });

  it.each(['md5', 'sha256', 'sha512'] as const)('tells %s by the length, whatever the userid is', async (digest) => {
    for (const userid of ['bob', 'f'.repeat(64), '0123456789abcdef'.repeat(2)]) {
      const value = mintTicket({ ...bob, userid }, { ...key, digest });
      expect(await ask(['inspect'], value)).toMatchObject({ digest, userid });
      expect(await ask(['inspect', '--digest', digest], value)).toMatchObject({ digest, userid });
    }
  });

  it('says which digests it might be, where a userid looks like the rest of one', async () => {
    const userid = `${'a'.repeat(24)}${NOW_SECONDS.toString(16)}x`;
    const value = mintTicket({ ...bob, userid }, { ...key, digest: 'md5' });
    expect(await ask(['inspect'], value)).toMatchObject({ digest: 'sha256', userid: 'x', otherDigests: ['md5'] });
    expect(await ask(['inspect', '--digest', 'md5'], value)).toMatchObject({ digest: 'md5', userid });
  });

  it('says how else a userid can be read', async () => {
    const value = mintTicket({ ...bob, userid: 'a b' }, { ...key, compat: 'repoze' });
    expect(await ask(['inspect'], value)).toMatchObject({ userid: 'a%20b', useridUnquoted: 'a b' });
    const pyramid = { ...key, compat: 'repoze', useridTypes: 'pyramid' } as const;
    const typed = mintTicket({ ...bob, userid: 'josé', userdata: 'userid_type:b64unicode' }, pyramid);
    expect(await ask(['inspect'], typed)).toMatchObject({ userid: 'am9zw6k%3D', useridByType: 'josé' });
  });

  it('explains tickets of who1', async () => {
    const own = who1Key(SECRET, { cookieName: 'auth_tkt' });
    const value = mintWho1({ ...bob, tokens: ['a,b!'] }, own, '::1');
    expect(await ask(['inspect'], value)).toMatchObject({
      format: 'who1',
      keyId: own.id,
      userid: 'bob',
      tokens: ['a,b!'],
      address: '::1',
      userdata: 'sid=1',
      ageSeconds: 61,
    });
    const sealed = mintWho1(bob, who1Key(SECRET, { cookieName: 'auth_tkt', encryptUserdata: true }));
    const report = await ask(['inspect'], sealed);
    expect(report).toMatchObject({ userid: 'bob', address: 'any', userdataEncrypted: true });
    expect(report).not.toHaveProperty('userdata');
  });

  it('shows nothing that a terminal would obey', async () => {
    const value = `${'0'.repeat(32)}6b0232deb\x1b[31mob\u009b!\u0007!\x7f`;
    const { out } = await run(['inspect'], Buffer.from(value, 'utf8').toString('latin1'));
    expect(out).toContain('"b\\u001b[31mob\\u009b"');
    expect(/[^\n -~]/.test(out)).toBe(false);
    expect(
      (await ask(['inspect'], Buffer.from(`${'0'.repeat(40)}\u202ebob!`, 'utf8').toString('latin1')))['userid'],
    ).toBe('\u202ebob');
  });

  it.each([
    ['abcde', /no "!".*letters are missing/],
    ['YWJj', /base64, and there is no "!"/],
    ['ab_c!'.replace('!', ''), /number 3, as in base64 for URLs/],
    ['abc$', /number 4\./],
    ['abc!', /begins with 3 hexadecimal digits; .* 136 \(sha512\), 72 \(sha256\), 40 \(md5\)/],
    [`${'a'.repeat(39)}!`, /begins with 39/],
    [`${'A'.repeat(32)}6b0232debob!`, /upper case/],
    ['who1', /too short/],
    ['who1$', /Character 5/],
    ['who1abcde', /cut off/],
    [mintWho1(bob, who1Key(SECRET, { cookieName: 'a' })).slice(0, 60), /form/],
    ['a'.repeat(5000), /4,096/],
  ])('says why and where %s is none', async (value, problem) => {
    const { code, out } = await run(['inspect'], value);
    expect(code).toBe(1);
    expect(out).toMatch(problem);
    expect(await ask(['inspect'], value)).toMatchObject({
      accepted: false,
      reasons: [{ code: 'malformed', message: expect.stringMatching(problem) }],
    });
  });
});
