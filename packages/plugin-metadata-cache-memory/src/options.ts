import { badOption, checkOptions, type OptionNames } from '@who/core';
import { type Attributes, type CaptureOptions, DEFAULT_MAX_VALUE_BYTES, type StoreOptions } from '@who/metadata-cache';
import { type Bounds, ENTRY_BYTES } from './bounded-store.js';

/** Options of `memoryStore`. */
export interface MemoryStoreOptions {
  /**
   * How many users' values are kept at most. Whoever was seen longest ago is dropped first, and goes without metadata
   * until the next sign-in; a warning says so once. More takes more memory.
   *
   * @default 10000
   */
  readonly maxEntries?: number | undefined;
  /**
   * How much memory they take at most, in bytes, estimated on the large side: that of about 250 users with 2000 groups
   * each, or of tens of thousands with a few. @default 67108864 (64 MiB)
   */
  readonly maxBytes?: number | undefined;
  /** The clock, in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

/** Options of `memoryMetadataCache`. */
export interface MemoryMetadataCacheOptions<Name extends string = 'attributes', Value extends object = Attributes>
  extends Omit<CaptureOptions<Name, Value>, keyof StoreOptions>,
    MemoryStoreOptions {}

export const PLUGIN = '@who/plugin-metadata-cache-memory';

const STORE_NAMES = { maxEntries: true, maxBytes: true, now: true } satisfies OptionNames<MemoryStoreOptions>;

const NAMES = {
  ...STORE_NAMES,
  name: true,
  getAttributes: true,
  key: true,
  ttlSeconds: true,
  maxValueBytes: true,
  shape: true,
} satisfies OptionNames<MemoryMetadataCacheOptions>;

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions<Name extends string, Value extends object>(
  options: MemoryMetadataCacheOptions<Name, Value>,
): { readonly bounds: Bounds; readonly capture: CaptureOptions<Name, Value> } {
  checkOptions(PLUGIN, options, NAMES);
  const { maxEntries, maxBytes, now, ...capture } = options;
  const bounds = resolveBounds({ maxEntries, maxBytes, now });
  const { maxValueBytes = Math.min(DEFAULT_MAX_VALUE_BYTES, bounds.maxBytes - ENTRY_BYTES) } = capture;
  if (bounds.maxBytes < maxValueBytes + ENTRY_BYTES) {
    throw badOption(PLUGIN, 'maxBytes', `must be ${ENTRY_BYTES} above "maxValueBytes" or more.`);
  }
  return { bounds, capture: { ...capture, maxValueBytes } };
}

/** @throws {WhoError} BAD_OPTION */
export function resolveBounds(options: MemoryStoreOptions): Bounds {
  checkOptions(PLUGIN, options, STORE_NAMES);
  const { maxEntries = 10_000, maxBytes = 67_108_864, now = Date.now } = options;
  if (!Number.isSafeInteger(maxEntries) || maxEntries < 1 || maxEntries > MOST_ENTRIES) {
    throw badOption(PLUGIN, 'maxEntries', `must be a whole number from 1 to ${MOST_ENTRIES}.`);
  }
  if (!Number.isSafeInteger(maxBytes) || maxBytes <= ENTRY_BYTES) {
    throw badOption(PLUGIN, 'maxBytes', `must be a whole number of bytes above ${ENTRY_BYTES}.`);
  }
  if (typeof now !== 'function') throw badOption(PLUGIN, 'now', 'must be a function that returns milliseconds.');
  return { maxEntries, maxBytes, now };
}

/** What a `Map` of V8 holds (2^24), rounded down. */
const MOST_ENTRIES = 16_000_000;
