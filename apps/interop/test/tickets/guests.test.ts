import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasApache, startApache } from '../apache.js';
import type { ServerProcess } from '../server-process.js';
import { cookiesOf, secret, seenHere } from './verdicts.js';

const isThere = hasApache('auth_tkt');
const needs = isThere ? '' : ' (skipped: needs Apache with libapache2-mod-auth-tkt, and root)';

/** By pages, whom Apache takes strangers for there. */
const GUEST_USERS = {
  word: 'guest',
  short: 'guest-%12U',
  bare: '%U',
  whole: 'guest-%U',
  zero: 'guest-%0U-x',
  long: 'guest-%40U',
  lost: 'g%U',
  twice: 'ab%4U%U',
  odd: 'a.b+c(%3U)',
} as const;

describe.skipIf(!isThere)(`guests of mod_auth_tkt${needs}`, () => {
  let apache: ServerProcess;
  beforeAll(async () => {
    const area = (page: string, ...directives: readonly string[]): readonly string[] => [
      `<Location /${page}>`,
      '  AuthType None',
      '  Require valid-user',
      '  TKTAuthIgnoreIP on',
      '  Header always set X-User "expr=%{REMOTE_USER}"',
      ...directives.map((line) => `  ${line}`),
      '</Location>',
    ];
    const pages = [...Object.keys(GUEST_USERS), 'members'];
    apache = await startApache({
      modules: ['auth_tkt'],
      files: Object.fromEntries(pages.map((page) => [page, 'a page'])),
      configuration: [
        `TKTAuthSecret "${secret}"`,
        'TKTAuthDigestType SHA256',
        ...Object.entries(GUEST_USERS).flatMap(([page, user]) =>
          area(page, 'TKTAuthGuestLogin on', 'TKTAuthGuestCookie on', `TKTAuthGuestUser "${user}"`),
        ),
        ...area('members', 'TKTAuthLoginURL http://login.example.test/'),
      ],
    });
  });
  afterAll(() => apache?.stop());

  const ask = (page: string, cookie = ''): Promise<Response> =>
    fetch(`${apache.url}/${page}`, { headers: { cookie }, redirect: 'manual' });

  it.each(Object.entries(GUEST_USERS))('%s: "%s" is a user there, and nobody here', async (page, guestUser) => {
    const response = await ask(page);
    const name = response.headers.get('x-user') ?? '';
    const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]);
    expect([response.status, cookies.length]).toEqual([200, 1]);

    // Who is a guest on one page, is a member on the others.
    const elsewhere = await ask('members', cookies[0]);
    expect([elsewhere.status, elsewhere.headers.get('x-user')]).toEqual([200, name]);
    const userid = { userid: name };
    expect(seenHere(cookies, { compat: 'mod_auth_tkt' })).toMatchObject([userid]);
    expect(seenHere(cookies, { compat: 'mod_auth_tkt', guestUser })).toEqual([undefined]);
  });

  it('are not those who have signed in here', async () => {
    const [cookie] = cookiesOf([{ userid: 'bob', tokens: [], userdata: '' }], { compat: 'mod_auth_tkt' });
    expect((await ask('word', cookie)).headers.get('x-user')).toBe('bob');
    expect(seenHere([cookie], { compat: 'mod_auth_tkt', guestUser: 'guest' })).toMatchObject([{ userid: 'bob' }]);
  });
});
