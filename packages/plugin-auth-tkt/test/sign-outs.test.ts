import { Identity } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { describe, expect, it, vi } from 'vitest';
import { cookieAfter, identityOf, NOW_SECONDS, plugin, recognise, setCookies, visit } from './support.js';

const alice = identityOf('alice', ['staff'], 'session=1');
const cookie = cookieAfter(plugin().remember(visit({ atSeconds: NOW_SECONDS - 4000 }), alice));

describe('a request that is under way when its user signs out', () => {
  it('does not sign in again by its answer, which is due for a re-issue', () => {
    const ticket = plugin();
    const [slow, other] = [visit({ cookie }), visit({ cookie })];
    recognise(ticket, slow);
    ticket.forget(other, alice);
    expect(ticket.remember(slow, alice)).toBeUndefined();
    const later = visit({ cookie });
    recognise(ticket, later);
    expect(ticket.remember(later, alice), 'a request that came later').toHaveLength(1);
  });

  it('does not, either, when its ticket has become due only meanwhile', () => {
    const ticket = plugin();
    let seconds = NOW_SECONDS - 4000;
    const slow = fakeExchange({ headers: { cookie }, now: () => seconds * 1000 });
    recognise(ticket, slow);
    const bobs = fakeExchange({ headers: { cookie: cookieAfter(ticket.remember(visit(), identityOf('bob'))) } });
    ticket.forget(bobs, undefined);
    seconds = NOW_SECONDS;
    expect(ticket.remember(slow, alice), 'nobody has signed out').toHaveLength(1);

    seconds = NOW_SECONDS - 4000;
    const slower = fakeExchange({ headers: { cookie }, now: () => seconds * 1000 });
    recognise(ticket, slower);
    ticket.forget(visit({ cookie }), alice);
    seconds = NOW_SECONDS;
    expect(ticket.remember(slower, alice)).toBeUndefined();
  });

  it('is no matter to one that only gives tickets', () => {
    const ticket = plugin();
    ticket.forget(visit({ cookie }), alice);
    expect(ticket.remember(visit({ cookie }), alice)).toHaveLength(1);
  });

  it('does not, either, when the ticket had been renewed before the sign-out', () => {
    const ticket = plugin();
    const [slow, quick] = [visit({ cookie }), visit({ cookie })];
    recognise(ticket, slow);
    recognise(ticket, quick);
    const renewed = cookieAfter(ticket.remember(quick, alice));
    expect(renewed).not.toBe(cookie);
    ticket.forget(visit({ cookie: renewed }), undefined);
    expect(ticket.remember(slow, alice)).toBeUndefined();
  });

  it('does not put her in the place of somebody who signed in meanwhile', () => {
    const ticket = plugin();
    const slow = visit({ cookie });
    recognise(ticket, slow);
    expect(ticket.remember(visit({ cookie }), identityOf('bob'))).toBeDefined();
    expect(ticket.remember(slow, alice)).toBeUndefined();
  });

  it('does not bring back what her ticket said before', () => {
    const ticket = plugin();
    const slow = visit({ cookie });
    recognise(ticket, slow);
    expect(ticket.remember(visit({ cookie }), identityOf('alice', [], 'session=2'))).toBeDefined();
    expect(ticket.remember(slow, alice)).toBeUndefined();
  });

  it('is renewed where somebody else signed out', () => {
    const ticket = plugin();
    const slow = visit({ cookie });
    recognise(ticket, slow);
    const bob = cookieAfter(ticket.remember(visit(), identityOf('bob')));
    ticket.forget(visit({ cookie: bob }), undefined);
    ticket.forget(visit({ cookie: 'auth_tkt=bad' }), undefined);
    expect(ticket.remember(slow, alice)).toHaveLength(1);
  });

  it('signs in where she signs in anew by it', () => {
    const ticket = plugin();
    const slow = visit({ cookie });
    recognise(ticket, slow);
    ticket.forget(visit({ cookie }), alice);
    const session = new Identity({ userid: 'alice', userdata: 'session=2' }, 'cas', 'cas');
    expect(setCookies(ticket.remember(slow, session)).at(-1)).toContain('session=2');
  });
});

describe('a sign-out in another process', () => {
  it('is asked for again before a re-issue, and only then', async () => {
    const isRevoked = vi.fn(async () => false);
    const ticket = plugin({ isRevoked });
    const [slow, fresh] = [visit({ cookie }), visit({ cookie })];
    await ticket.identify(slow);
    expect(isRevoked).toHaveBeenCalledTimes(1);
    isRevoked.mockResolvedValue(true);
    await expect(ticket.remember(slow, alice)).resolves.toBeUndefined();
    expect(isRevoked).toHaveBeenCalledTimes(2);
    isRevoked.mockResolvedValue(false);
    await ticket.identify(fresh);
    await expect(ticket.remember(fresh, alice)).resolves.toHaveLength(1);
  });

  it('needs no promise where the answer is there', () => {
    const revoked = new Set<string>();
    const ticket = plugin({ isRevoked: ({ userdata }) => revoked.has(userdata) });
    const slow = visit({ cookie });
    recognise(ticket, slow);
    revoked.add('session=1');
    expect(ticket.remember(slow, alice)).toBeUndefined();
  });

  it('that cannot be asked for ends the request', async () => {
    const down = new Error('the store is down');
    const isRevoked = vi.fn(async () => false);
    const ticket = plugin({ isRevoked });
    const slow = visit({ cookie });
    await ticket.identify(slow);
    isRevoked.mockRejectedValue(down);
    await expect(ticket.remember(slow, alice)).rejects.toBe(down);
  });
});
