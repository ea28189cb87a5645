import { describe, expect, it } from 'vitest';
import { cached, metadataCache } from '../src/index.js';
import { mapStore } from './helpers.js';

describe('bad options', () => {
  const store = mapStore();
  it.each([
    ['store', { store: undefined }],
    ['store', { store: { get() {}, set() {} } }],
    ['name', { store, name: '' }],
    ['name', { store, name: '__proto__' }],
    ['name', { store, name: 'constructor' }],
    ['name', { store, name: 7 }],
    ['getAttributes', { store, getAttributes: 'x' }],
    ['key', { store, key: 'userid' }],
    ['ttlSeconds', { store, ttlSeconds: 0 }],
    ['ttlSeconds', { store, ttlSeconds: Number.NaN }],
    ['ttlSeconds', { store, ttlSeconds: Number.POSITIVE_INFINITY }],
    ['maxValueBytes', { store, maxValueBytes: 0 }],
    ['maxValueBytes', { store, maxValueBytes: 1.5 }],
    ['ttlSeconds', { store, ttlSeconds: '60' }],
    ['strict', { store, strict: 'yes' }],
    ['timeoutMs', { store, timeoutMs: 0 }],
    ['timeoutMs', { store, timeoutMs: Number.NaN }],
    ['timeoutMs', { store, timeoutMs: 60_001 }],
    ['staleIfErrorSeconds', { store, staleIfErrorSeconds: -1 }],
    ['staleIfErrorSeconds', { store, staleIfErrorSeconds: 3601 }],
    ['writeBehind', { store, writeBehind: 1 }],
    ['encryptionKeys', { store, encryptionKeys: [] }],
    ['shape', { store, shape: {} }],
    ['shape', { store, shape: { is: () => true, empty: new Map() } }],
    ['shape', { store, shape: { is: () => false, empty: {} } }],
  ])('%s is refused in the factory: %o', (option, options) => {
    expect(() => Reflect.apply(metadataCache, undefined, [options])).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION', message: expect.stringContaining(`"${option}"`) }),
    );
  });

  it.each([
    [{ store, ttlSecond: 5 }, 'Did you mean "ttlSeconds"?'],
    [{ store, maxEntries: 5 }, 'Option "maxEntries" is not known.'],
    [undefined, 'The options are missing.'],
    ['memory', 'The options must be an object.'],
  ])('that are not known are refused by name: %o', (options, message) => {
    for (const make of [
      metadataCache,
      (given: unknown) => Reflect.apply(cached, undefined, [{ addMetadata() {} }, given]),
    ]) {
      expect(() => Reflect.apply(make, undefined, [options])).toThrow(
        expect.objectContaining({ code: 'BAD_OPTION', message: expect.stringContaining(message) }),
      );
    }
  });

  it('are refused in the name of the package that was given them', () => {
    expect(() => metadataCache({ store, ttlSeconds: -1, plugin: '@who/x' })).toThrow(
      /^\[@who\/x\] Option "ttlSeconds"/,
    );
  });
});
