import { describe, expect, it } from 'vitest';
import { type Result, scene } from './support.js';

const DAY_MS = 86_400_000;
const address = (index: number): string => `198.51.${Math.floor(index / 250)}.${1 + (index % 250)}`;

describe('a user whom many attack', () => {
  /** An attacker with a thousand addresses who tries whenever he may. */
  async function attacked(options = {}) {
    const made = scene(options);
    const { at } = made;
    expect(await at('192.0.2.1').right('alice')).toBe('in');
    for (let i = 0; i < 1000; i++) await at(address(i)).try('alice');
    return made;
  }

  it('signs in from a known address as though nothing were', async () => {
    const { at, clock, inner } = await attacked();
    // 20 free ones, and one that was not.
    expect(inner.checks).toBe(1 + 21);
    for (let hour = 0; hour < 48; hour++) {
      clock.advance(3_600_000);
      for (let i = 0; i < 30; i++) await at(address(i)).try('alice');
      expect(await at('192.0.2.1').right('alice')).toBe('in');
    }
  });

  it('may also mistype there', async () => {
    const { at } = await attacked();
    const home = at('192.0.2.1');
    expect(await home.wrong('alice', 4)).toEqual(['out', 'out', 'out', 'out']);
    expect(await home.right('alice')).toBe('in');
  });

  it('has to wait at a new address, like everybody', async () => {
    const { at, clock } = await attacked();
    const hotel = at('203.0.113.9');
    expect(await hotel.right('alice')).toBe(1);
    clock.advance(1000);
    expect(await hotel.right('alice')).toBe('in');
    // From now on this is a known one.
    for (let i = 0; i < 1000; i++) await at(address(i)).try('alice');
    expect(await hotel.right('alice')).toBe('in');
  });

  it('is guessed at about 125 times a day, by however many', async () => {
    const { at, clock, inner } = scene();
    const startMs = clock.now();
    let checks = 0;
    for (let second = 0; clock.now() - startMs < DAY_MS; second++) {
      for (let i = 0; i < 5; i++) await at(address((second * 7 + i) % 5000)).try('alice');
      checks = inner.checks;
      clock.advance(second < 2000 ? 1000 : 60_000);
    }
    expect(checks).toBeGreaterThan(100);
    expect(checks).toBeLessThanOrEqual(125);
  });

  it('is pardoned by the application, which knows better', async () => {
    const { at, plugin } = await attacked();
    const hotel = at('203.0.113.9');
    expect(await hotel.right('alice')).toBe(1);
    const { limiter } = plugin as ReturnType<typeof import('../src/index.js').limited>;
    await limiter.pardon({ address: '203.0.113.9' }, { user: 'Alice' });
    expect(await hotel.right('alice')).toBe('in');
  });

  it('is known for as long as it says', async () => {
    const { at, clock } = await attacked({ familiarDays: 10 });
    clock.advance(9 * DAY_MS);
    for (let i = 0; i < 50; i++) await at(address(i)).try('alice');
    // It begins anew with each success.
    expect(await at('192.0.2.1').right('alice')).toBe('in');
    clock.advance(9 * DAY_MS);
    for (let i = 0; i < 50; i++) await at(address(i)).try('alice');
    expect(await at('192.0.2.1').right('alice')).toBe('in');
    clock.advance(11 * DAY_MS);
    for (let i = 0; i < 50; i++) await at(address(i)).try('alice');
    expect(await at('192.0.2.1').right('alice')).toBe(1);
  });
});

describe('an address from which somebody tries many names', () => {
  async function sprayed() {
    const made = scene();
    const { at } = made;
    const office = at('192.0.2.1');
    expect(await office.right('alice')).toBe('in');
    const results: Result[] = [];
    for (let i = 0; i < 60; i++) results.push(await office.try(`user${i}`, 'Summer2026'));
    expect(results.indexOf(1)).toBe(51);
    return { ...made, office };
  }

  it('does not keep those out who have signed in there before', async () => {
    const { office } = await sprayed();
    expect(await office.right('alice')).toBe('in');
  });

  it('lets others in there one at a time, and elsewhere at once', async () => {
    const { office, at, clock } = await sprayed();
    expect(await office.right('bob')).toBe(1);
    expect(await at('192.0.2.2').right('bob')).toBe('in');
    clock.advance(1000);
    expect(await office.right('carol')).toBe('in');
    // That was no failure, so the next one need not wait for it.
    expect(await office.right('dave')).toBe('in');
    expect(await office.try('erin')).toBe('out');
    expect(await office.right('erin')).toBe(2);
  });

  it('has no more guesses because an account of one’s own signs in in between', async () => {
    const { office, inner, clock } = await sprayed();
    const { checks } = inner;
    let successes = 0;
    for (let second = 0; second < 1000; second++) {
      if ((await office.right('mallory')) === 'in') successes++;
      for (let i = 0; i < 5; i++) await office.try(`victim${second}.${i}`);
      clock.advance(1000);
    }
    expect(successes).toBeGreaterThan(0);
    // 1, 2, 4, … 256, and 300 s from then on.
    expect(inner.checks - checks - successes).toBeLessThanOrEqual(11);
  });

  it('is the whole of a customer’s IPv6', async () => {
    const { at } = scene();
    for (let i = 0; i < 51; i++) await at(`2001:db8:1:2::${(i + 1).toString(16)}`).try(`user${i}`);
    expect(await at('2001:db8:1:2:ffff::1').try('bob')).toBe(1);
    expect(await at('2001:db8:1:3::1').try('bob')).toBe('out');
  });

  it('is the same however the server writes it', async () => {
    const { at } = scene();
    await at('::ffff:192.0.2.1').wrong('alice', 3);
    await at('192.0.2.1').wrong('alice', 3);
    await at('::ffff:c000:201').try('alice');
    expect(await at('192.0.2.1').try('alice')).toBe(1);
    expect(await at('192.0.2.2').try('alice')).toBe('out');
  });
});
