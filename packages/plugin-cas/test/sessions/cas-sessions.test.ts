import Keyv from 'keyv';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type CasSessionsOptions, casSessions } from '../../src/index.js';
import { site } from '../site.js';
import { down, fakeStore } from './support.js';

// What @who/sso does for them is tested there. Here is what processes of an earlier version share with this one.

afterEach(() => void vi.restoreAllMocks());

describe('sessions of CAS', () => {
  /** 22 characters of SHA-256 over the server, a new line and the ticket. */
  const ID = 'cas:session:K6DsrBDCqez4O_E3h10fBG';

  it('stand in a store as they always did', async () => {
    const store = fakeStore();
    await using app = await site({ sessions: casSessions({ store }) });
    const browser = await app.signIn('ST-dwho-1');
    const [[key, entry] = []] = [...store.entries];
    expect(key).toBe(ID);
    expect(entry).toEqual({ value: { userid: 'dwho' }, ttlMs: 28_800_000 });
    expect(await app.greeting(browser)).toBe('dwho, dwho@example.org');
    store.entries.set(ID, { value: { over: true }, ttlMs: 1 });
    expect(await app.greeting(browser)).toBe('nobody');
  });

  it('have codes of their own', async () => {
    const store = fakeStore();
    store.trouble = down;
    const userdata = `cas=cas&sid=${ID.slice(12)}`;
    const { isRevoked } = casSessions({ store });
    await expect((async () => isRevoked({ userdata }))()).rejects.toMatchObject({
      code: 'CAS_SESSION_STORE_FAILED',
      plugin: '@who/plugin-cas',
    });
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    expect(await casSessions({ store, whenStoreFails: 'accept' }).isRevoked({ userdata })).toBe(false);
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.any(String), { code: 'WHO_CAS_SESSIONS_UNCHECKED' });
  });

  it.each<[string, unknown]>([
    ['store', {}],
    ['store', new Keyv({ store: { ...fakeStore(), clear() {} } })],
    ['maxSessions', 0],
    ['secrets', []],
    ['secrets', ['short']],
    ['secrets', ['a secret of at least thirty-two bytes']],
    ['secrets', 'an example secret of 32 bytes or more'],
    ['secret', 'an example secret of 32 bytes or more'],
  ])('are not made with %s %o', (option, value) => {
    expect(() => casSessions({ [option]: value } as CasSessionsOptions)).toThrow(
      expect.objectContaining({
        code: 'BAD_OPTION',
        plugin: '@who/plugin-cas',
        message: expect.stringContaining(`Option "${option}"`),
      }),
    );
  });
});
