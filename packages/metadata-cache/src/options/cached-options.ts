import { badOption, checkOptions, type Exchange, type Identity, type OptionNames } from '@who/core';
import { DEFAULT_MAX_VALUE_BYTES, PACKAGE } from '../options.js';
import type { MetadataStore } from '../store/store.js';
import { MAX_TTL_SECONDS, type ResolvedStore, resolveStore, type StoreOptions } from './store-options.js';

/** Options of `cached`. */
export interface CachedOptions extends Omit<StoreOptions, 'staleIfErrorSeconds' | 'writeBehind'> {
  /** Where answers are kept, one store (or Keyv namespace) for each provider. Who can write there can change rights. */
  readonly store: MetadataStore;
  /**
   * What a provider's answer depends on. Identities with the same key share it, so it must contain all that the provider
   * looks at; a key that a browser can choose shows it other people's. Nothing is kept without one (`undefined`, `''`).
   *
   * @default the userid
   */
  readonly key?: ((exchange: Exchange, identity: Identity) => string | undefined) | undefined;
  /** For how long an answer counts as fresh, in seconds. Longer: rights that were withdrawn count for longer. @default 300 */
  readonly ttlSeconds?: number | undefined;
  /**
   * For how long it still answers after that, in seconds, while the provider is asked again beside the requests. Rights
   * that were withdrawn count for so much longer. 0: requests wait. @default 0
   */
  readonly staleSeconds?: number | undefined;
  /**
   * For how long it counts that the provider has nothing on somebody (it answered `undefined`), in seconds. Longer: new
   * users wait for what is known about them. 0: the provider is asked by every request. @default 30
   */
  readonly missSeconds?: number | undefined;
  /**
   * For how long an error of the provider answers for it, in seconds, for the same key and in this process. It saves a
   * backend that is down from being asked by every request. @default 1
   */
  readonly errorSeconds?: number | undefined;
  /** The largest answer, in bytes of memory, estimated on the large side. Larger ones are not kept, with a warning. @default 1048576 */
  readonly maxValueBytes?: number | undefined;
  /** What errors and warnings name. @default '@who/metadata-cache' */
  readonly plugin?: string | undefined;
  /** What tells this provider's events and encrypted values from those of others. @default 'cached' */
  readonly name?: string | undefined;
}

const NAMES = {
  store: true,
  timeoutMs: true,
  strict: true,
  encryptionKeys: true,
  key: true,
  ttlSeconds: true,
  staleSeconds: true,
  missSeconds: true,
  errorSeconds: true,
  maxValueBytes: true,
  plugin: true,
  name: true,
} satisfies OptionNames<CachedOptions>;

export interface CachedSettings extends ResolvedStore {
  readonly key: (exchange: Exchange, identity: Identity) => string | undefined;
  readonly ttlMs: number;
  readonly staleMs: number;
  readonly missMs: number;
  readonly errorMs: number;
  readonly maxValueBytes: number;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveCached(options: CachedOptions): CachedSettings {
  checkOptions(options?.plugin ?? PACKAGE, options, NAMES);
  const {
    plugin = PACKAGE,
    name = 'cached',
    key = (_exchange, identity) => identity.userid,
    ttlSeconds = 300,
    staleSeconds = 0,
    missSeconds = 30,
    errorSeconds = 1,
    maxValueBytes = DEFAULT_MAX_VALUE_BYTES,
  } = options;

  const refuse = (option: string, problem: string): never => {
    throw badOption(plugin, option, problem);
  };
  if (typeof name !== 'string') refuse('name', 'must be a text.');
  if (typeof key !== 'function') refuse('key', 'must be a function (exchange, identity).');
  for (const [option, seconds] of Object.entries({ ttlSeconds, staleSeconds, missSeconds, errorSeconds })) {
    if (typeof seconds !== 'number' || !(seconds >= 0 && seconds <= MAX_TTL_SECONDS)) {
      refuse(option, `must be a number of seconds from 0 to ${MAX_TTL_SECONDS}.`);
    }
  }
  if (!(ttlSeconds > 0)) refuse('ttlSeconds', 'must be above 0.');
  if (!Number.isSafeInteger(maxValueBytes) || maxValueBytes < 1) {
    refuse('maxValueBytes', 'must be a positive whole number of bytes.');
  }
  return {
    ...resolveStore(options, plugin, name),
    key,
    ttlMs: ttlSeconds * 1000,
    staleMs: staleSeconds * 1000,
    missMs: missSeconds * 1000,
    errorMs: errorSeconds * 1000,
    maxValueBytes,
  };
}
