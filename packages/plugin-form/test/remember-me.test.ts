import { type Authenticator, createWho, Identity, PasswordCredentials } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { type FakeRequestOptions, fakeClock, fakeRequest } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { form, rememberedSeconds } from '../src/index.js';
import { staying } from '../src/remember-me.js';
import { ALICE, ask, engine, json, logged, posted, users } from './support.js';

const HOUR = 3600;
const MONTH = 30 * 24 * HOUR;

const stays = posted({ ...ALICE, remember: '1' });
const doesNot = posted(ALICE);

describe('who chooses to stay signed in', () => {
  const offering = { options: { rememberMeSeconds: 60 } };
  const kept = async (request: FakeRequestOptions, scene = {}) =>
    /data=([^;]*)/.exec((await ask(engine(scene), request))?.cookies[0] ?? '')?.[1];

  it.each([stays, json({ ...ALICE, remember: true })])(
    'says so in the userdata, where it is offered',
    async (request) => {
      expect(await kept(request, offering)).toBe('remember%3D60');
      expect(await kept(request)).toBe('');
    },
  );

  it.each([doesNot, posted({ ...ALICE, remember: '' }), json(ALICE), json({ ...ALICE, remember: false })])(
    'has to say so',
    async (request) => {
      expect(await kept(request, offering)).toBe('');
    },
  );

  it('keeps what an authenticator put there', async () => {
    const own: Authenticator = {
      authenticate: (exchange, credentials) =>
        credentials instanceof PasswordCredentials
          ? { userid: credentials.login, userdata: 'remember=9&x' }
          : users.authenticate(exchange, credentials),
    };
    expect(await kept(stays, { ...offering, plugins: { users: own } })).toBe('remember%3D9%26x%26remember%3D60');
  });
});

describe('rememberedSeconds', () => {
  it('reads what has been written, whatever stands before it', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 9_999_999_999 }), (userdata, seconds) => {
        const identity = new Identity({ userid: 'alice', tokens: ['staff'], userdata }, 'form', 'users');
        const chosen = staying(identity, seconds);
        expect(rememberedSeconds(chosen)).toBe(seconds);
        expect({ ...chosen, userdata }).toEqual({ ...identity });
      }),
    );
  });

  it.each([
    '',
    'remember',
    'remember=',
    'remember=0',
    'remember=-1',
    'remember=1.5',
    'remember=1e9',
    'xremember=60',
    'remember=60&x',
    'remember=99999999999',
  ])('finds nothing in %j', (userdata) => {
    expect(rememberedSeconds({ userdata })).toBeUndefined();
  });
});

describe('a ticket, as the README says', () => {
  const clock = fakeClock(Date.UTC(2026, 0, 1));
  const now = () => clock.now() / 1000;
  const who = createWho({
    publicUrl: 'https://app.example.org',
    plugins: {
      form: form({ rememberer: 'ticket', rememberMeSeconds: MONTH }),
      ticket: authTkt({
        secrets: ['a secret of the tests, 32 bytes or more'],
        timeoutSeconds: MONTH,
        reissueSeconds: HOUR,
        maxAgeSeconds: rememberedSeconds,
        isRevoked: (one) => rememberedSeconds(one) === undefined && now() - one.timestampSeconds > 2 * HOUR,
      }),
      users,
    },
    identifiers: ['form', 'ticket'],
    authenticators: ['ticket', 'users'],
    challengers: ['form'],
    logger: logged(),
    now: clock.now,
  });

  /** A request with a cookie: who it is, and the cookie that is set anew. */
  const visit = async (cookie: string) => {
    const api = who.api(fakeRequest({ headers: { Cookie: cookie } }));
    const identity = await api.authenticate();
    const { headers } = await api.conclude({ status: 200, header: () => undefined, setCookies: [] });
    return { userid: identity?.userid, renewed: headers.find(([name]) => name === 'Set-Cookie')?.[1] };
  };
  const ticketOf = (cookie = '') => cookie.split(';', 1)[0] ?? '';

  it('outlasts the browser and a month without a visit, also when it is made anew', async () => {
    const [cookie = ''] = (await ask(who, stays))?.cookies ?? [];
    expect(cookie).toContain(`Max-Age=${MONTH}`);
    clock.advance(20 * 24 * HOUR * 1000);
    const later = await visit(ticketOf(cookie));
    expect(later.userid).toBe('alice');
    expect(later.renewed).toContain(`Max-Age=${MONTH}`);
    clock.advance(20 * 24 * HOUR * 1000);
    expect((await visit(ticketOf(later.renewed))).userid).toBe('alice');
    clock.advance(11 * 24 * HOUR * 1000);
    expect((await visit(ticketOf(later.renewed))).userid).toBeUndefined();
  });

  it('ends with the browser, and soon after the last visit, where nobody chose to stay', async () => {
    const [cookie = ''] = (await ask(who, doesNot))?.cookies ?? [];
    expect(cookie).not.toContain('Max-Age');
    clock.advance(1.5 * HOUR * 1000);
    const later = await visit(ticketOf(cookie));
    expect(later.userid).toBe('alice');
    expect(later.renewed).not.toContain('Max-Age');
    clock.advance(1.5 * HOUR * 1000);
    expect((await visit(ticketOf(later.renewed))).userid).toBe('alice');
    expect((await visit(ticketOf(cookie))).userid).toBeUndefined();
  });
});
