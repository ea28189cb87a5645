import { chain, type Exchange, type Identity, isPromise, type MaybePromise, type MetadataProvider } from '@who/core';
import { isLasting } from '@who/secrets';
import { flights } from './flights.js';
import { type CachedOptions, resolveCached } from './options/cached-options.js';
import { reasons } from './reasons.js';
import { nameOf } from './reporting/error-name.js';
import { events } from './reporting/events.js';
import { inWords, reports } from './reporting/reports.js';
import { UNREADABLE } from './store/encrypted-store.js';
import { guardStore, OwnValue } from './store/guarded-store.js';
import { ownText, type Snapshot, snapshot } from './values/snapshot.js';

/** What is kept of an answer. */
interface Kept {
  /** `null` where the provider had nothing. */
  readonly entries: object | null;
  /** Until when it is fresh, in milliseconds since 1970. */
  readonly freshUntilMs: number;
}

/** A metadata provider whose answers are kept. */
export type Cached<M extends object> = Required<MetadataProvider<M>>;

/**
 * Keeps the answers of another metadata provider, such as a lookup in a directory or a database. Answers must be plain
 * data; they are handed out deeply frozen. Requests that ask for the same at once share one call of the provider.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const directory = cached(
 *   { addMetadata: async (_, { userid }) => ({ person: { mail: `${userid}@example.org` } }) },
 *   { store: new Keyv({ namespace: 'directory' }), ttlSeconds: 600, staleSeconds: 60 },
 * );
 */
export function cached<M extends object>(provider: MetadataProvider<M>, options: CachedOptions): Cached<M> {
  const settings = resolveCached(options);
  const { plugin, name, ttlMs, staleMs, missMs, errorMs, maxValueBytes } = settings;
  const report = reports(plugin);
  const longestMs = Math.max(ttlMs + staleMs, missMs);
  const store = guardStore({ ...settings, longestMs }, report, undefined);
  const asked = flights<M | undefined>(errorMs);

  function ask(exchange: Exchange, identity: Identity, key: string): MaybePromise<M | undefined> {
    exchange.explain?.(reasons.CACHE_ASKED, { name });
    return asked.join(
      key,
      () => provider.addMetadata(exchange, identity),
      (entries) => keep(exchange, key, entries),
    );
  }

  /** @returns a frozen copy of what the provider answered; the answer itself where it cannot be kept */
  function keep(exchange: Exchange, key: string, entries: M | undefined): MaybePromise<M | undefined> {
    const freshMs = entries === undefined ? missMs : ttlMs;
    const kept: Kept = { entries: entries ?? null, freshUntilMs: exchange.now() + freshMs };
    const copy = snapshot(kept, maxValueBytes);
    if (typeof copy === 'string') {
      report.unfit(exchange, `An answer of "${name}" ${inWords(copy, maxValueBytes)}; it is not kept.`);
      return chain(store.delete(exchange, key), () => entries);
    }
    const answer = entriesOf(copy.value as Kept);
    if (freshMs === 0) return answer;
    const lifetimeMs = entries === undefined ? missMs : ttlMs + staleMs;
    if (events.hasSubscribers) events.publish({ event: 'captured', plugin, name });
    // Nobody waits for it: this process goes on with what is still being written.
    return chain(store.set(exchange, ownText(key), copy, lifetimeMs, true), () => answer);
  }

  /**
   * Asks again, beside the request that gave occasion to it.
   *
   * @returns what came of it, for those who want to wait
   */
  function refresh(exchange: Exchange, identity: Identity, key: string): MaybePromise<M | undefined> {
    const failed = (error: unknown): undefined => {
      report.unfit(
        exchange,
        `The provider of "${name}" failed to refresh an answer (${nameOf(error)}); the older one is used.`,
      );
    };
    if (asked.isUnderWay(key)) return undefined;
    try {
      const answer = ask(exchange, identity, key);
      return isPromise(answer) ? Promise.resolve(answer).catch(failed) : answer;
    } catch (error) {
      return failed(error);
    }
  }

  function answer(exchange: Exchange, identity: Identity, key: string, stored: unknown): MaybePromise<M | undefined> {
    const kept = keptIn(exchange, stored);
    const ageMs = kept ? exchange.now() - kept.freshUntilMs : Number.POSITIVE_INFINITY;
    const isFresh = ageMs < 0;
    const isStale = !isFresh && ageMs < staleMs && kept?.entries !== null;
    const isHit = kept !== undefined && (isFresh || isStale);
    if (events.hasSubscribers) events.publish({ event: isHit ? 'hit' : 'miss', plugin, name });
    exchange.explain?.(isHit ? reasons.CACHE_HIT : reasons.CACHE_MISS, { name });
    if (!isHit) return ask(exchange, identity, key);
    if (isStale) {
      exchange.explain?.(reasons.CACHE_STALE, { name });
      const fresh = refresh(exchange, identity, key);
      // Nothing goes on beside a request that is over: so this one waits.
      if (!isLasting) return chain(fresh, (entries) => entries ?? entriesOf(kept));
    }
    return entriesOf(kept);
  }

  function keptIn(exchange: Exchange, stored: unknown): Kept | undefined {
    if (stored === undefined || stored === null) return undefined;
    const isGood = stored instanceof OwnValue || settings.store.verbatim === true;
    const copy = isGood
      ? undefined
      : stored === UNREADABLE
        ? UNREADABLE.description
        : snapshot(stored, maxValueBytes, false);
    const value = stored instanceof OwnValue ? stored.value : isGood ? stored : (copy as Snapshot).value;
    const problem = typeof copy === 'string' ? copy : isKept(value) ? undefined : 'has the wrong shape';
    if (problem === undefined) return value as Kept;
    report.unfit(exchange, `A stored answer of "${name}" ${inWords(problem, maxValueBytes)}; it is left out.`);
    return undefined;
  }

  function entriesOf({ entries }: Kept): M | undefined {
    // A store that nobody else writes to gives back what the provider answered.
    return entries === null ? undefined : (entries as M);
  }

  return {
    addMetadata(exchange, identity) {
      const key = settings.key(exchange, identity);
      if (!key) {
        exchange.explain?.(reasons.CACHE_NO_KEY);
        return provider.addMetadata(exchange, identity);
      }
      return store.get(exchange, key, (stored) => answer(exchange, identity, key, stored));
    },
    forgetMetadata(exchange, identity) {
      const key = settings.key(exchange, identity);
      if (key) asked.cancel(key);
      const done = key ? store.delete(exchange, key) : undefined;
      return chain(done, () => provider.forgetMetadata?.(exchange, identity));
    },
  };
}

function isKept(value: unknown): value is Kept {
  const { entries, freshUntilMs } = Object(value) as Partial<Record<keyof Kept, unknown>>;
  return typeof freshUntilMs === 'number' && typeof entries === 'object' && !Array.isArray(entries);
}
