import { describe, expect, it } from 'vitest';
import { type CasFetch, type CasSessionStore, casSessions } from '../../src/index.js';
import { logoutForm } from '../single-logout/support.js';
import { knowsAll, site } from '../site.js';
import { fakeStore } from './support.js';

/** Something that waits until it is let go. */
function gate(): { readonly reached: Promise<void>; readonly open: () => void; readonly pass: () => Promise<void> } {
  let open = (): void => {};
  let reach = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  return {
    reached,
    open: () => open(),
    pass() {
      reach();
      return opened;
    },
  };
}

describe('a logout at CAS during a sign-in', () => {
  it('signs nobody in: while the session is written, in another process', async () => {
    const store = fakeStore();
    const { set } = store;
    const writing = gate();
    const slow: CasSessionStore = {
      ...store,
      async set(key, value, ttlMs) {
        await writing.pass();
        return set(key, value, ttlMs);
      },
    };
    await using one = await site({ sessions: casSessions({ store: slow, timeoutMs: 60_000 }) });
    await using two = await site({ sessions: casSessions({ store }) });
    const signIn = one.signIn('ST-dwho-1');
    await writing.reached;
    expect((await two.postLogout(logoutForm('ST-dwho-1'))).status).toBe(200);
    writing.open();
    const browser = await signIn;
    expect(browser.page?.status).toBe(302);
    expect(browser.cookie('auth_tkt')).toBeUndefined();
    expect(await one.greeting(browser)).toBe('nobody');
    expect(one.warnings).toEqual([expect.stringContaining('CAS ended the session while it began')]);
  });

  it('signs nobody in: while CAS is asked about the ticket, with sessions in memory', async () => {
    const asking = gate();
    const slow: CasFetch = async (url, init) => {
      const answer = await knowsAll(url, init);
      await asking.pass();
      return answer;
    };
    await using app = await site({ options: { fetch: slow } });
    const signIn = app.signIn('ST-dwho-1');
    await asking.reached;
    await app.postLogout(logoutForm('ST-dwho-1'));
    asking.open();
    const browser = await signIn;
    expect(browser.cookie('auth_tkt')).toBeUndefined();
    expect(await app.greeting(browser)).toBe('nobody');
    expect(await app.greeting(await app.signIn('ST-dwho-2'))).toBe('dwho, dwho@example.org');
  });
});
