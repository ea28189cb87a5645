import { type Exchange, type Identity, type MetadataProvider, WhoError } from '@who/core';
import { type MetadataCacheSubject, testMetadataCache } from '../../src/index.js';
import { reasons, SAYS_WHY, saying } from './reasons.js';
import type { Mutant, MutantTable } from './suite-run.js';

type Values = Record<string, unknown>;
interface Kept {
  readonly values: unknown;
  readonly untilMs: number;
}
/** The steps of a cache that can be done wrong. */
interface Steps {
  key(userid: string): string;
  copyIn(values: unknown): unknown;
  copyOut(values: unknown): unknown;
  readonly lifetimeMs: number;
  readonly maxEntries: number;
  isEmpty(values: unknown): boolean;
  wrap(answer: Values | undefined): Values | undefined | Promise<Values | undefined>;
  forget(kept: Map<string, Kept>, userid: string): void;
  log(identity: Identity): string;
  before(identity: Identity): void;
  /** Says whether there was anything. */
  say(exchange: Exchange, isFresh: boolean): void;
  /** Says why there is nothing to add at a sign-in. */
  captured(exchange: Exchange): void;
}

const LIFETIME_MS = 60_000;
const MAX_ENTRIES = 50;
const isObject = (values: unknown): values is object => typeof values === 'object' && values !== null;
const copy = (values: unknown): unknown => {
  try {
    return isObject(values) ? structuredClone(values) : {};
  } catch {
    return {};
  }
};

const soundSteps: Steps = {
  key: (userid) => userid,
  copyIn: copy,
  copyOut: copy,
  lifetimeMs: LIFETIME_MS,
  maxEntries: MAX_ENTRIES,
  isEmpty: (values) => !isObject(values) || Object.keys(values).length === 0,
  wrap: (answer) => answer,
  forget: (kept, userid) => kept.delete(userid),
  log: () => 'captured',
  before() {},
  say: (exchange, isFresh) => exchange.explain?.(isFresh ? reasons.CACHE_HIT : reasons.CACHE_MISS),
  captured: (exchange) => saying(exchange, undefined),
};

function cache(steps: Steps): Required<MetadataProvider<Values>> {
  const kept = new Map<string, Kept>();
  return {
    addMetadata(exchange, identity) {
      steps.before(identity);
      const key = steps.key(identity.userid);
      if (Object.hasOwn(identity.metadata, 'attributes')) {
        exchange.logger.debug(steps.log(identity));
        steps.captured(exchange);
        const values = steps.copyIn(identity.metadata['attributes']);
        kept.delete(key);
        if (steps.isEmpty(values)) return steps.wrap(undefined);
        kept.set(key, { values, untilMs: exchange.now() + steps.lifetimeMs });
        if (kept.size > steps.maxEntries) kept.delete(kept.keys().next().value as string);
        return steps.wrap(undefined);
      }
      const found = kept.get(key);
      const isFresh = found !== undefined && exchange.now() < found.untilMs;
      steps.say(exchange, isFresh);
      return steps.wrap(isFresh ? { attributes: steps.copyOut(found.values) } : undefined);
    },
    forgetMetadata: (_, { userid }) => steps.forget(kept, steps.key(userid)),
  };
}

const outage = new WhoError('The store does not answer.', { code: 'STORE_DOWN', plugin: 'cache', status: 503 });
const subject = (steps: Partial<Steps> = {}, parts: Partial<MetadataCacheSubject> = {}): MetadataCacheSubject => ({
  create: () => cache({ ...soundSteps, ...steps }),
  lifetimeMs: LIFETIME_MS,
  maxEntries: MAX_ENTRIES,
  broken: () => ({ addMetadata: () => Promise.reject(outage), forgetMetadata: () => Promise.reject(outage) }),
  ...parts,
});

const mutant = (
  that: string,
  caughtBy: string,
  steps: Partial<Steps>,
  parts?: Partial<MetadataCacheSubject>,
): Mutant<MetadataCacheSubject> => ({ that, caughtBy, subject: subject(steps, parts) });

let current = '';

export const metadataCache: MutantTable<MetadataCacheSubject> = {
  suite: testMetadataCache,
  sound: [subject(), subject({ wrap: async (answer) => answer }, { promises: ['addMetadata'] })],
  mutants: [
    mutant(
      'has no forgetMetadata',
      'has the methods of its role',
      {},
      {
        create: () => ({ ...cache(soundSteps), forgetMetadata: undefined as never }),
      },
    ),
    mutant('keeps what was released without a word', SAYS_WHY, { captured() {} }),
    mutant('has nothing without a word', SAYS_WHY, { say() {} }),
    mutant('calls a hit a miss', 'says whether it had something, by CACHE_HIT and CACHE_MISS', {
      say: (exchange) => exchange.explain?.(reasons.CACHE_MISS),
    }),
    mutant('keeps nothing', 'replays what was released at the sign-in', { isEmpty: () => true }),
    mutant('keeps everybody under one key', 'knows nothing of those who never signed in', { key: () => 'user' }),
    mutant(
      'keeps the first values',
      'keeps the newest values',
      {},
      {
        create() {
          const own = cache(soundSteps);
          const seen = new Set<string>();
          return {
            ...own,
            addMetadata(exchange, identity) {
              const isCapture = 'attributes' in identity.metadata;
              if (isCapture && seen.has(identity.userid)) return undefined;
              if (isCapture) seen.add(identity.userid);
              return own.addMetadata(exchange, identity);
            },
          };
        },
      },
    ),
    mutant(
      'passes over a sign-in without attributes',
      'is cleared by a sign-in that releases nothing',
      {},
      {
        create() {
          const own = cache(soundSteps);
          return {
            ...own,
            addMetadata: (exchange, identity) =>
              Object.keys(Object(identity.metadata['attributes'] ?? { a: 1 })).length === 0
                ? undefined
                : own.addMetadata(exchange, identity),
          };
        },
      },
    ),
    mutant('does not forget', 'forgets at the logout, and only who signs out', { forget() {} }),
    mutant('forgets everybody', 'forgets at the logout, and only who signs out', { forget: (kept) => kept.clear() }),
    mutant('keeps the object that was released', 'keeps a copy of what was released', {
      copyIn: (values) => (isObject(values) ? values : {}),
      copyOut: copy,
    }),
    mutant('hands out the object that it keeps', 'gives every request a copy that it cannot spoil', {
      copyOut: (values) => values,
    }),
    mutant('keeps values for ever', 'keeps values for their lifetime and no longer', {
      lifetimeMs: Number.POSITIVE_INFINITY,
    }),
    mutant('keeps values too short a time', 'keeps values for their lifetime and no longer', { lifetimeMs: 1000 }),
    mutant('grows without end', 'keeps no more than its limit', { maxEntries: Number.POSITIVE_INFINITY }),
    mutant('folds names', 'mixes up no users, however their names look', {
      key: (userid) => userid.replace(/\W/g, '').slice(0, 99),
    }),
    mutant('expects attributes to be lists', 'never throws, whatever was released', {
      copyIn: (values) => Object.fromEntries(Object.entries(values as object).map(([name, list]) => [name, [...list]])),
    }),
    mutant('moves the attributes out of the identity', 'changes neither the request nor the identity', {
      before: ({ metadata }) => void Reflect.set(metadata, 'seen', true),
      log(identity) {
        (identity.metadata as Values)['attributes'] = undefined;
        return '';
      },
    }),
    mutant('answers by a promise without need', 'answers at once where it promises to', {
      wrap: async (answer) => answer,
    }),
    mutant('logs whom it captured', 'shows nobody’s values when anything of it is printed', {
      log: ({ userid }) => `captured ${userid}`,
    }),
    mutant(
      'keeps the current user for itself',
      'shows nobody another’s values: 100 visits that interleave',
      {},
      {
        promises: ['addMetadata'],
        create() {
          const own = cache({ ...soundSteps, key: () => current });
          return {
            ...own,
            async addMetadata(exchange, identity) {
              current = identity.userid;
              await null;
              await null;
              return own.addMetadata(exchange, identity);
            },
          };
        },
      },
    ),
    mutant(
      'takes an outage for nothing kept, in strict mode',
      'fails with a code when its store is down',
      {},
      {
        broken: () => ({ addMetadata: () => undefined, forgetMetadata() {} }),
      },
    ),
  ],
};
