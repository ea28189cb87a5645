import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Authenticator } from '@who/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenTelemetry, openTelemetry } from '../src/index.js';
import { PASSWORD, type Sdk, site, startSdk, tracesOf, treesOf } from './support.js';

let sdk: Sdk;
let telemetry: OpenTelemetry;
beforeEach(() => {
  sdk = startSdk();
  telemetry = openTelemetry();
});
afterEach(async () => {
  telemetry.close();
  await sdk.stop();
});

const spanOf = (name: string) => sdk.spans().find((span) => span.name === name);

describe('a request', () => {
  it('has a span for each call of a plugin, under that of the server', async () => {
    await using app = await site();
    await app.browser().get('/private');
    await expect
      .poll(() => treesOf(sdk.spans()))
      .toEqual([
        [
          'GET',
          'GET > who.challenge form',
          'GET > who.classify requestClassifier',
          'GET > who.decide challengeDecider',
          'GET > who.identify form',
          'GET > who.identify ticket',
        ],
      ]);
    const { attributes, status } = spanOf('who.challenge form') ?? {};
    expect(attributes).toEqual({
      'who.stage': 'challenge',
      'who.plugin': 'form',
      'who.outcome': 'answered',
      'who.request': expect.any(Number),
      'who.classification': 'browser',
    });
    expect(status).toEqual({ code: SpanStatusCode.UNSET });
  });

  it('has the login that an answer makes inside that answer, and what plugins do inside their calls', async () => {
    await using app = await site();
    await app.browser().post('/login', { login: 'alice', password: PASSWORD });
    await expect.poll(() => sdk.spans().at(-1)?.name).toBe('POST');
    const [tree = []] = treesOf(sdk.spans());
    const reply = 'POST > who.reply identifier';
    expect(tree.filter((path) => path.startsWith(reply))).toEqual([
      reply,
      `${reply} > who.authenticate ticket`,
      `${reply} > who.authenticate users`,
      `${reply} > who.authenticate users > SELECT`,
      `${reply} > who.metadata attributes`,
      `${reply} > who.remember form`,
    ]);
    expect(tree.filter((path) => path.includes('lost'))).toEqual([]);
  });

  it('says why in events, and marks failures by their code', async () => {
    await using app = await site();
    await app.browser().post('/login', { login: 'alice', password: 'wrong' });
    await app.browser().post('/login', { login: 'locked', password: PASSWORD });
    await expect.poll(() => sdk.spans().filter(({ name }) => name === 'POST')).toHaveLength(2);
    const asked = sdk.spans().filter(({ name }) => name === 'who.authenticate users');
    const told = asked.flatMap(({ events }) => events.map(({ name, attributes }) => ({ name, attributes })));
    expect(told).toContainEqual({ name: 'who.reason', attributes: { 'who.reason.code': 'USERS_WRONG_PASSWORD' } });
    const failed = asked.filter(({ status }) => status.code === SpanStatusCode.ERROR);
    expect(failed.map(({ attributes }) => attributes['error.type'])).toEqual(['ACCOUNT_LOCKED']);
    expect(failed.map(({ attributes }) => attributes['who.outcome'])).toEqual(['failed']);
  });

  it('takes as long as its calls do', async () => {
    const slow: Authenticator = {
      async authenticate() {
        const until = performance.now() + 20;
        while (performance.now() < until) await new Promise(setImmediate);
        return undefined;
      },
    };
    await using app = await site({ plugins: { slow }, orders: { authenticators: ['slow', 'ticket'] } });
    await app.browser().post('/login', { login: 'alice', password: PASSWORD });
    const [seconds = 0, nanoseconds = 0] = spanOf('who.authenticate slow')?.duration ?? [];
    expect(seconds * 1e3 + nanoseconds / 1e6).toBeGreaterThan(19);
  });
});

describe('many requests at once', () => {
  it('stay apart, whatever they wait for', async () => {
    await using app = await site();
    const signIn = (i: number) => app.browser().post('/login', { login: `user-${i}`, password: PASSWORD });
    await Promise.all(Array.from({ length: 50 }, (_, i) => signIn(i)));
    await expect.poll(() => sdk.spans().filter(({ name }) => name === 'POST')).toHaveLength(50);
    const trees = treesOf(sdk.spans());
    expect(trees).toHaveLength(50);
    for (const tree of trees) expect(tree).toEqual(trees[0]);
    for (const one of tracesOf(sdk.spans())) {
      expect(new Set(one.flatMap(({ attributes }) => attributes['who.request'] ?? [])).size).toBe(1);
    }
  });

  it('stay apart where the application answers in the context of another one', async () => {
    /** As a pool does that calls back whoever waits. */
    const waiting: (() => void)[] = [];
    await using app = await site({
      answer(_req, res) {
        waiting.push(() => {
          res.statusCode = 401;
          res.end();
        });
        if (waiting.length === 2) for (const call of waiting) call();
      },
    });
    await Promise.all([app.browser().get('/a'), app.browser().get('/b')]);
    await expect.poll(() => sdk.spans().filter(({ name }) => name === 'GET')).toHaveLength(2);
    const [one, other] = treesOf(sdk.spans());
    expect(one).toContain('GET > who.decide challengeDecider');
    expect(one).toEqual(other);
  });
});

describe('what a span says of people', () => {
  const everything = () =>
    JSON.stringify(sdk.spans().map(({ name, attributes, events, status }) => ({ name, attributes, events, status })));

  async function signInAndOut(): Promise<string> {
    await using app = await site();
    const browser = app.browser();
    await browser.post('/login', { login: 'alice', password: PASSWORD });
    const cookie = browser.cookie('auth_tkt', `${app.url}/`) ?? '';
    await browser.get('/private');
    await browser.post('/logout', {});
    await expect.poll(() => sdk.spans().filter(({ name }) => name === 'POST')).toHaveLength(2);
    return cookie;
  }

  it('is nothing unless it is wanted: neither userid nor cookie nor password', async () => {
    const cookie = await signInAndOut();
    expect(cookie.length).toBeGreaterThan(20);
    for (const text of ['alice', cookie, PASSWORD, SECRET_PART]) expect(everything()).not.toContain(text);
  });

  it('is the userid where it is wanted, on the span of the server, too', async () => {
    telemetry.close();
    telemetry = openTelemetry({ userid: true });
    const cookie = await signInAndOut();
    const named = sdk.spans().filter(({ attributes }) => attributes['enduser.id'] === 'alice');
    expect(named.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['who.remember form', 'GET', 'who.forget form']),
    );
    expect(everything()).not.toContain(cookie);
  });
});

const SECRET_PART = 'an example secret';

describe('spans', () => {
  it('come to an end with the telemetry', async () => {
    await using app = await site();
    telemetry.close();
    await app.browser().get('/');
    await expect.poll(() => sdk.spans().map(({ name }) => name)).toEqual(['GET']);
  });

  it('go to a provider of their own, if there is one', async () => {
    telemetry.close();
    const names: string[] = [];
    const tracerProvider = {
      getTracer: () => ({
        ...trace.getTracer('none'),
        startSpan(name: string) {
          names.push(name);
          return trace.wrapSpanContext({ traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 });
        },
      }),
    };
    telemetry = openTelemetry({ tracerProvider: tracerProvider as never });
    await using app = await site();
    await app.browser().get('/');
    expect(names[0]).toBe('who.classify requestClassifier');
    expect(context.active()).toBeDefined();
  });
});
