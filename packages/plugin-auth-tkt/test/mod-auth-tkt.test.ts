import { hasToken, Identity } from '@who/core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type AuthTktOptions, type Digest, decodeCookieValue } from '../src/index.js';
import { cookieAfter, fixture, identityOf, NOW_SECONDS, plugin, recognise, visit } from './support.js';

interface Case {
  readonly case: string;
  readonly apacheDigest: Digest;
  readonly path: string;
  readonly cookie: string | null;
  readonly requestHeaders: Readonly<Record<string, string>> | null;
  readonly observed: {
    readonly status: number;
    readonly user?: string;
    readonly tokens?: string;
    readonly data?: string;
    readonly addr?: string;
    readonly 'set-cookie'?: readonly string[];
    readonly location?: readonly string[];
  };
}

const { secret, oldSecret, cases } = fixture<{
  readonly secret: string;
  readonly oldSecret: string;
  readonly cases: readonly Case[];
}>('mod_auth_tkt.json');

/** Cases about something else than the ticket in a cookie. */
const OTHER_FEATURES: Readonly<Record<string, string>> = {
  'url ticket': 'a ticket in the query string, which lands in logs and in Referer headers: not taken',
  'url ticket base64': 'a ticket in the query string',
  'url ticket url-quoted': 'a ticket in the query string',
  'url ticket empty, no cookie': 'a ticket in the query string',
  'redirect with query': 'challenge, which is another plugin’s role',
  'redirect Host with port': 'challenge, which is another plugin’s role',
  'back cookie': 'challenge, which is another plugin’s role',
  'require ssl': 'TLS, which is up to the server in front',
  'guest, no cookie': 'guest names',
  'guest, bad cookie': 'guest names',
  'guest, expired cookie, no fallback (2h)': 'guest names',
  'guestfb (3s), expired': 'guest names',
  guestuuid: 'guest names',
  guestempty: 'guest names',
};

/** Tickets of which this package deliberately says something else than Apache: whether it takes them, and why. */
const DIFFERENCES: Readonly<Record<string, { readonly accepted: boolean; readonly why: string }>> = {
  'empty uid': { accepted: false, why: 'a userid is never empty' },
  'ip 255.255.255.255 ticket and client': { accepted: true, why: 'Apache takes this address for a parse error' },
  'two, bad then good': { accepted: true, why: 'a bad cookie does not hide a good one' },
  'ts in the future (+1 day), 2h timeout': { accepted: false, why: 'more than clock skew' },
  'ts in the future, /always': { accepted: false, why: 'more than clock skew' },
  "inside another cookie's quoted value": { accepted: false, why: 'it is in the value of another cookie' },
  'space after =': { accepted: true, why: 'blanks around a cookie’s value do not belong to it (RFC 6265)' },
  'trailing space': { accepted: true, why: 'blanks around a cookie’s value do not belong to it (RFC 6265)' },
};

const compared = cases.filter(({ case: name }) => !(name in OTHER_FEATURES));
const required = hasToken('admin', 'editor');

/** The configuration of Apache's path, in this package's words. */
function optionsOf({ case: name, apacheDigest, path }: Case): AuthTktOptions {
  const place = path.split('?')[0] as string;
  return {
    secrets: name.startsWith('rotate:') ? [secret, oldSecret] : [secret],
    digest: apacheDigest,
    compat: 'mod_auth_tkt',
    includeIp: place === '/protected',
    cookieName: place === '/alt' ? 'alt_tkt' : 'auth_tkt',
    ...(['/short', '/hard'].includes(place) && { timeoutSeconds: 3 }),
    ...(place === '/hard' && { reissueSeconds: false as const }),
    ...(['/always', '/domain'].includes(place) && { reissueSeconds: 0 }),
    ...(place === '/notimeout' && { timeoutSeconds: false as const }),
  };
}

function clientOf({ case: name, requestHeaders, observed }: Case): string {
  if (name.startsWith('IPv6 client ::1')) return '::1';
  return requestHeaders?.['X-Test-Client-IP'] ?? observed.addr ?? '127.0.0.1';
}

/** The value of the cookie with which Apache refreshed the ticket, if it did. */
function refreshedBy({ case: name, observed }: Case): string | undefined {
  if (observed.status !== 200 || name.startsWith('url ticket')) return undefined;
  return observed['set-cookie']?.[0]?.split(';')[0];
}

/** When Apache answered: a refreshed ticket says it to the second, and the others were minted around {@link NOW_SECONDS}. */
function secondsOf(kase: Case): number {
  const ticket = decodeCookieValue(refreshedBy(kase)?.slice('auth_tkt='.length) ?? '') ?? '';
  return ticket === '' ? NOW_SECONDS : Number.parseInt(ticket.slice(32, 40), 16);
}

function visitOf(kase: Case): ReturnType<typeof visit> {
  const [cookie, remoteAddress] = [kase.cookie ?? undefined, clientOf(kase)];
  return visit({ url: kase.path, cookie, remoteAddress, atSeconds: secondsOf(kase) });
}

const utf8 = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');

describe('requests that Apache answered', () => {
  beforeAll(() => {
    // Apache's secrets are short, and most of its tickets MD5: warned about on purpose, but not here.
    vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    return () => vi.restoreAllMocks();
  });

  it('are all accounted for', () => {
    const names = cases.map((kase) => kase.case);
    expect(names).toHaveLength(165);
    expect(new Set(names).size).toBe(165);
    expect(names).toEqual(expect.arrayContaining(Object.keys(OTHER_FEATURES)));
    expect(names).toEqual(expect.arrayContaining(Object.keys(DIFFERENCES)));
    expect(Object.keys(OTHER_FEATURES)).toHaveLength(14);
    expect(Object.keys(DIFFERENCES)).toHaveLength(8);
    expect(compared).toHaveLength(151);
  });

  it.each(compared)('$case', (kase) => {
    const exchange = visitOf(kase);
    const who = recognise(plugin(optionsOf(kase)), exchange);
    const wantsTokens = kase.path === '/tokens';
    const passes = who !== undefined && (!wantsTokens || required(new Identity(who), exchange) === true);

    const apacheAccepts = kase.observed.status === 200;
    const difference = DIFFERENCES[kase.case];
    expect(passes).toBe(difference?.accepted ?? apacheAccepts);
    expect(difference?.accepted).not.toBe(apacheAccepts);
    if (!passes || !apacheAccepts) return;

    const { user = '', tokens = '', data = '' } = kase.observed;
    expect(who).toEqual({
      userid: utf8(user),
      tokens: utf8(tokens)
        .split(',')
        .filter((token) => token !== ''),
      userdata: kase.case === 'data latin1 bytes' ? data : utf8(data),
    });
  });

  it.each(compared.filter(({ observed }) => observed.location?.[0]?.includes('/unauth?')))(
    '$case: known, but not let in',
    (kase) => {
      expect(recognise(plugin(optionsOf(kase)), visitOf(kase))?.userid).toBe('alice');
    },
  );

  const refreshed = compared.filter((kase) => refreshedBy(kase) !== undefined);

  it('were refreshed in seven cases', () => {
    expect(refreshed.map((kase) => kase.case)).toEqual([
      '/short (3s) age 2',
      '/short (3s) age 3',
      'default timeout, age 7190',
      'default timeout, age 3700 (no tokens)',
      'rotate: old secret',
      '/always: refreshed cookie',
      '/domain: refreshed cookie',
    ]);
  });

  it.each(refreshed)('$case: the same cookie, byte for byte', (kase) => {
    const [ticket, exchange] = [plugin(optionsOf(kase)), visitOf(kase)];
    const who = recognise(ticket, exchange);
    const identity = identityOf(who?.userid ?? '', who?.tokens, who?.userdata);
    expect(cookieAfter(ticket.remember(exchange, identity))).toBe(refreshedBy(kase));
  });

  const left = compared.filter(
    (kase) => kase.observed.status === 200 && refreshedBy(kase) === undefined && !(kase.case in DIFFERENCES),
  );

  it.each(left)('$case: no new cookie', (kase) => {
    const [ticket, exchange] = [plugin(optionsOf(kase)), visitOf(kase)];
    const who = recognise(ticket, exchange);
    expect(ticket.remember(exchange, identityOf(who?.userid ?? '', who?.tokens, who?.userdata))).toBeUndefined();
  });
});
