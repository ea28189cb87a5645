import { fakeExchange } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metadataCache } from '../src/index.js';
import { smallestEntries } from '../src/values/smallest-entries.js';
import { snapshot } from '../src/values/snapshot.js';
import { mapStore, user, warnings } from './helpers.js';

const memberOf = Array.from({ length: 2000 }, (_, i) => `CN=${String(i).padStart(97, 'x')}`);
const encryptionKeys = [{ id: 'a', secret: Buffer.from(Array.from({ length: 32 }, (_, i) => i)).toString('base64') }];

/** A store that gives back what `JSON.parse` makes of it, as one outside the process does. */
function textStore() {
  const map = new Map<string, string>();
  return {
    fresh: true,
    get: (key: string) => JSON.parse(map.get(key) ?? 'null'),
    set: (key: string, value: unknown) => void map.set(key, JSON.stringify(value)),
    delete: (key: string) => void map.delete(key),
  };
}

describe('a large value', () => {
  it.each([
    ['in memory', { store: mapStore() }],
    ['as text', { store: textStore() }],
    ['encrypted', { store: textStore(), encryptionKeys }],
    ['with copies of this process', { store: textStore(), staleIfErrorSeconds: 60 }],
  ])('of 2000 groups is replayed whole: %s', (_where, options) => {
    const logger = warnings();
    const exchange = fakeExchange({ logger });
    const cache = metadataCache(options);
    cache.addMetadata(exchange, user('bob', { mail: ['bob@example.org'], memberOf }));
    const replayed = cache.addMetadata(exchange, user('bob'));
    expect(replayed).toEqual({ attributes: { mail: ['bob@example.org'], memberOf } });
    expect(logger.lines).toEqual([]);
  });

  it('that is larger than it may be keeps its small attributes, and the others are named', () => {
    const logger = warnings();
    const exchange = fakeExchange({ logger });
    const cache = metadataCache({ store: mapStore(), maxValueBytes: 100_000 });
    cache.addMetadata(exchange, user('bob', { memberOf, mail: ['bob@example.org'], sn: ['Bob'] }));
    expect(cache.addMetadata(exchange, user('bob'))).toEqual({
      attributes: { mail: ['bob@example.org'], sn: ['Bob'] },
    });
    expect(logger.lines).toEqual([
      '[@who/metadata-cache] A captured value of "attributes" is larger than the 100000 bytes of "maxValueBytes"; ' +
        'parts of it are left out: "memberOf".',
    ]);
  });

  it('that was stored where larger ones may be is replayed in the same way', () => {
    const store = textStore();
    const logger = warnings();
    const exchange = fakeExchange({ logger });
    metadataCache({ store }).addMetadata(exchange, user('bob', { memberOf, mail: ['bob@example.org'] }));
    const smaller = metadataCache({ store, maxValueBytes: 100_000 });
    expect(smaller.addMetadata(exchange, user('bob'))).toEqual({ attributes: { mail: ['bob@example.org'] } });
    expect(logger.lines).toEqual([expect.stringMatching(/stored value .*"maxValueBytes".*"memberOf"/)]);
  });

  it('of a shape of its own is left out as a whole: a part of it may mean something else', () => {
    const logger = warnings();
    const exchange = fakeExchange({ logger });
    const shape = { is: (value: unknown): value is object => typeof value === 'object', empty: {} };
    const cache = metadataCache({ store: mapStore(), shape, maxValueBytes: 1000 });
    cache.addMetadata(exchange, user('bob', { denied: 'x'.repeat(1000), role: 'admin' }));
    expect(cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: {} });
    expect(logger.lines).toEqual([expect.stringMatching(/"maxValueBytes"; it is left out\.$/)]);
  });

  it('does not fill the log with its names', () => {
    const logger = warnings();
    const cache = metadataCache({ store: mapStore(), maxValueBytes: 1000 });
    for (let i = 0; i < 100; i++) {
      const names = Array.from({ length: 100 }, (_, n) => [`${i} ${n}\n${'x'.repeat(200)}`, ['y'.repeat(900)]]);
      cache.addMetadata(fakeExchange({ logger }), user('bob', { mail: ['m'], ...Object.fromEntries(names) }));
    }
    expect(logger.lines).toHaveLength(1);
    expect(logger.lines[0]).toMatch(/and others\.$/);
    expect(logger.lines[0]).not.toContain('\n');
    expect(logger.lines[0]?.length).toBeLessThan(2000);
  });
});

describe('the smallest entries', () => {
  const values = fc.dictionary(fc.string(), fc.array(fc.string({ maxLength: 200 }), { maxLength: 5 }), {
    noNullPrototype: true,
  });

  it('fit, and none that is left out is smaller than one that is not', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 64, max: 3000 }), (source, maxBytes) => {
        fc.pre(!Object.hasOwn(source, '__proto__'));
        const part = smallestEntries(source, maxBytes);
        const sizeOf = (name: string): number => {
          const alone = snapshot({ [name]: source[name] }, Number.POSITIVE_INFINITY);
          return typeof alone === 'string' ? Number.NaN : alone.bytes;
        };
        const kept = Object.keys(part?.value ?? {});
        const leftOut = part?.leftOut ?? Object.keys(source);
        expect(part?.bytes ?? 0).toBeLessThanOrEqual(maxBytes);
        expect([...kept, ...leftOut].sort()).toEqual(Object.keys(source).sort());
        const largest = Math.max(part ? 0 : maxBytes, ...kept.map(sizeOf));
        for (const name of leftOut) expect(sizeOf(name)).toBeGreaterThanOrEqual(largest);
      }),
    );
  });

  it.each<[string, unknown]>([
    ['a list', [1, 2]],
    ['text', 'x'],
    ['nothing', null],
    ['an empty object', {}],
    ['what has only large ones', { a: 'x'.repeat(1000), b: 'x'.repeat(2000) }],
    ['something that is not plain data', { a: ['b'], c: () => 1 }],
  ])('are none of %s', (_what, source) => {
    expect(smallestEntries(source, 1000)).toBeUndefined();
  });
});
