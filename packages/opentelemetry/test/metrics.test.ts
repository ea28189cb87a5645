import { metrics } from '@opentelemetry/api';
import * as conventions from '@opentelemetry/semantic-conventions';
import * as incubating from '@opentelemetry/semantic-conventions/incubating';
import { WhoError } from '@who/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenTelemetry, openTelemetry } from '../src/index.js';
import { ATTRIBUTES, METRICS, OTHER } from '../src/names.js';
import { cache, PASSWORD, type Sdk, site, startSdk } from './support.js';

let sdk: Sdk;
let telemetry: OpenTelemetry;
beforeEach(() => {
  // Before the SDK, as it may happen.
  telemetry = openTelemetry();
  sdk = startSdk();
});
afterEach(async () => {
  telemetry.close();
  await sdk.stop();
});

const counted = async (name: string) => (await sdk.measured()).filter((line) => line.startsWith(`${name}{`)).sort();

describe('what is counted', () => {
  it('is signing in and out, and challenges', async () => {
    await using app = await site();
    const browser = app.browser();
    await browser.get('/private');
    await browser.post('/login', { login: 'alice', password: PASSWORD });
    for (let i = 0; i < 5; i++) await browser.get('/private');
    await browser.post('/logout', {});
    expect(await counted('who.sign_ins')).toEqual(['who.sign_ins{who.plugin=users} 1']);
    expect(await counted('who.sign_outs')).toEqual(['who.sign_outs{} 1']);
    expect(await counted('who.challenges')).toEqual(['who.challenges{who.plugin=form} 1']);
  });

  it('is refusals and failures, by their codes', async () => {
    await using app = await site();
    await app.browser().post('/login', { login: 'alice', password: 'wrong' });
    await app.browser().post('/login', { login: 'locked', password: PASSWORD });
    expect(await counted('who.refusals')).toEqual([
      'who.refusals{who.plugin=users,who.reason.code=ACCOUNT_LOCKED} 1',
      'who.refusals{who.plugin=users,who.reason.code=USERS_WRONG_PASSWORD} 1',
    ]);
    expect(await counted('who.failures')).toEqual([
      'who.failures{error.type=ACCOUNT_LOCKED,who.plugin=users,who.stage=authenticate} 1',
    ]);
  });

  it('is a failure of a request once, also where no plugin has failed', async () => {
    const down = {
      identify() {
        throw new WhoError('Down.', { code: 'BACKEND_DOWN', plugin: 'down', status: 503 });
      },
      remember: () => undefined,
      forget: () => undefined,
    };
    await using app = await site({ plugins: { down }, orders: { identifiers: ['down'] } });
    await app.browser().get('/');
    await app.browser().post('/', {});
    expect(await counted('who.failures')).toEqual([
      'who.failures{error.type=BACKEND_DOWN,who.plugin=down,who.stage=identify} 2',
    ]);
  });

  it('is hits and misses of caches, and whether breakers are open', async () => {
    const attributes = cache();
    await using app = await site({ plugins: { attributes } });
    const browser = app.browser();
    await browser.post('/login', { login: 'alice', password: PASSWORD });
    await browser.get('/');
    await browser.get('/');
    expect(await counted('who.cache.lookups')).toEqual([
      'who.cache.lookups{who.cache.result=hit,who.plugin=attributes} 2',
      'who.cache.lookups{who.cache.result=miss,who.plugin=attributes} 1',
    ]);
    expect(await counted('who.breaker.open')).toEqual([]);
    attributes.isAway = true;
    await browser.get('/');
    expect(await counted('who.breaker.open')).toEqual(['who.breaker.open{who.plugin=attributes} 1']);
    expect(await counted('who.breaker.rejections')).toEqual(['who.breaker.rejections{who.plugin=attributes} 1']);
    attributes.isAway = false;
    await browser.get('/');
    expect(await counted('who.breaker.open')).toEqual(['who.breaker.open{who.plugin=attributes} 0']);
  });

  it('is the time of each call, in seconds', async () => {
    await using app = await site();
    await app.browser().get('/private');
    expect(await counted('who.stage.duration')).toEqual([
      'who.stage.duration{who.outcome=answered,who.plugin=challengeDecider,who.stage=decide} 1',
      'who.stage.duration{who.outcome=answered,who.plugin=form,who.stage=challenge} 1',
      'who.stage.duration{who.outcome=answered,who.plugin=requestClassifier,who.stage=classify} 1',
      'who.stage.duration{who.outcome=none,who.plugin=form,who.stage=identify} 1',
      'who.stage.duration{who.outcome=none,who.plugin=ticket,who.stage=identify} 1',
    ]);
  });
});

describe('attributes', () => {
  it('hold nothing of requests: neither users nor paths, and their number does not grow', async () => {
    await using app = await site();
    for (let i = 0; i < 20; i++) {
      const browser = app.browser();
      await browser.get(`/path-${i}?query-${i}`);
      await browser.post('/login', { login: `user-${i}`, password: i % 2 === 0 ? PASSWORD : `wrong-${i}` });
      await browser.get(`/private`);
    }
    const lines = await sdk.measured();
    expect(lines.join('\n')).not.toMatch(/path-|query-|user-|wrong-/);
    expect(lines.length).toBeLessThan(40);
  });

  it('stay few where a plugin makes codes of what it is sent', async () => {
    const strange = {
      identify(exchange: { readonly path: string }) {
        throw new WhoError('No.', { code: exchange.path, plugin: 'strange', status: 400 });
      },
      remember: () => undefined,
      forget: () => undefined,
    };
    await using app = await site({ plugins: { strange }, orders: { identifiers: ['strange'] } });
    for (let i = 0; i < 300; i++) await app.browser().get(`/${i}`);
    const failures = await counted('who.failures');
    expect(failures).toHaveLength(201);
    expect(failures.find((line) => line.includes(OTHER))).toMatch(/ 100$/);
  });

  it('are named as the conventions have them, or begin with "who."', () => {
    const known = new Set<unknown>([...Object.values(conventions), ...Object.values(incubating)]);
    for (const name of [...Object.values(ATTRIBUTES), ...Object.values(METRICS)]) {
      expect(known.has(name) || name.startsWith('who.'), name).toBe(true);
    }
    expect(ATTRIBUTES.errorType).toBe(conventions.ATTR_ERROR_TYPE);
    expect(ATTRIBUTES.userid).toBe(incubating.ATTR_ENDUSER_ID);
    expect(OTHER).toBe(conventions.ERROR_TYPE_VALUE_OTHER);
  });
});

describe('metrics', () => {
  it('go on when another SDK is set in the place of the first', async () => {
    await using app = await site();
    await app.browser().get('/');
    await sdk.stop();
    expect(metrics.getMeterProvider()).toBeDefined();
    sdk = startSdk();
    await app.browser().get('/private');
    expect(await counted('who.challenges')).toEqual(['who.challenges{who.plugin=form} 1']);
  });

  it('come to an end with the telemetry', async () => {
    await using app = await site();
    telemetry.close();
    await app.browser().get('/private');
    expect(await sdk.measured()).toEqual([]);
  });
});
