import { describe, expect, it } from 'vitest';
import { type AuthTktOptions, mintTicket, mintWho1, type Ticket, who1Key } from '../src/index.js';
import { cookieAfter, identityOf, NOW_SECONDS, plugin, recognise, SECRET, visit } from './support.js';

const UUID = 'cbe98537-0c4d-4cb7-963d-a114d14cca3e';

const ticketOf = (userid: string): Ticket => ({ userid, tokens: [], userdata: '', timestampSeconds: NOW_SECONDS });

/** The cookie with which mod_auth_tkt makes a guest of a stranger: like that of anybody who has signed in. */
const cookieOf = (userid: string): string =>
  `auth_tkt=${btoa(mintTicket(ticketOf(userid), { secret: SECRET, digest: 'sha256', compat: 'mod_auth_tkt' }))}`;

function isKnown(userid: string, options: Partial<AuthTktOptions>): boolean {
  return recognise(plugin({ compat: 'mod_auth_tkt', ...options }), visit({ cookie: cookieOf(userid) })) !== undefined;
}

describe('guests of mod_auth_tkt', () => {
  // Names that the module was seen to give.
  it.each([
    ['guest', 'guest'],
    ['guest-%12U', 'guest-4a85d3bf-ead'],
    ['%U', UUID],
    ['g%36U', UUID],
    ['guest-%U', `guest-${UUID}`],
    ['ab%012U', 'ab301d0fd3-f8a'],
    ['ab%37U', `ab${UUID}`],
    ['a%Ub%4U', `${UUID}b%4U`],
    ['%40U', UUID],
    ['%0U', UUID],
    ['100%', '100%'],
    ['x%12u', 'x%12u'],
    ['%1U%U', '5%U'],
    ['a.b(c)-%3U[d]', 'a.b(c)-4a8[d]'],
  ])('of %s are nobody here: %s', (guestUser, userid) => {
    expect(isKnown(userid, {})).toBe(true);
    expect(isKnown(userid, { guestUser })).toBe(false);
    for (const other of ['bob', `${userid}x`, `x${userid}`, userid.toUpperCase()]) {
      expect(isKnown(other, { guestUser }), other).toBe(other !== userid);
    }
  });

  it.each(['acb(c)-4a8[d]', 'a.b(c)-4aG[d]', 'a.b(c)-4a8'])('are told from others: %s', (userid) => {
    expect(isKnown(userid, { guestUser: 'a.b(c)-%3U[d]' })).toBe(true);
  });

  it('are nobody in the format who1 either, however often they come', () => {
    const own = plugin({ format: 'who1', guestUser: 'guest' });
    const key = who1Key(SECRET, { cookieName: 'auth_tkt' });
    const cookie = (userid: string): string => `auth_tkt=${mintWho1(ticketOf(userid), key)}`;
    for (let i = 0; i < 3; i++) {
      expect(recognise(own, visit({ cookie: cookie('guest') }))).toBeUndefined();
      expect(recognise(own, visit({ cookie: cookie('bob') }))?.userid).toBe('bob');
    }
  });

  it('do not hide a user behind them', () => {
    const own = plugin({ compat: 'mod_auth_tkt', guestUser: 'guest' });
    expect(recognise(own, visit({ cookie: `${cookieOf('guest')}; ${cookieOf('bob')}` }))?.userid).toBe('bob');
  });

  it('have names with which nobody else signs in', () => {
    const own = plugin({ guestUser: 'guest-%12U' });
    expect(() => own.remember(visit(), identityOf('guest-4a85d3bf-ead'))).toThrow(
      expect.objectContaining({ code: 'TICKET_BAD_USERID', status: 403 }),
    );
    expect(cookieAfter(own.remember(visit(), identityOf('guest')))).toContain('guest!');
  });

  it.each([42, '', 'a!b', 'a\n'])('cannot be called %j', (guestUser) => {
    expect(() => plugin({ guestUser: guestUser as string })).toThrow(/guestUser/);
  });
});
