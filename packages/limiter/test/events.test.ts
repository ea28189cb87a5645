import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createLimiter, type LimiterEvent } from '../src/index.js';
import { codeOf, scene } from './support.js';

const heard: LimiterEvent[] = [];
const listen = (event: unknown): void => void heard.push(event as LimiterEvent);
afterEach(() => {
  unsubscribe('who:limiter', listen);
  heard.length = 0;
});

/** What is told of a few tries, by the channel or the hook. */
async function told(options: Parameters<typeof scene>[0] = {}): Promise<void> {
  const { at, clock } = scene({ ...options, pair: { freeFailures: 1 } });
  const home = at('2001:db8::1');
  await home.right('alice');
  await home.try('alice', 'hunter2');
  await setImmediate();
  await home.try('alice', 'hunter3');
  await setImmediate();
  await home.try('alice', 'hunter4');
  clock.advance(1000);
  await home.right('alice');
}

const alice = {
  limiter: 'who:limiter',
  kind: 'password',
  user: createLimiter().idOf('Alice'),
  address: '2001:db8::/64',
};
const EXPECTED = [
  { event: 'succeeded', ...alice, isFamiliar: false },
  { event: 'failed', ...alice, failures: 1, isFamiliar: true },
  { event: 'failed', ...alice, failures: 2, isFamiliar: true },
  { event: 'refused', ...alice, scope: 'pair', waitSeconds: 1 },
  { event: 'succeeded', ...alice, isFamiliar: true },
];

describe('events', () => {
  it('go to the channel', async () => {
    subscribe('who:limiter', listen);
    await told();
    expect(heard).toEqual(EXPECTED);
  });

  it('go to the hook, with nothing that anybody typed', async () => {
    await told({ onEvent: listen });
    expect(heard).toEqual(EXPECTED);
    expect(JSON.stringify(heard)).not.toMatch(/alice|hunter/i);
  });

  it('say what the limiter is called', async () => {
    await told({ onEvent: listen, namespace: 'app:login' });
    expect(new Set(heard.map(({ limiter }) => limiter))).toEqual(new Set(['app:login']));
  });

  it('say what is counted by hand', async () => {
    const limiter = createLimiter({ onEvent: listen, user: { freeFailures: 1 } });
    await limiter.penalise({ address: '192.0.2.1' }, { user: 'alice' });
    await limiter.penalise({ address: '192.0.2.2' }, { user: 'alice' });
    expect(await codeOf(() => limiter.attempt({ address: '192.0.2.3' }, { user: 'alice' }, () => true))).toBe(
      'LIMITER_TOO_MANY',
    );
    expect(heard.map(({ event, scope }) => [event, scope])).toEqual([
      ['failed', undefined],
      ['failed', undefined],
      ['refused', 'user'],
    ]);
  });

  it('fail nobody', async () => {
    const failing = () => {
      throw new Error('the monitor is down');
    };
    const { at, warnings } = scene({ onEvent: failing });
    expect(await at('192.0.2.1').right('alice')).toBe('in');
    expect(await at('192.0.2.1').wrong('alice', 7)).toContain(1);
    expect(warnings.length).toBeGreaterThan(0);
    expect(warnings.join()).not.toContain('monitor');
  });
});
