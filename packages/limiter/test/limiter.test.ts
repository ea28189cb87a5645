import { fakeClock, fakeExchange } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { createLimiter, type Guess } from '../src/index.js';
import { codeOf, waitOf } from './support.js';

const home = { address: '192.0.2.1' };
const alice: Guess = { user: 'alice' };

function create(options = {}) {
  const clock = fakeClock();
  return { clock, limiter: createLimiter({ now: clock.now, pair: { freeFailures: 2 }, ...options }) };
}

describe('a login view', () => {
  it('has its passwords checked, and gets what the check says', async () => {
    const { limiter } = create();
    const user = { id: 7 };
    expect(await limiter.attempt(home, alice, async () => user)).toBe(user);
    expect(limiter.attempt(home, alice, () => user)).toBe(user);
    expect(limiter.attempt(home, { ...alice, secret: 'right' }, () => 0)).toBe(0);
    const error = new Error('down');
    await expect(limiter.attempt(home, alice, () => Promise.reject(error))).rejects.toBe(error);
    expect(() =>
      limiter.attempt(home, alice, () => {
        throw error;
      }),
    ).toThrow(error);
  });

  it.each([[undefined], [null], [false]])('is told that %s is a failure', async (wrong) => {
    const { limiter } = create();
    for (let i = 0; i < 3; i++) expect(limiter.attempt(home, alice, () => wrong)).toBe(wrong);
    expect(await codeOf(() => limiter.attempt(home, alice, () => true))).toBe('LIMITER_TOO_MANY');
  });

  it('takes an exchange as the place', async () => {
    const { limiter } = create();
    const exchange = () => fakeExchange({ remoteAddress: '192.0.2.1' });
    for (let i = 0; i < 3; i++) await limiter.attempt(exchange(), alice, () => undefined);
    expect(limiter.check(home, alice)).toBe(1);
    expect(limiter.check({ address: '192.0.2.2' }, alice)).toBe(0);
  });

  it('can ask how long to wait, without a guess', async () => {
    const { limiter, clock } = create();
    for (let i = 0; i < 50; i++) expect(limiter.check(home, alice)).toBe(0);
    for (let i = 0; i < 3; i++) limiter.attempt(home, alice, () => undefined);
    for (let i = 0; i < 50; i++) expect(limiter.check(home, alice)).toBe(1);
    clock.advance(999);
    expect(limiter.check(home, alice)).toBe(1);
    clock.advance(1);
    expect(limiter.check(home, alice)).toBe(0);
    expect(limiter.attempt(home, alice, () => 'in')).toBe('in');
  });

  it('asks the same that a guess would be told, whatever has failed', async () => {
    const { limiter, clock } = create({ address: { freeFailures: 4 }, user: { freeFailures: 3 } });
    for (let i = 0; i < 200; i++) {
      const where = { address: `192.0.2.${i % 3}` };
      const guess = { user: `user${i % 5}` };
      const wait = await limiter.check(where, guess);
      let told = 0;
      try {
        limiter.attempt(where, guess, () => undefined);
      } catch (error) {
        told = waitOf(error);
      }
      expect(told).toBe(wait);
      clock.advance((i * 7919) % 1500);
    }
  });

  it('can count failures that show later', async () => {
    const { limiter } = create();
    for (let i = 0; i < 3; i++) {
      expect(limiter.attempt(home, alice, () => true)).toBe(true);
      limiter.penalise(home, alice);
      limiter.penalise(home, alice);
    }
    expect(limiter.check(home, alice)).toBe(0);
    limiter.penalise(home, alice);
    expect(limiter.check(home, alice)).toBe(1);
  });

  it('can pardon', async () => {
    const { limiter } = create();
    for (let i = 0; i < 3; i++) limiter.penalise(home, alice);
    expect(limiter.check(home, alice)).toBe(1);
    limiter.pardon(home, alice);
    expect(limiter.check(home, alice)).toBe(0);
  });

  it('counts kinds of guesses by themselves', async () => {
    const { limiter } = create();
    const code = { ...alice, kind: 'one-time code' };
    for (let i = 0; i < 3; i++) limiter.penalise(home, code);
    expect(limiter.check(home, code)).toBe(1);
    expect(limiter.check(home, alice)).toBe(0);
  });

  it('counts by the secret where nobody is named, and by the address where there is nothing', async () => {
    const { limiter } = create({ address: { freeFailures: 10 } });
    for (let i = 0; i < 3; i++) limiter.penalise(home, { secret: 'link' });
    expect(limiter.check(home, { secret: 'link' })).toBe(1);
    expect(limiter.check(home, { secret: 'other' })).toBe(0);
    for (let i = 0; i < 8; i++) limiter.penalise(home, {});
    expect(limiter.check(home, {})).toBe(1);
    expect(limiter.check(home, { secret: 'other' })).toBe(1);
    expect(limiter.check({ address: '192.0.2.2' }, {})).toBe(0);
  });

  it('is refused when the limiter is closed', async () => {
    const { limiter } = create();
    limiter.close();
    for (const ask of [
      () => limiter.attempt(home, alice, () => true),
      () => limiter.check(home, alice),
      () => limiter.penalise(home, alice),
      () => limiter.pardon(home, alice),
    ]) {
      expect(await codeOf(ask)).toBe('LIMITER_CLOSED');
    }
  });
});

describe('names', () => {
  it('have digests of one length, whatever they are', () => {
    const { limiter } = create();
    const names = ['', 'alice', 'x'.repeat(1_000_000), '\ud800', '\0', 'é'.normalize('NFD')];
    for (const name of names) expect(limiter.idOf(name)).toMatch(/^[\w-]{22}$/);
    expect(limiter.idOf('alice')).not.toBe(limiter.idOf('alice', 'token'));
    expect(limiter.idOf('ALICE ')).toBe(limiter.idOf('alice'));
  });
});
