import type { MaybePromise } from '@who/core';
import { type Clock, fakeClock } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Limits } from '../src/counting/ledger.js';
import { type Limit, mostFailures, mostForgiven } from '../src/counting/limit.js';
import { createLimiter, type Limiter, type LimiterOptions } from '../src/index.js';
import { fakeStore } from './fake-store.js';
import { waitOf } from './support.js';

const limits = {
  pair: { freeFailures: 2, windowSeconds: 200, firstDelaySeconds: 1, maxDelaySeconds: 20 },
  address: { freeFailures: 4, windowSeconds: 100, firstDelaySeconds: 2, maxDelaySeconds: 10 },
  user: { freeFailures: 3, windowSeconds: 300, firstDelaySeconds: 1, maxDelaySeconds: 30 },
} satisfies Limits;

/** A try: who, from where, whether it is right, how long it takes to check, and how long after the one before. */
const tries = fc.array(
  fc.record({
    user: fc.constantFrom<string>('alice', 'bob', 'carol'),
    address: fc.constantFrom<string>('192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'),
    verdict: fc.constantFrom(...Array<'wrong'>(12).fill('wrong'), 'right' as const, 'broken' as const),
    secret: fc.oneof(fc.nat({ max: 3 }), fc.nat()),
    checkMs: fc.oneof(fc.constant(0), fc.nat({ max: 5000 })),
    pauseMs: fc.oneof(
      { arbitrary: fc.constant(0), weight: 6 },
      { arbitrary: fc.nat({ max: 3000 }), weight: 3 },
      { arbitrary: fc.nat({ max: 60_000 }), weight: 1 },
    ),
  }),
  { minLength: 1, maxLength: 200 },
);

/** An attack that never lets go: nothing is right, and hardly a second passes between two tries. */
const attack = (users: number, addresses: number) =>
  fc.array(
    fc.record({
      user: fc.nat({ max: users - 1 }).map((n) => `user${n}`),
      address: fc.nat({ max: addresses - 1 }).map((n) => `192.0.2.${n}`),
      verdict: fc.constant('wrong' as const),
      secret: fc.nat(),
      checkMs: fc.constantFrom(0, 0, 100, 3000),
      pauseMs: fc.constantFrom(300, 500),
    }),
    { minLength: 150, maxLength: 190, size: 'max' },
  );

/** At few users from many addresses, and the other way round. */
const attacks = fc.oneof(attack(1, 1), attack(1, 20), attack(20, 1), attack(3, 3));

type Try = (typeof tries extends fc.Arbitrary<infer T> ? T : never) extends readonly (infer One)[] ? One : never;

const BROKEN = new Error('broken');

/** A failure that was checked. */
interface Failure {
  readonly user: string;
  readonly address: string;
  readonly isFamiliar: boolean;
  readonly atMs: number;
}

/** Plays tries, with checks that overlap, and tells which failures were checked. */
async function play(limiter: Limiter, clock: Clock, script: readonly Try[]): Promise<Failure[]> {
  const failures: Failure[] = [];
  const familiar = new Set<string>();
  const running: { endsMs: number; end: () => void }[] = [];
  const ticks = async (): Promise<void> => {
    for (let i = 0; i < 40; i++) await undefined;
  };
  const pass = async (untilMs: number): Promise<void> => {
    for (;;) {
      const [next] = running.filter(({ endsMs }) => endsMs <= untilMs).sort((a, b) => a.endsMs - b.endsMs);
      if (!next) break;
      running.splice(running.indexOf(next), 1);
      clock.advance(Math.max(0, next.endsMs - clock.now()));
      next.end();
      await ticks();
    }
    clock.advance(untilMs - clock.now());
  };

  for (const { user, address, verdict, secret, checkMs, pauseMs } of script) {
    await pass(clock.now() + pauseMs);
    const pair = `${user} ${address}`;
    const settle = (): true | undefined => {
      if (verdict === 'broken') throw BROKEN;
      if (verdict === 'right') familiar.add(pair);
      return verdict === 'right' || undefined;
    };
    const verify = (): MaybePromise<true | undefined> => {
      if (verdict === 'wrong') failures.push({ user, address, isFamiliar: familiar.has(pair), atMs: clock.now() });
      if (checkMs === 0) return settle();
      return new Promise<void>((end) => {
        running.push({ endsMs: clock.now() + checkMs, end });
      }).then(settle);
    };
    const guess = { user, secret: verdict === 'right' ? 'right' : `guess ${secret}` };
    const attempt = async () => limiter.attempt({ address }, guess, verify);
    attempt().catch((error) => error === BROKEN || waitOf(error));
    await ticks();
  }
  await pass(clock.now() + 5000);
  return failures;
}

/** The most failures in any time as long as a window. Two windows may have a part in it. */
function most(failures: readonly Failure[], { windowSeconds }: Limit): number {
  const times = failures.map(({ atMs }) => atMs).sort((a, b) => a - b);
  const counts = times.map((from) => times.filter((ms) => ms >= from && ms < from + windowSeconds * 1000).length);
  return Math.max(0, ...counts);
}

/** @param windows how many there have been at most in the time of one */
function expectBounds(
  failures: readonly Failure[],
  { pair, address, user }: Limits,
  windows: number,
  forgiven: number,
): void {
  const strangers = failures.filter(({ isFamiliar }) => !isFamiliar);
  const by = (list: readonly Failure[], nameOf: (one: Failure) => string): Failure[][] =>
    [...new Set(list.map(nameOf))].map((name) => list.filter((one) => nameOf(one) === name));
  for (const group of by(failures, (one) => `${one.user} ${one.address}`)) {
    expect(most(group, pair)).toBeLessThanOrEqual(windows * (mostFailures(pair) + forgiven));
  }
  for (const group of by(strangers, (one) => one.address)) {
    expect(most(group, address)).toBeLessThanOrEqual(windows * mostFailures(address));
  }
  for (const group of by(strangers, (one) => one.user)) {
    expect(most(group, user)).toBeLessThanOrEqual(windows * mostFailures(user));
  }
}

describe('the failures that are checked', () => {
  const create = (clock: Clock, more: LimiterOptions = {}): Limiter =>
    createLimiter({ ...limits, now: clock.now, ...more });

  it('are no more than there may be, whatever is tried', async () => {
    await fc.assert(
      fc.asyncProperty(tries, async (script) => {
        const clock = fakeClock();
        expectBounds(await play(create(clock), clock, script), limits, 2, mostForgiven(limits.pair));
      }),
      { numRuns: 150 },
    );
  });

  it('are no more either where counts are kept in a store', async () => {
    await fc.assert(
      fc.asyncProperty(tries, async (script) => {
        const clock = fakeClock();
        const limiter = create(clock, { store: fakeStore(clock.now) });
        expectBounds(await play(limiter, clock, script), limits, 2, mostForgiven(limits.pair));
      }),
      { numRuns: 100 },
    );
  });

  it('are no more in one window than an attack that never lets go can have', async () => {
    const windowSeconds = 100;
    const dense = {
      pair: { ...limits.pair, windowSeconds },
      address: { ...limits.address, windowSeconds },
      user: { ...limits.user, windowSeconds },
    };
    await fc.assert(
      fc.asyncProperty(attacks, fc.boolean(), async (script, isStored) => {
        const clock = fakeClock();
        const more = isStored ? { store: fakeStore(clock.now) } : {};
        expectBounds(await play(create(clock, { ...dense, ...more }), clock, script), dense, 1, 0);
      }),
      { numRuns: 60 },
    );
  });

  it('are no more in several processes with one store, however late its answers come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 60 }), async (scheduler, count) => {
        const clock = fakeClock();
        const store = fakeStore(clock.now, async (value) => {
          await scheduler.schedule(Promise.resolve());
          return value;
        });
        const processes = [1, 2, 3].map(() => create(clock, { store, timeoutMs: 60_000 }));
        let checks = 0;
        const asked = Array.from({ length: count }, async (_, i) => {
          const limiter = processes[i % 3] as Limiter;
          const guess = { user: 'alice', secret: `${i}` };
          const verify = () => {
            checks++;
            return undefined;
          };
          return limiter.attempt({ address: '192.0.2.1' }, guess, verify);
        });
        await scheduler.waitFor(Promise.allSettled(asked));
        expect(checks).toBeLessThanOrEqual(3);
        expect(checks).toBeGreaterThanOrEqual(Math.min(count, 1));
      }),
      { numRuns: 60 },
    );
  });

  it('are not made by people who sign in, however many do so at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 50 }), fc.nat({ max: 20 }), async (count, checkMs) => {
        const clock = fakeClock();
        const limiter = create(clock);
        const script = Array.from({ length: count }, (_, i): Try => {
          const address = i % 2 === 0 ? '192.0.2.1' : '192.0.2.2';
          return { user: 'alice', address, verdict: 'right', secret: 0, checkMs, pauseMs: 0 };
        });
        await play(limiter, clock, script);
        for (const { address, user } of script) expect(await limiter.check({ address }, { user })).toBe(0);
      }),
      { numRuns: 30 },
    );
  });
});
