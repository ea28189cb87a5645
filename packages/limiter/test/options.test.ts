import { Credentials, PasswordCredentials } from '@who/core';
import { fakeExchange, plainRememberer } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { createLimiter, deviceCookies, type LimitedOptions, limited } from '../src/index.js';
import { fakeStore } from './fake-store.js';
import { codeOf, users } from './support.js';

const devices = { secrets: ['a secret of these tests, which has 32 bytes'] };
const client = { status: 'ready', defineCommand() {}, multi() {}, del: async () => 0 };

describe('options', () => {
  it.each<[string, unknown]>([
    ['trustedProxys', { trustedProxys: [] }],
    ['trustedProxies', { trustedProxies: 'loopback' }],
    ['trustedProxies', { trustedProxies: ['10.0.0.0/33'] }],
    ['trustedProxies', { trustedProxies: [10] }],
    ['addressHeader', { addressHeader: 'x forwarded' }],
    ['ipv6Bits', { ipv6Bits: 0 }],
    ['ipv6Bits', { ipv6Bits: 129 }],
    ['freeFailure', { pair: { freeFailure: 3 } }],
    ['pair.freeFailures', { pair: { freeFailures: 0 } }],
    ['user.windowSeconds', { user: { windowSeconds: 0.5 } }],
    ['address', { address: { maxDelaySeconds: 4000 } }],
    ['pair', { pair: { firstDelaySeconds: 1000 } }],
    ['familiarDays', { familiarDays: 0 }],
    ['devices.secrets', { devices: {} }],
    ['devices.secrets', { devices: { secrets: 'a secret of these tests, which has 32 bytes' } }],
    ['devices.secrets', { devices: { secrets: [] } }],
    ['devices.secrets', { devices: { secrets: ['a secret that is too short'] } }],
    ['devices.secrets', { devices: { secrets: ['a secret of at least thirty-two bytes'] } }],
    ['devices.cookieName', { devices: { ...devices, cookieName: 'who device' } }],
    ['devices.cookieName', { devices: { ...devices, cookieName: 'd'.repeat(101) } }],
    ['devices.familiarDays', { devices: { ...devices, familiarDays: 401 } }],
    ['domain', { devices: { ...devices, domain: 'example.org' } }],
    ['normalizeUser', { normalizeUser: 'lower' }],
    ['url', { url: 'http://localhost' }],
    ['url', { url: 'redis://one,two' }],
    ['url', { url: 'redis://localhost', client }],
    ['url', { client, store: fakeStore(Date.now) }],
    ['tls', { tls: {} }],
    ['tls', { url: 'redis://localhost', tls: {} }],
    ['tls', { url: 'rediss://localhost', tls: { rejectUnauthorized: false } }],
    ['client', { client: {} }],
    ['store', { store: client }],
    ['namespace', { namespace: '{who}' }],
    ['namespace', { namespace: '' }],
    ['secret', { secret: '' }],
    ['secret', { secret: 'short' }],
    ['secret', { secret: 'change me' }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['whenDown', { whenDown: 'open' }],
    ['maxKeys', { maxKeys: 1 }],
    ['onEvent', { onEvent: true }],
    ['logger', { logger: {} }],
    ['now', { now: 1 }],
    ['key', { key: 'login' }],
    ['limiter', { limiter: {} }],
    ['ipv6Bits', { limiter: createLimiter(), ipv6Bits: 64 }],
  ])('refuse a bad %s: %o', (name, options) => {
    expect(() => limited(users(), options as LimitedOptions)).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION', message: expect.stringContaining(`"${name}"`) }),
    );
  });

  it('refuse what is no authenticator', () => {
    expect(() => limited({} as never)).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
    expect(() => limited(undefined as never)).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
  });

  it('refuse device cookies where there are no secrets, and what remembers nobody', () => {
    const limiter = createLimiter({ devices });
    const ticket = plainRememberer();
    for (const bad of [
      () => deviceCookies(ticket, { limiter: createLimiter() }),
      () => deviceCookies(ticket, {} as never),
      () => deviceCookies(ticket, { limiter: {} as never }),
      () => deviceCookies(ticket, { limiter, devices } as never),
      () => deviceCookies(users() as never, { limiter }),
      () => deviceCookies(undefined as never, { limiter }),
    ]) {
      expect(bad).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
    }
    expect(deviceCookies(ticket, { limiter })).toMatchObject({ wraps: ticket });
  });

  it('show no password of a URL', () => {
    const url = 'redis://user:hunter2@localhost:1/x?y';
    expect(() => createLimiter({ url })).toThrow(
      expect.not.objectContaining({ message: expect.stringMatching(/hunter2/) }),
    );
  });
});

describe('what credentials count under', () => {
  class Pin extends Credentials {
    readonly card: string;
    readonly pin: string;
    constructor(card: string, pin: string) {
      super();
      this.card = card;
      this.pin = pin;
    }
  }
  const machine = (more = {}) => ({
    ...more,
    authenticate: (_: unknown, credentials: Credentials) =>
      credentials instanceof Pin && credentials.pin === '1234' ? { userid: credentials.card } : undefined,
  });
  const identifier = { identify: () => undefined, remember: () => undefined, forget: () => undefined };

  it('is what one says', async () => {
    const key = (credentials: Credentials) =>
      credentials instanceof Pin ? { kind: 'pin', user: credentials.card, secret: credentials.pin } : undefined;
    const plugin = limited(machine(identifier), { key, pair: { freeFailures: 2 } });
    const exchange = fakeExchange();
    for (let i = 0; i < 3; i++) expect(plugin.authenticate(exchange, new Pin('card', `${i}`))).toBeUndefined();
    expect(await codeOf(() => plugin.authenticate(fakeExchange(), new Pin('card', '1234')))).toBe('LIMITER_TOO_MANY');
    expect(plugin.authenticate(exchange, new Pin('other', '1234'))).toEqual({ userid: 'other' });
    for (let i = 0; i < 100; i++) plugin.authenticate(exchange, new PasswordCredentials('card', `${i}`));
  });

  it('has to be said where nobody could know', () => {
    expect(() => limited(machine(identifier))).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
  });

  it('is the address for a kind that has neither login nor token', async () => {
    const plugin = limited(machine({ ...identifier, authenticates: [Pin] }), { address: { freeFailures: 3 } });
    for (let i = 0; i < 4; i++) plugin.authenticate(fakeExchange(), new Pin('card', `${i}`));
    expect(await codeOf(() => plugin.authenticate(fakeExchange(), new Pin('card', '1234')))).toBe('LIMITER_TOO_MANY');
  });
});
