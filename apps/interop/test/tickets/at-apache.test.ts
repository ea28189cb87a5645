import { type Digest, decodeCookieValue } from '@who/plugin-auth-tkt';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hasApache } from '../apache.js';
import { BANG_IN_USERID, CUT_COOKIE, END_QUOTE, QUOTED_USERID } from './exceptions.js';
import { type Answer, startTicketHosts, type TicketHosts } from './hosts.js';
import { type User, users } from './users.js';
import {
  BINDINGS,
  CLIENT,
  cookiesOf,
  DIGESTS,
  type Exception,
  expectVerdicts,
  type Options,
  secret,
  seenHere,
} from './verdicts.js';

// MD5 draws a warning.
vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);

const COMPATS: Readonly<Record<'mod_auth_tkt' | 'repoze', readonly Exception[]>> = {
  mod_auth_tkt: [BANG_IN_USERID],
  repoze: [QUOTED_USERID],
};

const quoted = (ticket: string): string =>
  ticket.replace(/[^\w.~-]/g, (one) => `%${one.charCodeAt(0).toString(16).padStart(2, '0')}`);
const base64 = (ticket: string): string => Buffer.from(ticket, 'latin1').toString('base64');

/** All forms in which Apache takes a ticket, made of its bytes; and of whom it does not. */
const FORMS: Readonly<Record<string, readonly [write: (ticket: string) => string, exceptions: readonly Exception[]]>> =
  {
    'as it is': [(ticket) => ticket, [CUT_COOKIE, END_QUOTE]],
    'as it is, in quotes': [(ticket) => `"${ticket}"`, [CUT_COOKIE]],
    'URL-quoted': [quoted, []],
    'URL-quoted, in quotes': [(ticket) => `"${quoted(ticket)}"`, []],
    'base64, in quotes': [(ticket) => `"${base64(ticket)}"`, []],
    'base64 without padding': [(ticket) => base64(ticket).replaceAll('=', ''), []],
    'base64 with its padding URL-quoted': [(ticket) => base64(ticket).replaceAll('=', '%3D'), []],
  };

const combinations = DIGESTS.flatMap((digest) =>
  (['mod_auth_tkt', 'repoze'] as const).flatMap((compat) =>
    BINDINGS.map((includeIp) => ({ digest, compat, includeIp, to: includeIp ? 'bound to an address' : 'unbound' })),
  ),
);

const isThere = hasApache('auth_tkt');
const needs = isThere ? '' : ' (skipped: needs Apache with libapache2-mod-auth-tkt, and root)';

describe.skipIf(!isThere)(`tickets of 200 users and mod_auth_tkt${needs}`, () => {
  let apache: TicketHosts;
  beforeAll(async () => {
    apache = await startTicketHosts(secret);
  });
  afterAll(() => apache?.stop());

  /** What Apache answers to each cookie; none is sent where there is none. */
  function askAll(
    cookies: readonly (string | undefined)[],
    { digest, includeIp }: Options,
  ): Promise<readonly Answer[]> {
    const ask = (cookie = ''): Promise<Answer> => apache.ask(digest as Digest, includeIp === true, cookie, CLIENT);
    return Promise.all(cookies.map(ask));
  }

  it.each(combinations)('$digest, $compat, $to: ours there, and refreshed ones here', async ({ to: _, ...options }) => {
    const exceptions = COMPATS[options.compat];
    const cookies = cookiesOf(users, options);
    const answers = await askAll(cookies, options);
    expectVerdicts(users, cookies, answers.map(seenThere), exceptions);

    const refreshed = answers.map(({ cookie }) => cookie);
    const unmade = exceptions.map((exception): Exception => ({ ...exception, verdict: 'not made' }));
    const here = seenHere(refreshed, { ...options, compat: 'mod_auth_tkt' });
    expectVerdicts(users, refreshed, here, unmade);
  });

  it.each(DIGESTS.flatMap((digest) => Object.keys(FORMS).map((form) => [digest, form] as const)))(
    '%s, %s: there and here',
    async (digest, form) => {
      const options = { digest, compat: 'mod_auth_tkt' } as const;
      const [write, exceptions] = FORMS[form] ?? [];
      const cookies = cookiesOf(users, options).map((cookie) => {
        const ticket = cookie && decodeCookieValue(cookie.slice('auth_tkt='.length));
        // Of the whole, a browser keeps what is before ";".
        return ticket && write && `auth_tkt=${write(ticket)}`.split(';', 1)[0];
      });
      const all = [BANG_IN_USERID, ...(exceptions ?? [])];
      expectVerdicts(users, cookies, (await askAll(cookies, options)).map(seenThere), all);
      expectVerdicts(users, cookies, seenHere(cookies, options), all);
    },
  );

  it('in the query: ours there', async () => {
    const people = users.slice(0, 50);
    const cookies = cookiesOf(people, { digest: 'md5', compat: 'mod_auth_tkt' });
    const seen = people.map(async (_user, i) => {
      // As it is: that is how its own login server sends it.
      const value = cookies[i]?.slice('auth_tkt='.length) ?? '';
      const { status, headers } = await fetch(`${apache.url}/page?auth_tkt=${value}`, { redirect: 'manual' });
      const text = (name: string): string => (headers.get(name) ?? '').slice(1, -1);
      return seenThere({ status, user: text('x-user'), tokens: text('x-tokens'), data: text('x-data'), cookie: '' });
    });
    expectVerdicts(people, cookies, await Promise.all(seen), [BANG_IN_USERID]);
  });

  it.each(DIGESTS)('%s: bound to one address, they count for no other', async (digest) => {
    const options = { digest, compat: 'mod_auth_tkt', includeIp: true } as const;
    const cookies = cookiesOf(users, options);
    const answers = await Promise.all(cookies.map((cookie = '') => apache.ask(digest, true, cookie, '127.0.0.1')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([307]));
    expect(seenHere(cookies, options, '127.0.0.1').filter(Boolean)).toEqual([]);
  });
});

function seenThere({ status, user, tokens, data }: Answer): User | undefined {
  if (status !== 200) return undefined;
  return { userid: utf8(user), tokens: utf8(tokens).split(',').filter(Boolean), userdata: utf8(data) };
}

const utf8 = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');
