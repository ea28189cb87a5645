import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isPromise } from '@who/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPasswords, isMatch } from '../src/index.js';
import { ALL_SCHEMES, passwords } from './support.js';

const options = {
  allow: ALL_SCHEMES,
  allowEmptyPasswords: true,
  hashing: { scheme: 'argon2id', memoryKib: 8, passes: 1 },
  maxCheckMs: 100,
  maxMemoryBytes: 2 ** 24,
} as const;

const folder = fileURLToPath(new URL('vectors/', import.meta.url));
const { kindOf: kindHere } = createPasswords(options);

interface Known {
  readonly password: string;
  readonly stored: string;
}

/** Stored texts of every form, and the passwords that match them, as programs write them. */
const known: readonly Known[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => {
    const { vectors }: { vectors: (Partial<Known> & { matches: boolean })[] } = JSON.parse(
      readFileSync(folder + name, 'utf8'),
    );
    return vectors.flatMap(({ password, stored = '', matches }) =>
      // An empty one is a weak key of DES, of which many a number of rounds makes the same.
      matches && password && 'scheme' in kindHere(stored) ? [{ password, stored }] : [],
    );
  });

/** Any 16-bit characters: control characters and lone surrogates too. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 80 })
  .map((codes) => String.fromCharCode(...codes));

const digits = fc.constantFrom(...'./0123456789ABCXYZabcxyz$,=:{}+-_ \n');

/** A stored text with a character changed, taken away or put in: anywhere, or where its hash is. */
const mutated = (from: number) =>
  fc
    .record({ of: fc.constantFrom(...known), at: fc.nat(), way: fc.nat(2), digit: digits })
    .map(({ of: { password, stored }, at, way, digit }) => {
      const start = Math.floor(stored.length * from);
      const place = start + (at % (stored.length - start + 1));
      const rest = stored.slice(way === 2 ? place : place + 1);
      return { password, stored, text: stored.slice(0, place) + (way === 1 ? '' : digit) + rest };
    });

describe('hostile stored texts', () => {
  it('of any characters never throw and never match', async () => {
    const { verify, kindOf, needsRehash } = passwords(options);
    const text = fc.oneof(
      anyText,
      fc.tuple(fc.constantFrom(...known), anyText).map(([{ stored }, tail]) => stored.slice(0, 8) + tail),
    );
    await fc.assert(
      fc.asyncProperty(text, async (stored) => {
        expect(isMatch(await verify('secret', stored))).toBe(false);
        expect(kindOf(stored)).toBeTypeOf('object');
        expect(needsRehash(stored)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('that are nearly right cost no more than they may', () => {
    const { kindOf } = passwords(options);
    fc.assert(
      fc.property(mutated(0), ({ text }) => {
        const kind = kindOf(text);
        if ('code' in kind) return;
        expect(kind.estimatedMs).toBeLessThanOrEqual(options.maxCheckMs);
        expect(kind.memoryBytes).toBeLessThanOrEqual(options.maxMemoryBytes);
      }),
      { numRuns: 5000 },
    );
  });

  it('whose hash is nearly right never match', async () => {
    const { verify, kindOf } = passwords(options);
    // Blanks and capitals of hexadecimal digits do not count, nor what a server of SCRAM proves itself by.
    const same = (text: string) => (/[0-9a-f]{32} *$/i.test(text) ? text.trimEnd().toLowerCase() : text.trimEnd());
    await fc.assert(
      fc.asyncProperty(mutated(0.6), async ({ password, stored, text }) => {
        const kind = kindOf(text);
        if ('code' in kind || kind.estimatedMs > 30 || same(text) === same(stored) || /^\{scram/i.test(text)) return;
        expect([text, isMatch(await verify(password, text))]).toEqual([text, false]);
      }),
      { numRuns: 600 },
    );
  });

  it('are not read for long, however long they are', () => {
    const { kindOf } = passwords(options);
    for (const { stored } of known) {
      for (const length of [1, 4, 8, 12, 20, 40]) {
        const start = stored.slice(0, length);
        for (const filling of ['$', 'a', '0', start || 'x']) {
          const kind = kindOf(start + filling.repeat(Math.floor(2000 / filling.length)));
          expect('code' in kind || kind.estimatedMs === 0).toBe(true);
        }
      }
    }
    expect(kindOf('$'.repeat(10_000_000))).toMatchObject({ code: 'PASSWORD_FORM_UNKNOWN' });
  });
});

it('hostile passwords never throw', async () => {
  const { verify } = passwords(options);
  const password = fc.oneof(anyText, fc.uint8Array({ maxLength: 2000 }), fc.anything());
  await fc.assert(
    fc.asyncProperty(password, fc.constantFrom(...known), async (value, { stored }) => {
      const answer = verify(value as string, stored);
      const verdict = isPromise(answer) ? await answer : answer;
      expect(verdict === 'no-match' || typeof verdict === 'object' || isMatch(verdict)).toBe(true);
    }),
    { numRuns: 150 },
  );
});
