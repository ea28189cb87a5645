import { fakeRequest, plainRememberer } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { type FormOptions, form } from '../src/index.js';
import { ALICE, ask, engine, posted } from './support.js';

const two = (options: Partial<FormOptions>) => {
  const staff = form({
    rememberer: 'staffTicket',
    loginFormUrl: '/staff/login',
    logoutHandlerPath: '/staff/logout',
    ...options,
  });
  return engine({
    plugins: { staff, staffTicket: plainRememberer('staff') },
    identifiers: ['form', 'staff', 'ticket', 'staffTicket'],
    authenticators: ['ticket', 'staffTicket', 'users'],
    challengers: [{ plugin: 'staff', only: ['staff'] }, 'form'],
    requestClassifier: ({ path }) => (path.startsWith('/staff/') ? 'staff' : 'browser'),
  });
};

describe('two forms side by side', () => {
  it('each have their own page, cookie and way out', async () => {
    const who = two({});
    const common = await ask(who, posted(ALICE));
    const staff = await ask(who, posted(ALICE, { url: '/staff/login' }));
    expect([common?.cookies, staff?.cookies]).toEqual([
      ['plain=user=alice&data=; Path=/'],
      ['staff=user=alice&data=; Path=/'],
    ]);
    expect((await ask(who, { url: '/staff/login' }))?.body).toContain('action="/staff/login"');
    expect((await ask(who, { url: '/login' }))?.body).toContain('action="/login"');
    const location = async (url: string) =>
      (await who.api(fakeRequest({ url })).challenge())?.headers?.find(([name]) => name === 'Location')?.[1];
    await who.api(fakeRequest({ url: '/staff/x' })).authenticate();
    expect(await location('/x')).toBe('/login?came_from=%2Fx');
  });

  it('lead on only whom their own rememberer names', async () => {
    const headers = { Cookie: 'plain=user=alice' };
    expect((await ask(two({}), { url: '/login', headers }))?.status).toBe(302);
    expect((await ask(two({}), { url: '/staff/login', headers }))?.status).toBe(200);
  });

  it.each<[string, Partial<FormOptions>, string]>([
    ['path', { loginFormUrl: '/login' }, '/login'],
    ['handler', { loginHandlerPath: '/login' }, '/login'],
  ])('cannot share a %s', async (_what, options, url) => {
    await expect(ask(two(options), posted(ALICE, { url }))).rejects.toMatchObject({ code: 'BAD_OPTION' });
  });

  it('cannot share a parameter', async () => {
    const who = engine({
      options: { loginFormUrl: null },
      plugins: { other: form({ rememberer: 'ticket', loginFormUrl: null }) },
      identifiers: ['form', 'other', 'ticket'],
    });
    await expect(ask(who, posted(ALICE, { url: '/x?__do_login' }))).rejects.toMatchObject({ code: 'BAD_OPTION' });
  });

  it('may share the way out', async () => {
    const headers = { Cookie: 'plain=user=alice; staff=user=alice' };
    const done = await ask(two({ logoutHandlerPath: '/logout' }), posted({}, { url: '/logout', headers }));
    expect([done?.status, done?.cookies.toSorted()]).toEqual([
      303,
      ['plain=; Path=/; Max-Age=0', 'staff=; Path=/; Max-Age=0'],
    ]);
  });
});

it('is not kept by one that keeps nobody', () => {
  const plugins = { other: form({ rememberer: 'form' }) };
  expect(() => engine({ plugins, identifiers: ['other', 'form', 'ticket'] })).toThrow(/"other" has "form" keep people/);
});

it('needs a rememberer that is registered', () => {
  expect(() => engine({ options: { rememberer: 'tikcet' } })).toThrow(/"tikcet" .*Did you mean "ticket"\?/);
});
