import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type Digest,
  decodeCookieValue,
  decodePythonCookieValue,
  encodeCookieValue,
  mintTicket,
  readTicket,
  type TicketKey,
} from '../src/index.js';
import {
  cookieAfter,
  fixture,
  identityOf,
  NOW_SECONDS,
  OTHER_SECRET,
  plugin,
  recognise,
  SECRET,
  visit,
} from './support.js';

const { secret, time, cookies } = fixture<{
  readonly secret: string;
  readonly time: number;
  readonly cookies: readonly {
    readonly userid: string;
    readonly type: 'str' | 'int' | 'bytes';
    readonly tokens: readonly string[];
    readonly digest: Digest;
    readonly setCookie: string;
  }[];
}>('pyramid.json');

const NOTES = { str: 'b64unicode', bytes: 'b64str', int: 'int' };

const theirs = cookies.map(({ userid, type, tokens, digest, setCookie }) => {
  const cookie = setCookie.slice(0, setCookie.indexOf('; '));
  const value = cookie.slice(cookie.indexOf('=') + 1);
  return {
    title: `${type} ${userid.slice(0, 20)} [${tokens}] ${digest}`,
    cookie,
    written: decodePythonCookieValue(value) ?? decodeCookieValue(value) ?? '',
    key: { secret, digest, compat: 'repoze', useridTypes: 'pyramid' } satisfies TicketKey,
    who: { userid, tokens, userdata: `userid_type:${NOTES[type]}` },
  };
});

describe('cookies that Pyramid wrote', () => {
  beforeAll(() => {
    // Warns of MD5, in which one of them is.
    vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    return () => vi.restoreAllMocks();
  });

  it('are 39', () => {
    expect(theirs).toHaveLength(39);
  });

  it.each(theirs)('$title: says who it is', ({ cookie, key, who }) => {
    const own = plugin({ secrets: [secret], digest: key.digest, useridTypes: 'pyramid' });
    expect(recognise(own, visit({ cookie, atSeconds: time }))).toEqual(who);
    expect(own.remember(visit({ cookie, atSeconds: time }), identityOf(who.userid, who.tokens, who.userdata))).toBe(
      undefined,
    );
  });

  it.each(theirs)('$title: minted alike', ({ written, key, who }) => {
    expect(mintTicket({ ...who, timestampSeconds: time }, key)).toBe(written);
    expect(readTicket(written, key)).toEqual({ ...who, timestampSeconds: time });
  });

  it.each(theirs)('$title: says nothing when anything about it is wrong', ({ cookie, key }) => {
    const own = plugin({ secrets: [OTHER_SECRET], digest: key.digest, useridTypes: 'pyramid' });
    expect(recognise(own, visit({ cookie, atSeconds: time }))).toBeUndefined();
    const right = plugin({ secrets: [secret], digest: key.digest, useridTypes: 'pyramid' });
    expect(
      recognise(right, visit({ cookie: cookie.replace('type:b64', 'type:c64'), atSeconds: time }))?.userid,
    ).not.toBe('bob');
  });

  it('keep their userids as they stand, unless it is chosen otherwise', () => {
    const { cookie } = theirs[0] ?? { cookie: '' };
    const own = plugin({ secrets: [secret], digest: 'sha512' });
    expect(recognise(own, visit({ cookie, atSeconds: time }))?.userid).toBe('Ym9i');
  });
});

describe('userids of a type', () => {
  const key: TicketKey = { secret: SECRET, digest: 'sha256', compat: 'repoze' };
  const pyramid: TicketKey = { ...key, useridTypes: 'pyramid' };
  const ofType = (userid: string, userdata: string, by: TicketKey): string | undefined =>
    readTicket(signedAs(userid, userdata), by)?.userid;
  /** What a peer signs that does not look at the type: mod_auth_tkt's reading has none. */
  const signedAs = (userid: string, userdata: string): string =>
    mintTicket({ userid, tokens: [], userdata, timestampSeconds: NOW_SECONDS }, { ...key, compat: 'mod_auth_tkt' });

  it.each([
    ['Ym9i', 'userid_type:b64unicode', 'bob'],
    ['Ym9i', 'userid_type:b64str', 'bob'],
    ['Ym9i', 'x=1|userid_type:b64unicode|y', 'bob'],
    ['Ym9i', 'userid_type:b64unicode|userid_type:b64unicode', 'bob'],
    ['Ym9i', 'userid_type:unicode', 'Ym9i'],
    ['Ym9i', 'userid_type:none', 'Ym9i'],
    ['Ym9i', 'a userid_type:b64unicode', 'Ym9i'],
    ['Ym9i', 'userid_type=b64unicode', 'Ym9i'],
    ['42', 'userid_type:int', '42'],
    ['bob', 'userid_type:int', undefined],
    ['042', 'userid_type:int', undefined],
    ['4_2', 'x|userid_type:int', undefined],
    ['Ym9*', 'userid_type:b64unicode', undefined],
    ['Ym 9i', 'userid_type:b64unicode', undefined],
    ['6Q', 'userid_type:b64unicode', undefined],
    ['6Q', 'userid_type:b64str', undefined],
    ['AAAA', 'userid_type:b64unicode', undefined],
    ['YQpi', 'userid_type:b64unicode', undefined],
  ])('%s with %s: %s, and no error', (written, userdata, userid) => {
    expect(ofType(written, userdata, pyramid)).toBe(userid);
  });

  it.each([
    ['bob', 'userid_type:int'],
    ['bob', 'userid_type=int'],
    ['007', 'a|userid_type:int'],
  ])('are no ticket without the choice, either, where they are no integer: %s with %s', (written, userdata) => {
    expect(ofType(written, userdata, key)).toBeUndefined();
  });

  it('keep any userid through a ticket and a cookie', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !/[\p{Cc}]/u.test(text)),
        fc.constantFrom('userid_type:b64unicode', 'userid_type:b64str', '', 'sid=1'),
        (userid, userdata) => {
          const made = { userid, tokens: ['a', 'b'], userdata, timestampSeconds: NOW_SECONDS };
          const value = encodeCookieValue(mintTicket(made, pyramid), 'repoze');
          expect(readTicket(decodeCookieValue(value) ?? '', pyramid)).toEqual(made);
        },
      ),
    );
  });

  it('are kept at a re-issue, so that Pyramid knows them again', () => {
    const own = plugin({ useridTypes: 'pyramid', reissueSeconds: 60 });
    const who = identityOf('josé', ['editor', 'staff'], 'userid_type:b64unicode');
    const cookie = cookieAfter(own.remember(visit(), who));
    expect(cookie).toContain(`${encodeURIComponent(btoa('josÃ©'))}!editor,staff!userid_type:b64unicode`);
    const later = visit({ cookie, atSeconds: NOW_SECONDS + 61 });
    expect(recognise(own, later)?.userid).toBe('josé');
    expect(cookieAfter(own.remember(later, who))).toContain('!editor,staff!userid_type:b64unicode');
  });
});

describe('decodePythonCookieValue', () => {
  it.each([
    [String.raw`"abc!a\054b!x"`, 'abc!a,b!x'],
    [String.raw`"abc!\"a\" \\ \073"`, String.raw`abc!"a" \ ;`],
    [String.raw`"abc!\303\251"`, 'abc!Ã©'],
    [String.raw`"abc!\777"`, 'abc!777'],
    [String.raw`abc!a\054b`, undefined],
    [String.raw`"abc\054"`, undefined],
    ['"abc!x"', undefined],
    ['"', undefined],
    ['', undefined],
    ['\\', undefined],
  ])('%j: %j', (value, ticket) => {
    expect(decodePythonCookieValue(value)).toBe(ticket);
  });

  it('leaves a backslash of Apache’s users what it is', () => {
    for (const userid of ['CORP\\bob', 'CORP\\054123']) {
      const own = plugin({ compat: 'mod_auth_tkt' });
      const made = { userid, tokens: [], userdata: '', timestampSeconds: NOW_SECONDS };
      const value = mintTicket(made, { secret: SECRET, digest: 'sha256', compat: 'mod_auth_tkt' });
      for (const cookie of [`auth_tkt=${value}`, `auth_tkt="${value}"`]) {
        expect(recognise(own, visit({ cookie }))?.userid).toBe(userid);
      }
    }
  });
});
