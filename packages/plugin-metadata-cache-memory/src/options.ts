import { badOption } from '@who/core';
import type { Attributes, CaptureOptions, StoreOptions } from '@who/metadata-cache';
import { type Bounds, ENTRY_BYTES } from './bounded-store.js';

/** Options of `memoryMetadataCache`. */
export interface MemoryMetadataCacheOptions<Name extends string = 'attributes', Value extends object = Attributes>
  extends Omit<CaptureOptions<Name, Value>, keyof StoreOptions> {
  /**
   * How many users' values are kept at most. Whoever was seen longest ago is dropped first, and goes without metadata
   * until the next sign-in. More takes more memory.
   *
   * @default 10000
   */
  readonly maxEntries?: number | undefined;
  /** How much memory they take at most, in bytes, estimated on the large side. @default 67108864 (64 MiB) */
  readonly maxBytes?: number | undefined;
  /** The clock, in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

export const PLUGIN = '@who/plugin-metadata-cache-memory';

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions<Name extends string, Value extends object>(
  options: MemoryMetadataCacheOptions<Name, Value>,
): { readonly bounds: Bounds; readonly capture: CaptureOptions<Name, Value> } {
  const { maxEntries = 10_000, maxBytes = 67_108_864, now = Date.now, ...capture } = options;
  if (!Number.isSafeInteger(maxEntries) || maxEntries < 1 || maxEntries > MOST_ENTRIES) {
    throw badOption(PLUGIN, 'maxEntries', `must be a whole number from 1 to ${MOST_ENTRIES}.`);
  }
  if (typeof now !== 'function') throw badOption(PLUGIN, 'now', 'must be a function that returns milliseconds.');
  const { maxValueBytes = Math.min(65_536, maxBytes - ENTRY_BYTES) } = capture;
  if (!Number.isSafeInteger(maxBytes) || maxBytes < maxValueBytes + ENTRY_BYTES || maxValueBytes < 1) {
    throw badOption(
      PLUGIN,
      'maxBytes',
      `must be a whole number of bytes, ${ENTRY_BYTES} above "maxValueBytes" or more.`,
    );
  }
  return { bounds: { maxEntries, maxBytes, now }, capture: { ...capture, maxValueBytes } };
}

/** What a `Map` of V8 holds (2^24), rounded down. */
const MOST_ENTRIES = 16_000_000;
