import { chain, type Exchange, type Identity, isPromise, type MaybePromise, type MetadataProvider } from '@who/core';
import type { Attributes } from './attributes.js';
import { guardStore } from './guarded-store.js';
import { type MetadataCacheOptions, resolveOptions } from './options.js';
import { reports } from './reports.js';
import { ownText, type Snapshot, snapshot, stringBytes } from './snapshot.js';

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
  const { name, getAttributes, maxValueBytes, isValue } = settings;
  const { verbatim = false } = settings.store;
  const report = reports(settings.plugin);
  const store = guardStore(settings, report);
  const added = (value: unknown): Added => ({ [name]: value }) as Added;
  const absent = Object.freeze(added(settings.empty));

  function capture(exchange: Exchange, identity: Identity, fresh: unknown): MaybePromise<Added | undefined> {
    const key = settings.key(exchange, identity);
    const copy = fit(exchange, fresh, 'captured', key);
    const answer = identity.metadata[name] === fresh ? undefined : copy ? added(copy.value) : absent;
    if (!key) return answer;
    // What cannot be kept still ends what was: nobody goes on with the rights of an earlier sign-in.
    const done = copy ? store.set(exchange, ownText(key), copy) : store.delete(exchange, key);
    return chain(done, () => answer);
  }

  function replay(exchange: Exchange, identity: Identity): MaybePromise<Added> {
    const key = settings.key(exchange, identity);
    if (!key) return absent;
    const stored = store.get(exchange, key);
    return isPromise(stored) ? stored.then((value) => replayed(exchange, value)) : replayed(exchange, stored);
  }

  function replayed(exchange: Exchange, stored: unknown): Added {
    if (stored === undefined || stored === null) return absent;
    if (verbatim) return added(stored);
    const copy = fit(exchange, stored, 'stored');
    return copy ? added(copy.value) : absent;
  }

  /** A copy to keep or to hand out; `undefined`, and a warning, where the value is of the wrong kind or size. */
  function fit(exchange: Exchange, value: unknown, origin: string, key = ''): Snapshot | undefined {
    const keyBytes = stringBytes(key);
    const copy = snapshot(value, maxValueBytes - keyBytes);
    const problem = typeof copy === 'string' ? copy : isValue(copy.value) ? undefined : 'has the wrong shape';
    if (problem === undefined) return { value: (copy as Snapshot).value, bytes: (copy as Snapshot).bytes + keyBytes };
    report.unfit(exchange, `A ${origin} value of "${name}" ${problem}; it is left out.`);
    return undefined;
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
      return key ? chain(store.delete(exchange, key), nothing) : undefined;
    },
  };
}

function nothing(): void {}
