import { fakeExchange } from '@who/testkit';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { metadataCache } from '../src/index.js';
import { user } from './helpers.js';
import { type Mood, type UnreliableStore, unreliableStore } from './unreliable-store.js';

// Random sign-ins, requests and logouts over a store that goes away and comes back, in random order and overlapping.

const USERS = ['ann', 'bob', 'eve', 'joe'] as const;
const exchange = fakeExchange();
/** An outage's requests time out, then the store is tried, then what is left is written. */
const RECOVERY_MS = 5000;

type Step =
  | { readonly do: 'capture' | 'replay' | 'logout'; readonly userid: string }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'mood'; readonly mood: Mood };

interface Added {
  readonly attributes: { readonly owner?: readonly string[]; readonly visit?: readonly string[] };
}

const userid = fc.constantFrom(...USERS);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('capture' as const), userid }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('replay' as const), userid }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('logout' as const), userid }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 40, 260, 1100, 3000) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('mood' as const),
      mood: fc.constantFrom<Mood>('well', 'refuses', 'hangs', 30),
    }),
  },
);

/** The newest change of each user, as it was asked for. */
class Model {
  /** The number of the last sign-in; 0 after a logout, and for who was never there. */
  readonly newest = new Map<string, number>();
  /** The oldest sign-in that counts for who asks now. */
  readonly floor = new Map<string, number>();
  visits = 0;
}

async function run(steps: readonly Step[], options: { writeBehind: boolean; staleIfErrorSeconds: number }) {
  const store: UnreliableStore = unreliableStore();
  const cache = metadataCache({ store, ...options });
  const model = new Model();
  const pending: Promise<unknown>[] = [];
  let waited = 0;

  const timed = (call: () => unknown) => {
    const startMs = performance.now();
    const settled = (async () => call())().then((value) => {
      waited = Math.max(waited, performance.now() - startMs);
      return value;
    });
    pending.push(settled);
    return settled;
  };
  for (const next of steps) {
    if (next.do === 'wait') await vi.advanceTimersByTimeAsync(next.ms);
    else if (next.do === 'mood') {
      store.mood(next.mood);
      if (next.mood === 'well') store.resume();
    } else if (next.do === 'capture') {
      model.visits++;
      model.newest.set(next.userid, model.visits);
      model.floor.set(next.userid, model.visits);
      const attributes = { owner: [next.userid], visit: [String(model.visits)] };
      timed(() => cache.addMetadata(exchange, user(next.userid, attributes)));
      attributes.owner.push('changed by the application');
    } else if (next.do === 'logout') {
      model.newest.set(next.userid, 0);
      model.floor.set(next.userid, model.visits + 1);
      timed(() => cache.forgetMetadata(exchange, user(next.userid)));
    } else {
      const floor = model.floor.get(next.userid) ?? 0;
      const checked = timed(() => cache.addMetadata(exchange, user(next.userid))).then((added) => {
        // What is replayed was captured, for this user, and was not out of date when he came.
        const { owner = [next.userid], visit = [String(floor)] } = (added as Added).attributes;
        expect(owner).toEqual([next.userid]);
        expect(Number(visit[0])).toBeGreaterThanOrEqual(floor);
      });
      checked.catch(() => {});
      pending.push(checked);
    }
  }

  store.mood('well');
  store.resume();
  await vi.advanceTimersByTimeAsync(RECOVERY_MS);
  await Promise.all(pending);
  expect(waited).toBeLessThanOrEqual(252);

  // All is as if the store had never been away.
  for (const one of USERS) {
    const visit = model.newest.get(one) ?? 0;
    const kept = store.texts.get(one);
    const expected = visit === 0 ? undefined : { owner: [one], visit: [String(visit)] };
    expect(kept === undefined ? undefined : JSON.parse(kept)).toEqual(expected);
    expect(await cache.addMetadata(exchange, user(one))).toEqual({ attributes: expected ?? {} });
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it.each([
  { writeBehind: false, staleIfErrorSeconds: 0 },
  { writeBehind: true, staleIfErrorSeconds: 0 },
  { writeBehind: true, staleIfErrorSeconds: 600 },
])('ends as if the store had never been away: %o', async (options) => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), (steps) => run(steps, options)),
    { numRuns: 100 },
  );
});
