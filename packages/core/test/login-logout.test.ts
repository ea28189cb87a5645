import { fakeRequest } from '@who/testkit';
import { describe, expect, it, vi } from 'vitest';
import {
  type Authenticator,
  createWho,
  type HeaderList,
  type Identifier,
  type MetadataProvider,
  PasswordCredentials,
  responseHead,
} from '../src/index.js';
import { headerIdentifier, listAuthenticator } from './support.js';

const publicUrl = 'https://app.example.org';

const passwords: Authenticator = {
  authenticate: (_exchange, credentials) =>
    credentials instanceof PasswordCredentials && credentials.password === 'right'
      ? { userid: credentials.login, tokens: ['staff'] }
      : undefined,
};

function setUp() {
  const forgotten = vi.fn();
  const metadata: MetadataProvider<{ mail: string }> = {
    addMetadata: (_exchange, identity) => ({ mail: `${identity.userid}@example.org` }),
    forgetMetadata: (_exchange, identity) => forgotten(identity.userid),
  };
  const quiet: Identifier = { identify: () => undefined, remember: () => undefined, forget: () => undefined };
  const warn = vi.fn();
  const who = createWho({
    publicUrl,
    plugins: {
      a: headerIdentifier('x-a'),
      quiet,
      b: headerIdentifier('x-b'),
      passwords,
      names: listAuthenticator('ann'),
      metadata,
    },
    identifiers: ['a', 'quiet', 'b'],
    authenticators: ['passwords', 'names'],
    metadataProviders: ['metadata'],
    logger: { debug() {}, warn, error() {} },
  });
  return { who, forgotten, warn };
}

describe('login', () => {
  it('lets every identifier remember, runs the metadata providers and shows the new identity', async () => {
    const { who } = setUp();
    const api = who.api(fakeRequest());
    const { identity, headers } = await api.login({ login: 'bob', password: 'right' });
    expect(identity).toMatchObject({
      userid: 'bob',
      identifier: 'a',
      authenticator: 'passwords',
      tokens: ['staff'],
      metadata: { mail: 'bob@example.org' },
    });
    expect(headers).toEqual([
      ['Set-Cookie', 'x-a=bob'],
      ['Set-Cookie', 'x-b=bob'],
    ]);
    expect(api.identity).toBe(identity);
    expect(await api.authenticate()).toBe(identity);
  });

  it('lets every identifier forget after a failure', async () => {
    const { who } = setUp();
    const api = who.api(fakeRequest({ headers: { 'x-a': 'ann' } }));
    await api.authenticate();
    const { identity, headers } = await api.login(new PasswordCredentials('bob', 'wrong'));
    expect(identity).toBeUndefined();
    expect(api.identity).toBeUndefined();
    expect(headers).toEqual([
      ['Set-Cookie', 'x-a='],
      ['Set-Cookie', 'x-b='],
    ]);
  });

  it('asks only the identifier that is named', async () => {
    const { who } = setUp();
    const { identity, headers } = await who.api(fakeRequest()).login({ login: 'bob', password: 'right' }, 'b');
    expect(identity).toMatchObject({ identifier: 'b' });
    expect(headers).toEqual([['Set-Cookie', 'x-b=bob']]);
  });

  it('refuses an identifier that does not exist', async () => {
    const { who } = setUp();
    await expect(who.api(fakeRequest()).login({ login: 'bob', password: 'right' }, 'c')).rejects.toMatchObject({
      code: 'BAD_PLUGIN',
      plugin: 'c',
      message: expect.stringContaining('a, quiet, b'),
    });
  });

  it('cannot be talked into an identity by extra fields', async () => {
    const { who } = setUp();
    const form = { login: 'bob', password: 'wrong', userid: 'root', name: 'ann' };
    expect((await who.api(fakeRequest()).login(form)).identity).toBeUndefined();
  });

  it('is not remembered a second time on the way out', async () => {
    const { who } = setUp();
    const api = who.api(fakeRequest());
    await api.authenticate();
    await api.login({ login: 'bob', password: 'right' });
    expect(await api.conclude(responseHead(303))).toEqual({ challenge: undefined, headers: [] });
  });
});

describe('logout', () => {
  it('lets every identifier and every metadata provider forget', async () => {
    const { who, forgotten } = setUp();
    const api = who.api(fakeRequest({ headers: { 'x-a': 'ann' } }));
    const headers: HeaderList = await api.logout();
    expect(headers).toEqual([
      ['Set-Cookie', 'x-a='],
      ['Set-Cookie', 'x-b='],
    ]);
    expect(forgotten.mock.calls).toEqual([['ann']]);
    expect(api.identity).toBeUndefined();
    expect(await api.authenticate()).toBeUndefined();
    expect(await api.conclude(responseHead(303))).toEqual({ challenge: undefined, headers: [] });
  });

  it('asks only the identifier that is named', async () => {
    const { who } = setUp();
    const api = who.api(fakeRequest({ headers: { 'x-a': 'ann' } }));
    expect(await api.logout('b')).toEqual([['Set-Cookie', 'x-b=']]);
  });

  it('works for nobody', async () => {
    const { who, forgotten } = setUp();
    expect(await who.api(fakeRequest()).logout()).toHaveLength(2);
    expect(forgotten).not.toHaveBeenCalled();
  });

  it('works while a backend is down', async () => {
    const warn = vi.fn();
    const fail = (): never => {
      throw new Error('down');
    };
    const who = createWho({
      publicUrl,
      plugins: { a: headerIdentifier('x-a'), down: { authenticate: fail } },
      identifiers: ['a'],
      authenticators: ['down'],
      logger: { debug() {}, warn, error() {} },
    });
    const api = who.api(fakeRequest({ headers: { 'x-a': 'ann' } }));
    expect(await api.logout()).toEqual([['Set-Cookie', 'x-a=']]);
    expect(warn).toHaveBeenCalledOnce();
  });

  it('works while a metadata cache is down', async () => {
    const warn = vi.fn();
    const down: MetadataProvider = {
      addMetadata: () => undefined,
      forgetMetadata: async () => {
        throw new Error('down');
      },
    };
    const who = createWho({
      publicUrl,
      plugins: { a: headerIdentifier('x-a'), names: listAuthenticator('ann'), down },
      identifiers: ['a'],
      authenticators: ['names'],
      metadataProviders: ['down'],
      logger: { debug() {}, warn, error() {} },
    });
    expect(await who.api(fakeRequest({ headers: { 'x-a': 'ann' } })).logout()).toEqual([['Set-Cookie', 'x-a=']]);
    expect(warn).toHaveBeenCalledOnce();
  });
});
