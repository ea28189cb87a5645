import { type Clock, fakeClock, fakeExchange } from '@who/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ENTRY_BYTES } from '../src/bounded-store.js';
import { type MemoryMetadataCache, memoryMetadataCache } from '../src/index.js';
import { user } from './helpers.js';

const TTL_MS = 10_000;
const MAX_ENTRIES = 4;

/** What a cache should be, slow and simple: a list, whoever was seen last at its end. */
interface Kept {
  readonly userid: string;
  readonly attributes: object;
  readonly capturedMs: number;
}

class Model {
  list: Kept[] = [];
  evictions = 0;

  seen(userid: string, nowMs: number): Kept | undefined {
    const found = this.list.find((kept) => kept.userid === userid);
    this.list = this.list.filter((kept) => kept !== found);
    if (!found || found.capturedMs + TTL_MS <= nowMs) return undefined;
    this.list.push(found);
    return found;
  }

  capture(kept: Kept): void {
    this.list = this.list.filter(({ userid }) => userid !== kept.userid);
    this.list.push(kept);
    while (this.expired(kept.capturedMs)) this.list.shift();
    while (this.list.length > MAX_ENTRIES) {
      this.list.shift();
      this.evictions++;
      while (this.expired(kept.capturedMs)) this.list.shift();
    }
  }

  expired(nowMs: number): boolean {
    const oldest = this.list[0];
    return oldest !== undefined && oldest.capturedMs + TTL_MS <= nowMs;
  }
}

interface Real {
  readonly cache: MemoryMetadataCache;
  readonly clock: Clock;
  readonly exchange: ReturnType<typeof fakeExchange>;
}
type Command = fc.Command<Model, Real>;

/** A command that is always possible, after which bounds are kept and the counts agree. */
function command(label: string, run: (model: Model, real: Real) => void): Command {
  return {
    check: () => true,
    toString: () => label,
    run(model, real) {
      run(model, real);
      const { entries, bytes, evictions } = real.cache.stats();
      expect(entries).toBe(model.list.length);
      expect(entries).toBeLessThanOrEqual(MAX_ENTRIES);
      expect(evictions).toBe(model.evictions);
      if (entries === 0) expect(bytes).toBe(0);
      else expect(bytes).toBeGreaterThan(entries * ENTRY_BYTES);
    },
  };
}

const userids = fc.constantFrom('ann', 'bob', 'eve', 'joe', 'sue', 'tim', '__proto__');
const attributeSets = fc.dictionary(fc.constantFrom('mail', 'uid', 'groups'), fc.array(fc.string(), { maxLength: 3 }), {
  noNullPrototype: true,
});

const commands = [
  fc.tuple(userids, attributeSets).map(([userid, attributes]) =>
    command(`capture ${userid} ${JSON.stringify(attributes)}`, (model, { cache, clock, exchange }) => {
      const given = structuredClone(attributes);
      cache.addMetadata(exchange, user(userid, given));
      for (const values of Object.values(given)) values.push('changed by the application');
      model.capture({ userid, attributes, capturedMs: clock.now() });
    }),
  ),
  userids.map((userid) =>
    command(`replay ${userid}`, (model, { cache, clock, exchange }) => {
      const kept = model.seen(userid, clock.now());
      expect(cache.addMetadata(exchange, user(userid))).toEqual({ attributes: kept?.attributes ?? {} });
    }),
  ),
  userids.map((userid) =>
    command(`logout ${userid}`, (model, { cache, exchange }) => {
      cache.forgetMetadata(exchange, user(userid));
      model.list = model.list.filter((kept) => kept.userid !== userid);
    }),
  ),
  fc.constantFrom(1, 3000, TTL_MS - 1, TTL_MS).map((ms) =>
    command(`wait ${ms}`, (_model, { clock }) => {
      clock.advance(ms);
    }),
  ),
];

it('does what the model does, through captures, replays, logouts, expiries and evictions', () => {
  fc.assert(
    fc.property(fc.commands(commands, { maxCommands: 60 }), (run) => {
      const clock = fakeClock();
      fc.modelRun(
        () => ({
          model: new Model(),
          real: {
            cache: memoryMetadataCache({ maxEntries: MAX_ENTRIES, ttlSeconds: TTL_MS / 1000, now: clock.now }),
            clock,
            exchange: fakeExchange(),
          },
        }),
        run,
      );
    }),
    { numRuns: 300 },
  );
});
