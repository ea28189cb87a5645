import { badOption, type OptionNames } from '@who/core';
import { checkSecret, type EncryptionKey, problemWithEncryptionKeys } from '@who/secrets';
import { encryptedStore } from '../store/encrypted-store.js';
import type { MetadataStore } from '../store/store.js';

/** How a cache deals with a store that others can reach, and that can fail. */
export interface StoreOptions {
  /**
   * How long a request waits for the store at most, in milliseconds. The first answer that does not come opens a
   * breaker: nobody waits any more until the store answers again, which is tried once a second, beside the requests.
   * Longer: more patience with a slow store, and with one that is down.
   *
   * @default 250
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Whether a store that fails ends the request, with status 503. By default metadata counts as absent then, so an
   * application must not take absence for permission.
   *
   * @default false
   */
  readonly strict?: boolean | undefined;
  /**
   * For how long a value that this process has seen may answer while the store is away, in seconds since it was last
   * confirmed. Meanwhile it does not notice what other processes change: rights count for so much longer than they
   * should. 3600 at most; 0 for never.
   *
   * @default 0
   */
  readonly staleIfErrorSeconds?: number | undefined;
  /**
   * Whether a sign-in goes on while its values are still being written. This process replays them at once, others when
   * they are written; a failure is reported and tried again, in strict mode too. @default false
   */
  readonly writeBehind?: boolean | undefined;
  /**
   * Keys to encrypt values with (AES-256-GCM). The first encrypts, all decrypt: put a new one in front, and drop the
   * old one a lifetime later. Without keys, whoever can read the store reads everybody's values.
   *
   * @default none
   */
  readonly encryptionKeys?: readonly EncryptionKey[] | undefined;
}

/** Names of {@link StoreOptions}. */
export const STORE_NAMES: OptionNames<StoreOptions> = {
  timeoutMs: true,
  strict: true,
  staleIfErrorSeconds: true,
  writeBehind: true,
  encryptionKeys: true,
};

/** What {@link StoreOptions} come to. */
export interface ResolvedStore {
  readonly store: MetadataStore;
  readonly plugin: string;
  readonly name: string;
  readonly strict: boolean;
  readonly timeoutMs: number;
  readonly staleIfErrorMs: number;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveStore(
  options: StoreOptions & { readonly store: MetadataStore },
  plugin: string,
  name: string,
): ResolvedStore {
  const { store, strict = false, timeoutMs = 250, staleIfErrorSeconds = 0, encryptionKeys } = options;
  const refuse = (option: string, problem: string): never => {
    throw badOption(plugin, option, problem);
  };
  if (!isStore(store)) refuse('store', 'must have the methods get, set and delete; a Keyv instance does.');
  if (typeof strict !== 'boolean') refuse('strict', 'must be true or false.');
  if (typeof timeoutMs !== 'number' || !(timeoutMs >= 1 && timeoutMs <= MAX_TIMEOUT_MS)) {
    refuse('timeoutMs', `must be a number of milliseconds from 1 to ${MAX_TIMEOUT_MS}.`);
  }
  if (
    typeof staleIfErrorSeconds !== 'number' ||
    !(staleIfErrorSeconds >= 0 && staleIfErrorSeconds <= MAX_STALE_SECONDS)
  ) {
    refuse('staleIfErrorSeconds', `must be a number of seconds from 0 to ${MAX_STALE_SECONDS}.`);
  }
  if (Array.isArray(encryptionKeys))
    checkSecret(
      plugin,
      'encryptionKeys',
      encryptionKeys.map((key) => key?.secret),
    );
  const problem = encryptionKeys === undefined ? undefined : problemWithEncryptionKeys(encryptionKeys);
  if (problem !== undefined) refuse('encryptionKeys', problem);

  return {
    store: encryptionKeys === undefined ? store : encryptedStore(store, name, encryptionKeys),
    plugin,
    name,
    strict,
    timeoutMs,
    staleIfErrorMs: staleIfErrorSeconds * 1000,
  };
}

/** Ten years: enough for anybody, and safely within what stores take. */
export const MAX_TTL_SECONDS = 315_360_000;
const MAX_TIMEOUT_MS = 60_000;
const MAX_STALE_SECONDS = 3600;

function isStore(store: unknown): boolean {
  const object = Object(store) as Record<string, unknown>;
  return ['get', 'set', 'delete'].every((method) => typeof object[method] === 'function');
}
