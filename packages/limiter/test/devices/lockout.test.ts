import { setImmediate } from 'node:timers/promises';
import { fakeClock, fakeExchange } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostFailures, mostForgiven } from '../../src/counting/limit.js';
import { createLimiter, type Limiter, type LimiterOptions, limited } from '../../src/index.js';
import { fakeStore } from '../fake-store.js';
import { type Place, placeAt, users } from '../support.js';

const SECRET = 'a secret of these tests, which has 32 bytes';
const PAIR = { freeFailures: 3, windowSeconds: 1000, firstDelaySeconds: 1, maxDelaySeconds: 100 };
const ADDRESSES = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '2001:db8::1'];

/** A limiter, and people at places that may send a cookie. */
function stage(more: LimiterOptions) {
  const clock = fakeClock();
  const inner = users();
  const options = {
    pair: PAIR,
    user: { freeFailures: 3 },
    address: { freeFailures: 5 },
    devices: { secrets: [SECRET] },
  };
  const limiter = createLimiter({ trustedProxies: [], now: clock.now, ...options, ...more });
  const plugin = limited(inner, { limiter });
  const at = (address: string, cookie?: string): Place =>
    placeAt(plugin, clock, address, { headers: cookie === undefined ? {} : { Cookie: cookie } });
  return { clock, inner, limiter, at };
}

/** The cookie that a browser of a user gets. */
function deviceOf(limiter: Limiter, user: string): string {
  const [[, line] = []] = limiter.deviceCookie(fakeExchange(), { user });
  return String(line).split(';', 1)[0] as string;
}

const pauseMs = fc.oneof({ arbitrary: fc.constant(0), weight: 3 }, fc.nat({ max: 3000 }), fc.nat({ max: 300_000 }));
const address = fc.constantFrom(...ADDRESSES);
/** What somebody else does, who has accounts and cookies of his own, and what alice does on her device. */
const steps = fc.array(
  fc.oneof(
    {
      arbitrary: fc.record({
        who: fc.constant('mallory' as const),
        victim: fc.constantFrom('alice', 'ALICE', 'bob', 'mallory'),
        cookie: fc.constantFrom('none', 'own', 'forged', 'moved'),
        times: fc.integer({ min: 1, max: 8 }),
        address,
        pauseMs,
      }),
      weight: 4,
    },
    {
      arbitrary: fc.record({ who: fc.constant('alice' as const), typos: fc.nat({ max: 3 }), address, pauseMs }),
      weight: 1,
    },
  ),
  { minLength: 5, maxLength: 60 },
);

describe.each<[string, (now: () => number) => LimiterOptions]>([
  ['in memory', () => ({})],
  ['in a store', (now) => ({ store: fakeStore(now) })],
])('%s, somebody on a device of hers', (_, place) => {
  it('signs in at once, whatever others do, and wherever they and she are', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        let clockNow = (): number => 0;
        const { clock, limiter, at } = stage(place(() => clockNow()));
        clockNow = clock.now;
        const hers = deviceOf(limiter, 'alice');
        const [name = '', value = ''] = hers.split('=');
        const [id = '', ...rest] = value.split('.');
        const cookies = {
          none: undefined,
          own: deviceOf(limiter, 'mallory'),
          forged: `${name}=${id}.${rest[0]}.${'A'.repeat(43)}`,
          moved: `${name}=${
            deviceOf(limiter, 'mallory')
              .slice(name.length + 1)
              .split('.')[0]
          }.${rest.join('.')}`,
        };
        let typosLeft = mostForgiven(PAIR);
        for (const step of script) {
          clock.advance(step.pauseMs);
          if (step.who === 'mallory') {
            await at(step.address, cookies[step.cookie]).wrong(step.victim, step.times);
            continue;
          }
          const device = at(step.address, hers);
          const typos = Math.min(step.typos, typosLeft);
          typosLeft -= typos;
          for (const typo of await device.wrong('alice', typos)) expect(typo).toBe('out');
          expect(await device.right('alice')).toBe('in');
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('somebody with a stolen device cookie', () => {
  it('has the guesses of one pair with it, from however many addresses', async () => {
    const guesses = fc.array(fc.record({ address, pauseMs: fc.constantFrom(0, 500, 1000, 20_000, 100_000) }), {
      minLength: 50,
      maxLength: 300,
      size: 'max',
    });
    await fc.assert(
      fc.asyncProperty(guesses, async (script) => {
        const { clock, inner, limiter, at } = stage({});
        const stolen = deviceOf(limiter, 'alice');
        const startMs = clock.now();
        for (const guess of script) {
          clock.advance(guess.pauseMs);
          if (clock.now() - startMs >= PAIR.windowSeconds * 1000) break;
          await at(guess.address, stolen).try('alice', `guess ${clock.now()}`);
        }
        expect(inner.checks).toBeLessThanOrEqual(mostFailures(PAIR));
      }),
      { numRuns: 60 },
    );
  });

  it('makes the device wait, and nobody else', async () => {
    const { limiter, at } = stage({});
    const stolen = deviceOf(limiter, 'alice');
    expect(await at('192.0.2.1', stolen).wrong('alice', 5)).toEqual(['out', 'out', 'out', 'out', 1]);
    expect(await at('192.0.2.2', stolen).right('alice')).toBe(1);
    expect(await at('192.0.2.1').right('alice')).toBe('in');
    expect(await at('192.0.2.2', deviceOf(limiter, 'alice')).right('alice')).toBe('in');
  });

  it('has no guesses at others', async () => {
    const { limiter, at } = stage({});
    const stolen = deviceOf(limiter, 'alice');
    await at('192.0.2.1', stolen).wrong('bob', 5);
    expect(await at('192.0.2.1').right('bob')).toBe(1);
    expect(await at('192.0.2.1', stolen).right('alice')).toBe('in');
  });
});

describe('a sign-in on a device', () => {
  it('makes the address familiar, as one without does', async () => {
    const { limiter, at } = stage({});
    expect(await at('192.0.2.1', deviceOf(limiter, 'alice')).right('alice')).toBe('in');
    for (let i = 0; i < 50; i++) await at(`198.51.100.${i}`).try('alice');
    expect(await at('192.0.2.1').right('alice')).toBe('in');
    expect(await at('192.0.2.2').right('alice')).not.toBe('in');
  });

  it('is told of, and so is whom its limit refuses', async () => {
    const events: unknown[] = [];
    const onEvent: LimiterOptions['onEvent'] = ({ event, isFamiliar, failures, scope }) =>
      void events.push([event, isFamiliar ?? failures ?? scope]);
    const { limiter, at } = stage({ onEvent });
    const device = at('192.0.2.1', deviceOf(limiter, 'alice'));
    await device.right('alice');
    await device.wrong('alice', 4);
    await setImmediate();
    await device.try('alice');
    expect(events).toEqual([['succeeded', true], ...Array(4).fill(['failed', true]), ['refused', 'device']]);
  });

  it('may be made, shown, counted and pardoned by a page of one’s own', async () => {
    const { limiter, at } = stage({});
    const cookie = deviceOf(limiter, 'alice');
    const exchange = fakeExchange({ remoteAddress: '192.0.2.1', headers: { Cookie: cookie } });
    for (let i = 0; i < 4; i++) await limiter.penalise(exchange, { user: 'alice' });
    expect(await limiter.check(exchange, { user: 'alice' })).toBe(1);
    expect(await limiter.check({ address: '192.0.2.1' }, { user: 'alice' })).toBe(0);
    expect(await at('192.0.2.1', cookie).right('alice')).toBe(1);
    await limiter.pardon(exchange, { user: 'alice' });
    expect(await at('192.0.2.1', cookie).right('alice')).toBe('in');
    expect(limiter.deviceCookie(exchange, { user: 'alice' })).toEqual([]);
    expect(limiter.deviceCookie(exchange, { secret: 'a token' })).toEqual([]);
    expect(() => createLimiter().deviceCookie(exchange, { user: 'alice' })).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION' }),
    );
  });
});
