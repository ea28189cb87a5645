import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { fakeRequest } from '@who/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Authenticator,
  type CallEvent,
  createWho,
  type Identifier,
  type ResponseEvent,
  reasonsOf,
  responseHead,
  type StageEvent,
  type StageName,
  WhoError,
} from '../src/index.js';
import {
  fixedChallenger,
  fixedMetadata,
  headerIdentifier,
  later,
  listAuthenticator,
  NamedCredentials,
} from './support.js';

const stages: readonly StageName[] = [
  'classify',
  'identify',
  'authenticate',
  'metadata',
  'reply',
  'decide',
  'challenge',
  'remember',
  'forget',
  'forgetMetadata',
];

describe('diagnostics channels', () => {
  let events: StageEvent[] = [];
  const listen = (event: unknown): void => {
    events.push(event as StageEvent);
  };
  beforeEach(() => {
    events = [];
    for (const stage of stages) subscribe(`who:${stage}`, listen);
  });
  afterEach(() => {
    for (const stage of stages) unsubscribe(`who:${stage}`, listen);
  });
  const seen = () => events.map(({ stage, plugin, outcome }) => `${stage} ${plugin} ${outcome}`);

  const plugins = {
    a: headerIdentifier('x-a'),
    list: later(listAuthenticator('ann')),
    mail: fixedMetadata({ mail: 'ann@example.org' }),
    login: fixedChallenger({ status: 302 }),
  };
  const who = createWho({
    publicUrl: 'https://app.example.org',
    plugins,
    identifiers: ['a'],
    authenticators: ['list'],
    metadataProviders: ['mail'],
    challengers: ['login'],
  });

  it('tell of each stage, with plugin, outcome and duration', async () => {
    const api = who.api(fakeRequest({ headers: { 'x-a': 'ann' } }));
    await api.authenticate();
    await api.conclude(responseHead(200));
    expect(seen()).toEqual([
      'classify requestClassifier answered',
      'identify a answered',
      'authenticate list answered',
      'metadata mail answered',
      'decide challengeDecider none',
      'remember a answered',
    ]);
    expect(events.every((event) => event.durationMs >= 0 && event.durationMs < 5000)).toBe(true);
    expect(events.at(-1)?.classification).toBe('browser');
  });

  it('tell of challenges and of failures', async () => {
    const api = who.api(fakeRequest({ headers: { 'x-a': 'eve' } }));
    await api.authenticate();
    await api.conclude(responseHead(401));
    expect(seen().slice(1)).toEqual([
      'identify a answered',
      'authenticate list none',
      'decide challengeDecider answered',
      'challenge login answered',
    ]);

    events = [];
    const down = {
      authenticate(): never {
        throw new WhoError('down', { code: 'LDAP_DOWN', plugin: 'x', status: 503 });
      },
    };
    const broken = createWho({
      publicUrl: 'https://app.example.org',
      plugins: { a: plugins.a, down },
      identifiers: ['a'],
      authenticators: ['down'],
    });
    expect(() => broken.api(fakeRequest({ headers: { 'x-a': 'ann' } })).authenticate()).toThrow();
    expect(events.at(-1)).toMatchObject({
      stage: 'authenticate',
      plugin: 'down',
      outcome: 'failed',
      code: 'LDAP_DOWN',
    });
  });

  it('never carry what a user sent or what is known about one', async () => {
    const api = who.api(fakeRequest({ headers: { 'x-a': 'ann', cookie: 'secret-cookie=1' } }));
    await api.authenticate();
    await api.conclude(responseHead(401));
    expect(JSON.stringify(events, (key, value) => (key === 'userid' ? undefined : value))).not.toMatch(
      /ann|secret-cookie|example\.org/,
    );
  });

  it('tell whom a plugin is asked to remember or to forget', async () => {
    const api = who.api(fakeRequest());
    await api.login(new NamedCredentials('ann'));
    await api.logout();
    await api.login(new NamedCredentials('eve'));
    const whom = events.filter(({ plugin }) => plugin === 'a').map(({ stage, userid }) => [stage, userid]);
    expect(whom).toEqual([
      ['remember', 'ann'],
      ['forget', 'ann'],
      ['forget', undefined],
    ]);
  });
});

describe('who:call', () => {
  const store = new AsyncLocalStorage<string>();
  const reason = reasonsOf({ SEEN: { text: 'Somebody was seen.' } }).SEEN;
  const seen: unknown[] = [];
  const slow: Authenticator = {
    async authenticate(exchange) {
      seen.push(store.getStore());
      await null;
      seen.push(store.getStore());
      exchange.explain?.(reason);
      return undefined;
    },
  };
  const quick: Identifier = {
    ...headerIdentifier('x-a'),
    identify(exchange) {
      seen.push(store.getStore());
      return headerIdentifier('x-a').identify(exchange);
    },
  };
  const who = createWho({
    publicUrl: 'https://app.example.org',
    plugins: { quick, slow },
    identifiers: ['quick'],
    authenticators: ['slow'],
  });
  const stand = (event: unknown): void => {
    const call = event as CallEvent;
    const { around } = call;
    call.around = (work) => store.run(`${call.stage} ${call.plugin}`, () => around(work));
  };
  const ended: StageEvent[] = [];
  const end = (event: unknown): void => {
    ended.push(event as StageEvent);
  };
  const began: CallEvent[] = [];
  const begin = (event: unknown): void => {
    began.push(event as CallEvent);
  };
  const listeners = { call: stand, identify: end, authenticate: end };
  beforeEach(() => {
    for (const list of [seen, ended, began]) list.length = 0;
    for (const [name, listener] of Object.entries(listeners)) subscribe(`who:${name}`, listener);
    subscribe('who:call', begin);
  });
  afterEach(() => {
    for (const [name, listener] of Object.entries(listeners)) unsubscribe(`who:${name}`, listener);
    unsubscribe('who:call', begin);
  });

  it('lets subscribers make each call in a context of theirs, which is left behind it', async () => {
    await store.run('outside', async () => {
      await who.api(fakeRequest({ headers: { 'x-a': 'ann' } })).authenticate();
      seen.push(store.getStore());
    });
    expect(seen).toEqual(['identify quick', 'authenticate slow', 'authenticate slow', 'outside']);
  });

  it('tells of no call in a stage that nobody listens to', async () => {
    const api = who.api(fakeRequest({ headers: { 'x-a': 'ann' } }));
    await api.authenticate();
    await api.conclude(responseHead(200));
    expect(began.map(({ stage }) => stage)).toEqual(['identify', 'authenticate']);
  });

  it('belongs to the event of its end by the list of reasons', async () => {
    const ask = () => who.api(fakeRequest({ headers: { 'x-a': 'ann' } })).authenticate();
    await Promise.all([ask(), ask(), ask()]);
    expect(ended).toHaveLength(6);
    for (const { reasons, request, stage, plugin } of ended) {
      const calls = began.filter((call) => call.reasons === reasons);
      expect(calls).toEqual([expect.objectContaining({ request, stage, plugin })]);
    }
    expect(ended.at(-1)?.reasons).toEqual([reason]);
  });
});

describe('reasons', () => {
  const reasons = reasonsOf({
    UNKNOWN: { text: 'Nobody of this name is known.', hint: 'Look at the list.' },
    LATE: { text: 'It is late by {seconds} s.' },
  });
  /** Says why, before and after a moment. */
  const strict: Authenticator = {
    async authenticate(exchange) {
      exchange.explain?.(reasons.UNKNOWN);
      await null;
      exchange.explain?.(reasons.LATE, { seconds: 3 });
      return undefined;
    },
  };
  const make = (plugins: { a: Identifier; strict: Authenticator }) =>
    createWho({ publicUrl: 'https://app.example.org', plugins, identifiers: ['a'], authenticators: ['strict'] });
  const asked = { headers: { 'x-a': 'ann' } };

  async function eventsOf(names: readonly StageName[], during: () => unknown): Promise<StageEvent[]> {
    const events: StageEvent[] = [];
    const listen = (event: unknown): void => {
      events.push(event as StageEvent);
    };
    for (const name of names) subscribe(`who:${name}`, listen);
    try {
      await during();
    } finally {
      for (const name of names) unsubscribe(`who:${name}`, listen);
    }
    return events;
  }

  it('are made for nobody while nobody looks on', async () => {
    const explains: unknown[] = [];
    const a: Identifier = {
      ...headerIdentifier('x-a'),
      identify(exchange) {
        explains.push(exchange.explain);
        return undefined;
      },
    };
    await make({ a, strict }).api(fakeRequest(asked)).authenticate();
    await eventsOf(['challenge'], () => make({ a, strict }).api(fakeRequest(asked)).authenticate());
    expect(explains).toEqual([undefined, undefined]);
  });

  it('come with the call of the plugin that gives them, in order', async () => {
    const who = make({ a: headerIdentifier('x-a'), strict });
    const events = await eventsOf(['identify', 'authenticate'], () => who.api(fakeRequest(asked)).authenticate());
    expect(events.map(({ plugin, reasons }) => ({ plugin, reasons }))).toEqual([
      { plugin: 'a', reasons: [] },
      { plugin: 'strict', reasons: [reasons.UNKNOWN, { ...reasons.LATE, facts: { seconds: 3 } }] },
    ]);
    expect(reasons.UNKNOWN.code).toBe('UNKNOWN');
  });

  it('of a login in the answer of an identifier go to the login, and those after it to the answer', async () => {
    const a: Identifier = {
      ...headerIdentifier('x-b'),
      identify: () => ({
        async reply(who) {
          await who.login({ login: 'ann', password: 'secret' });
          who.exchange.explain?.(reasons.LATE);
          return { status: 200 };
        },
      }),
    };
    const who = make({ a, strict });
    const events = await eventsOf(['reply', 'authenticate'], () => who.api(fakeRequest()).authenticate());
    expect(events.map(({ stage, reasons }) => [stage, ...reasons.map(({ code }) => code)])).toEqual([
      ['authenticate', 'UNKNOWN', 'LATE'],
      ['reply', 'LATE'],
    ]);
    const [login, reply] = events as [StageEvent, StageEvent];
    expect(login.startedMs).toBeGreaterThanOrEqual(reply.startedMs);
    expect(login.startedMs + login.durationMs).toBeLessThanOrEqual(reply.startedMs + reply.durationMs);
    expect(new Set(events.map(({ request }) => request)).size).toBe(1);
  });

  it('of a hundred requests at once stay with their requests', async () => {
    const numbered: Authenticator = {
      async authenticate(exchange) {
        const number = Number(exchange.header('x-a'));
        for (let turn = number % 7; turn > 0; turn--) await null;
        exchange.explain?.(reasons.LATE, { seconds: number });
        return undefined;
      },
    };
    const who = make({ a: headerIdentifier('x-a'), strict: numbered });
    const ask = (number: number) => who.api(fakeRequest({ headers: { 'x-a': String(number) } })).authenticate();
    const events = await eventsOf(['authenticate'], () => Promise.all(Array.from({ length: 100 }, (_, i) => ask(i))));
    const seconds = events.sort((one, other) => one.request - other.request).map(({ reasons }) => reasons);
    expect(seconds).toEqual(Array.from({ length: 100 }, (_, i) => [{ ...reasons.LATE, facts: { seconds: i } }]));
    expect(new Set(events.map(({ request }) => request)).size).toBe(100);
  });
});

describe('the ends of a journey', () => {
  const who = createWho({
    publicUrl: 'https://app.example.org',
    plugins: {
      a: headerIdentifier('x-a'),
      list: listAuthenticator('ann'),
      login: fixedChallenger({ status: 302, headers: [['Location', '/login']] }),
    },
    identifiers: ['a'],
    authenticators: ['list'],
    challengers: ['login'],
    challengeRequests: 'all',
  });
  let events: (StageEvent | ResponseEvent)[] = [];
  const listen = (event: unknown): void => {
    events.push(event as ResponseEvent);
  };
  beforeEach(() => {
    events = [];
    for (const name of ['identify', 'response']) subscribe(`who:${name}`, listen);
  });
  afterEach(() => {
    for (const name of ['identify', 'response']) unsubscribe(`who:${name}`, listen);
  });

  it('are told with what the request was, without its query, and what became of it', async () => {
    const api = who.api(fakeRequest({ url: '/a/b?ticket=ST-1', headers: { 'x-a': 'ann' } }));
    await api.authenticate();
    await api.conclude(responseHead(200));
    const request = events[0]?.request;
    expect(events).toMatchObject([
      { request, method: 'GET', path: '/a/b' },
      { request, status: 200, userid: 'ann', isChallenged: false },
    ]);
  });

  it('tell of a challenge', async () => {
    const api = who.api(fakeRequest());
    await api.authenticate();
    await api.conclude(responseHead(401));
    expect(events[1]).toMatchObject({ status: 302, userid: undefined, isChallenged: true });
  });

  it('tell of failures, at once or later, and of targets that are no path', async () => {
    const failing = (plugin: Authenticator) =>
      createWho({
        publicUrl: 'https://app.example.org',
        plugins: { a: headerIdentifier('x-a'), plugin },
        identifiers: ['a'],
        authenticators: ['plugin'],
      });
    const down: Authenticator = {
      authenticate() {
        throw new WhoError('down', { code: 'LDAP_DOWN', plugin: 'x', status: 503 });
      },
    };
    for (const plugin of [down, later(down)]) {
      events = [];
      const api = failing(plugin).api(fakeRequest({ headers: { 'x-a': 'ann' } }));
      await expect((async () => api.authenticate())()).rejects.toThrow('down');
      expect(events[1]).toMatchObject({ status: 503, code: 'LDAP_DOWN', isChallenged: false });
    }
    events = [];
    await expect((async () => who.api(fakeRequest({ url: 'http://a/b?c' })).authenticate())()).rejects.toThrow();
    expect(events).toMatchObject([{ status: 400, code: 'BAD_TARGET' }]);
  });
});
