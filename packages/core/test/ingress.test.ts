import { createHook } from 'node:async_hooks';
import { fakeRequest } from '@who/testkit';
import { describe, expect, it, vi } from 'vitest';
import {
  chain,
  createWho,
  type Identification,
  type Identifier,
  isPromise,
  type Plugins,
  type ReplyMaker,
  WhoError,
} from '../src/index.js';
import { fixedMetadata, headerIdentifier, later, listAuthenticator, NamedCredentials } from './support.js';

const publicUrl = 'https://app.example.org';

describe.each([
  { way: 'synchronous plugins', as: <P extends object>(plugin: P): P => plugin },
  { way: 'asynchronous plugins', as: later },
])('ingress with $way', ({ as }) => {
  const plugins = {
    a: as(headerIdentifier('x-a')),
    b: as(headerIdentifier('x-b')),
    first: as(listAuthenticator('ann', 'both')),
    second: as(listAuthenticator('bob', 'both')),
    mail: as(fixedMetadata({ mail: 'ann@example.org' })),
    groups: as(fixedMetadata({ groups: ['staff'] })),
  };
  const who = createWho({
    publicUrl,
    plugins,
    identifiers: ['a', 'b'],
    authenticators: ['first', 'second'],
    metadataProviders: ['mail', 'groups'],
  });
  const authenticate = async (headers: Record<string, string>) => who.api(fakeRequest({ headers })).authenticate();

  it('finds nobody without credentials', async () => {
    expect(await authenticate({})).toBeUndefined();
  });

  it('finds nobody for credentials that no authenticator accepts', async () => {
    expect(await authenticate({ 'x-a': 'eve' })).toBeUndefined();
  });

  it('says who it is, who found the credentials and who accepted them', async () => {
    expect(await authenticate({ 'x-b': 'ann' })).toMatchObject({
      userid: 'ann',
      identifier: 'b',
      authenticator: 'first',
      tokens: [],
      userdata: '',
    });
  });

  it('ranks by authenticator first', async () => {
    expect(await authenticate({ 'x-a': 'bob', 'x-b': 'ann' })).toMatchObject({ userid: 'ann', identifier: 'b' });
  });

  it('ranks by identifier second', async () => {
    expect(await authenticate({ 'x-a': 'both', 'x-b': 'ann' })).toMatchObject({ userid: 'both', identifier: 'a' });
  });

  it('merges what all metadata providers add', async () => {
    const identity = await authenticate({ 'x-a': 'ann' });
    expect(identity?.metadata).toEqual({ mail: 'ann@example.org', groups: ['staff'] });
  });

  it('works once per request, however often it is asked', async () => {
    const identify = vi.fn(plugins.a.identify);
    const counted = createWho({
      publicUrl,
      plugins: { a: { ...plugins.a, identify }, first: plugins.first },
      identifiers: ['a'],
      authenticators: ['first'],
    });
    const request = fakeRequest({ headers: { 'x-a': 'ann' } });
    expect(counted.api(request)).toBe(counted.api(request));
    const [one, two] = await Promise.all([counted.api(request).authenticate(), counted.api(request).authenticate()]);
    expect(one).toBeDefined();
    expect(one).toBe(two);
    expect(await counted.api(request).authenticate()).toBe(one);
    expect(identify).toHaveBeenCalledTimes(1);
  });

  it('keeps 100 parallel requests apart', async () => {
    const names = Array.from({ length: 100 }, (_, i) => `user${i}`);
    const many = createWho({
      publicUrl,
      plugins: { a: plugins.a, list: as(listAuthenticator(...names)) },
      identifiers: ['a'],
      authenticators: ['list'],
    });
    const found = await Promise.all(
      names.map(async (name) => many.api(fakeRequest({ headers: { 'x-a': name } })).authenticate()),
    );
    expect(found.map((identity) => identity?.userid)).toEqual(names);
  });

  it('wraps what a plugin throws, once and for every caller', async () => {
    const cause = new Error('no route to host');
    const down = as({
      authenticate() {
        throw cause;
      },
    });
    const broken = createWho({
      publicUrl,
      plugins: { a: plugins.a, directory: down },
      identifiers: ['a'],
      authenticators: ['directory'],
    });
    const api = broken.api(fakeRequest({ headers: { 'x-a': 'ann' } }));
    for (let i = 0; i < 2; i++) {
      const failure = await attempt(async () => api.authenticate());
      expect(failure).toBeInstanceOf(WhoError);
      expect(failure).toMatchObject({ code: 'PLUGIN_FAILED', plugin: 'directory', status: 500, cause });
    }
    expect(api.identity).toBeUndefined();
  });

  it('passes over an authenticator that fails behind the winner, and says so', async () => {
    const warn = vi.fn();
    const down = as({
      authenticate(): undefined {
        throw new WhoError('down', { code: 'DOWN', plugin: 'directory', status: 503 });
      },
    });
    const options = {
      publicUrl,
      plugins: { a: plugins.a, first: plugins.first, directory: down },
      identifiers: ['a'],
      logger: { debug() {}, warn, error() {} },
    } as const;
    const request = () => fakeRequest({ headers: { 'x-a': 'ann' } });
    const behind = createWho({ ...options, authenticators: ['first', 'directory'] });
    expect(await behind.api(request()).authenticate()).toMatchObject({ userid: 'ann' });
    expect(warn).toHaveBeenCalledOnce();
    const before = createWho({ ...options, authenticators: ['directory', 'first'] });
    expect(await attempt(async () => before.api(request()).authenticate())).toMatchObject({
      code: 'DOWN',
      status: 503,
    });
  });

  it('gives the answer of the last identifier that has one, after authentication', async () => {
    const early = (body: string, credentials?: NamedCredentials): Identifier =>
      as({
        ...headerIdentifier('x-c'),
        identify: () => ({
          credentials,
          reply: (api: { identity: { userid: string } | undefined }) => ({
            status: 200,
            body: `${body} ${api.identity?.userid}`,
          }),
        }),
      });
    const answering = createWho({
      publicUrl,
      plugins: { c: early('one', new NamedCredentials('ann')), d: early('two'), first: plugins.first },
      identifiers: ['c', 'd'],
      authenticators: ['first'],
    });
    const api = answering.api(fakeRequest());
    expect(await api.authenticate()).toMatchObject({ userid: 'ann' });
    expect(api.earlyReply).toEqual({ status: 200, body: 'two ann' });
  });

  it('lets an identifier leave the answer to those before it', async () => {
    const plugin = (reply: Identification['reply']): Identifier =>
      as({ ...headerIdentifier('x-c'), identify: () => ({ reply }) });
    const or = (name: string): ReplyMaker => {
      return (_who, before) =>
        chain(before(), (reply) => ({ status: 200, body: `${reply?.body ?? 'nobody'}, ${name}` }));
    };
    const answer = async (...replies: Identification['reply'][]): Promise<unknown> => {
      const plugins = Object.fromEntries(replies.map((reply, i) => [`p${i}`, plugin(reply)]));
      const api = createWho({ publicUrl, plugins, identifiers: Object.keys(plugins) }).api(fakeRequest());
      await api.authenticate();
      return api.earlyReply?.body;
    };
    expect(await answer(or('a'))).toBe('nobody, a');
    expect(await answer({ status: 200, body: 'page' }, or('a'), or('b'))).toBe('page, a, b');
    expect(await answer(or('a'), async () => undefined, or('b'))).toBe('nobody, a, b');
    expect(await answer(or('a'), { status: 200, body: 'page' })).toBe('page');
    await expect(answer(() => Promise.reject(new Error('down')), or('a'))).rejects.toMatchObject({
      code: 'PLUGIN_FAILED',
    });
  });
});

describe('ingress', () => {
  it('believes a trusted layer above and asks nobody', async () => {
    const identify = vi.fn();
    const who = createWho({
      publicUrl,
      plugins: { a: { ...headerIdentifier('x-a'), identify } },
      identifiers: ['a'],
    });
    const api = who.api(fakeRequest(), 'apache-user');
    expect(api.authenticate()).toMatchObject({ userid: 'apache-user', identifier: undefined });
    expect(identify).not.toHaveBeenCalled();
    expect(await api.remember()).toEqual([]);
    expect(await api.forget()).toEqual([]);
  });

  it('limits plugins to classifications, matched exactly', async () => {
    const who = createWho({
      publicUrl,
      plugins: { a: headerIdentifier('x-a'), any: listAuthenticator('ann') } satisfies Plugins,
      identifiers: [{ plugin: 'a', only: ['api'] }],
      authenticators: ['any'],
      requestClassifier: (exchange) => exchange.header('x-class') ?? '',
    });
    const ask = async (classification: string) =>
      who.api(fakeRequest({ headers: { 'x-a': 'ann', 'x-class': classification } })).authenticate();
    expect(await ask('api')).toBeDefined();
    for (const other of ['browser-api', 'ap', 'API', 'api ', '', '__proto__', 'constructor']) {
      expect(await ask(other), JSON.stringify(other)).toBeUndefined();
    }
  });

  it('makes no promise while all plugins are synchronous', () => {
    const who = createWho({
      publicUrl,
      plugins: { a: headerIdentifier('x-a'), any: listAuthenticator('ann'), mail: fixedMetadata({ mail: 'm' }) },
      identifiers: ['a'],
      authenticators: ['any'],
      metadataProviders: ['mail'],
    });
    const request = fakeRequest({ headers: { 'x-a': 'ann' } });
    let promises = 0;
    const hook = createHook({
      init(_id, type) {
        if (type === 'PROMISE') promises++;
      },
    }).enable();
    const api = who.api(request);
    const identity = api.authenticate();
    const conclusion = api.conclude({ status: 200, header: () => 'private', setCookies: [] });
    hook.disable();

    expect(isPromise(identity)).toBe(false);
    expect(identity).toMatchObject({ userid: 'ann' });
    expect(conclusion).toEqual({ challenge: undefined, headers: [['Set-Cookie', 'x-a=ann']] });
    expect(promises).toBe(0);
  });
});

async function attempt(action: () => Promise<unknown>): Promise<unknown> {
  try {
    await action();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('a user whom a layer above names late', () => {
  const parts = {
    publicUrl: 'https://app.example.org',
    plugins: { a: headerIdentifier('x-a'), all: listAuthenticator('ann', 'bob') },
    identifiers: ['a'],
    authenticators: ['all'],
  } as const;
  const late = expect.objectContaining({ code: 'LATE_REMOTE_USER', status: 500 });

  it('is taken over while nobody has asked who it is', async () => {
    const who = createWho(parts);
    const req = fakeRequest({ headers: { 'X-A': 'bob' } });
    const early = who.api(req);
    expect(early.exchange.path).toBe('/');
    expect(who.api(req, 'ann')).toBe(early);
    expect(early.identity?.userid).toBe('ann');
    expect(await early.authenticate()).toMatchObject({ userid: 'ann' });
  });

  it('is an error where somebody else is known already, and none where it is the same', () => {
    const who = createWho(parts);
    const req = fakeRequest({ headers: { 'X-A': 'bob' } });
    who.api(req).authenticate();
    expect(() => who.api(req, 'ann')).toThrow(late);
    expect(who.api(req, 'bob').identity?.userid).toBe('bob');
  });

  it('is an error where nobody is signed in, after all', async () => {
    const who = createWho(parts);
    const req = fakeRequest();
    await who.api(req).logout();
    expect(() => who.api(req, 'ann')).toThrow(late);
  });

  it('is an error while plugins are being asked, and where they have failed', async () => {
    const who = createWho({ ...parts, plugins: { ...parts.plugins, a: later(headerIdentifier('x-a')) } });
    const req = fakeRequest({ headers: { 'X-A': 'bob' } });
    const asked = who.api(req).authenticate();
    expect(() => who.api(req, 'bob')).toThrow(late);
    expect(await asked).toMatchObject({ userid: 'bob' });

    const odd = fakeRequest({ url: 'http://app.example.org/' });
    expect(() => who.api(odd).authenticate()).toThrow(expect.objectContaining({ code: 'BAD_TARGET' }));
    expect(() => who.api(odd, 'ann')).toThrow(late);
  });

  it('is an error as soon as a third layer names another one', () => {
    const who = createWho(parts);
    const req = fakeRequest();
    who.api(req, 'ann');
    expect(() => who.api(req, 'bob')).toThrow(late);
  });
});
