import { chain, type Exchange, type Identity, isPromise, type MaybePromise, type MetadataProvider } from '@who/core';
import { type MetadataCacheOptions, resolveOptions } from './options.js';
import { reasons } from './reasons.js';
import { events } from './reporting/events.js';
import { inWords, listed, reports } from './reporting/reports.js';
import { UNREADABLE } from './store/encrypted-store.js';
import { guardStore, OwnValue } from './store/guarded-store.js';
import { ownCopies } from './store/own-copies.js';
import { type Attributes, frozenAttributes } from './values/attributes.js';
import { smallestEntries } from './values/smallest-entries.js';
import { frozen, ownText, type Snapshot, snapshot, stringBytes, type Unfit } from './values/snapshot.js';

/** A metadata provider that captures what is released once, at sign-in, and replays it on every later request. */
export type MetadataCache<Name extends string = 'attributes', Value extends object = Attributes> = Required<
  MetadataProvider<{ readonly [N in Name]: Value }>
>;

/**
 * Makes a metadata cache over a store.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const attributes = metadataCache({ store: new Keyv(), ttlSeconds: 3600 });
 */
export function metadataCache<const Name extends string = 'attributes', Value extends object = Attributes>(
  options: MetadataCacheOptions<Name, Value>,
  // NoInfer: in createWho({ plugins: … }) TypeScript would otherwise infer the name from what a plugin may return.
): MetadataCache<NoInfer<Name>, NoInfer<Value>> {
  type Added = { readonly [N in Name]: Value };

  const settings = resolveOptions(options);
  const { plugin, name, getAttributes, maxValueBytes, isValue, areAttributes, writeBehind } = settings;
  const { verbatim = false, fresh: isFresh = false } = settings.store;
  const report = reports(plugin);
  const copies = settings.staleIfErrorMs > 0 ? ownCopies(settings.staleIfErrorMs) : undefined;
  const takeStored = isFresh ? frozen : (value: unknown, max: number) => snapshot(value, max, copies !== undefined);
  const store = guardStore(settings, report, copies);
  const added = (value: unknown): Added => ({ [name]: value }) as Added;
  const absent = Object.freeze(added(settings.empty));

  function capture(exchange: Exchange, identity: Identity, fresh: unknown): MaybePromise<Added | undefined> {
    const key = settings.key(exchange, identity);
    const copy = fit(exchange, fresh, 'captured', key);
    const answer = identity.metadata[name] === fresh ? undefined : copy ? added(copy.value) : absent;
    if (!key) {
      exchange.explain?.(reasons.CACHE_NO_KEY);
      return answer;
    }
    const ttlMs = copy ? settings.ttlMsOf(exchange, identity, copy.value as object) : 0;
    // What cannot be kept still ends what was: nobody goes on with the rights of an earlier sign-in.
    const kept = ttlMs > 0 ? copy : undefined;
    copies?.change(key, kept, ttlMs);
    if (kept && events.hasSubscribers) events.publish({ event: 'captured', plugin, name });
    exchange.explain?.(kept ? reasons.CACHE_CAPTURED : reasons.CACHE_NOT_KEPT, { name, ttlMs });
    const done = kept
      ? store.set(exchange, ownText(key), kept, ttlMs, writeBehind)
      : store.delete(exchange, key, writeBehind);
    return chain(done, () => answer);
  }

  function replay(exchange: Exchange, identity: Identity): MaybePromise<Added> {
    const key = settings.key(exchange, identity);
    if (!key) {
      exchange.explain?.(reasons.CACHE_NO_KEY);
      return absent;
    }
    const version = copies?.version ?? 0;
    return store.get(exchange, key, (stored) => replayed(exchange, key, stored, version));
  }

  function replayed(exchange: Exchange, key: string, stored: unknown, version: number): Added {
    const value = valueIn(exchange, key, stored, version);
    if (events.hasSubscribers) events.publish({ event: value === undefined ? 'miss' : 'hit', plugin, name });
    exchange.explain?.(value === undefined ? reasons.CACHE_MISS : reasons.CACHE_HIT, { name });
    return value === undefined ? absent : added(value);
  }

  /** A frozen value of the right kind, or nothing. */
  function valueIn(exchange: Exchange, key: string, stored: unknown, version: number): unknown {
    if (stored instanceof OwnValue) return stored.value;
    const isThere = stored !== undefined && stored !== null;
    if (!copies && (verbatim || !isThere)) return stored ?? undefined;
    const copy = isThere ? fit(exchange, stored, 'stored', '', takeStored) : undefined;
    copies?.read(key, copy, version);
    return copy?.value;
  }

  /** What can be kept or handed out; `undefined` where the value is of the wrong kind or size. A warning says so. */
  function fit(
    exchange: Exchange,
    value: unknown,
    origin: string,
    key = '',
    take: (value: unknown, maxBytes: number) => Snapshot | Unfit = snapshot,
  ): Snapshot | undefined {
    const keyBytes = stringBytes(key);
    const maxBytes = maxValueBytes - keyBytes;
    const attributes = take === frozen && areAttributes ? frozenAttributes(value, maxBytes) : undefined;
    if (attributes) return { value: attributes.value, bytes: attributes.bytes + keyBytes };
    const taken = value === UNREADABLE ? UNREADABLE.description : take(value, maxBytes);
    const part = taken === 'is too large' && areAttributes ? smallestEntries(value, maxBytes) : undefined;
    const copy = part ?? taken;
    const problem = typeof copy !== 'object' ? copy : isValue(copy.value) ? undefined : 'has the wrong shape';
    const what = (said: string): string => `A ${origin} value of "${name}" ${inWords(said, maxValueBytes)}`;
    if (typeof copy !== 'object' || problem !== undefined) {
      report.unfit(exchange, `${what(problem ?? '')}; it is left out.`);
      return undefined;
    }
    if (part) report.unfit(exchange, `${what('is too large')}; parts of it are left out`, `: ${listed(part.leftOut)}.`);
    return { value: copy.value, bytes: copy.bytes + keyBytes };
  }

  function settle(exchange: Exchange, identity: Identity, fresh: unknown): MaybePromise<Added | undefined> {
    return fresh === undefined ? replay(exchange, identity) : capture(exchange, identity, fresh);
  }

  return {
    addMetadata(exchange, identity) {
      const fresh = getAttributes(exchange, identity);
      return isPromise(fresh)
        ? fresh.then((value) => settle(exchange, identity, value))
        : settle(exchange, identity, fresh);
    },
    forgetMetadata(exchange, identity) {
      const key = settings.key(exchange, identity);
      if (!key) return undefined;
      copies?.change(key, undefined, 0);
      return store.delete(exchange, key);
    },
  };
}
