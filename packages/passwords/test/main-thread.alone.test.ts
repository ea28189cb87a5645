import type * as crypto from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it, vi } from 'vitest';
import { createPasswords } from '../src/index.js';
import { ALL_SCHEMES } from './support.js';

/** How many digests are begun on this thread, and how many bytes go into them. Other threads have modules of their own. */
const counted = vi.hoisted(() => ({ digests: 0, bytes: 0 }));

vi.mock('node:crypto', async (load) => {
  const real = await load<typeof crypto>();
  const watched = <H extends crypto.Hash | crypto.Hmac>(made: H): H => {
    counted.digests++;
    const update = made.update.bind(made) as (data: crypto.BinaryLike) => H;
    return Object.assign(made, {
      update(data: crypto.BinaryLike) {
        counted.bytes += Buffer.byteLength(data as string);
        update(data);
        return made;
      },
    });
  };
  return {
    ...real,
    hash(name: string, data: crypto.BinaryLike, encoding: crypto.BinaryToTextEncoding) {
      counted.digests++;
      counted.bytes += Buffer.byteLength(data as string);
      return real.hash(name, data, encoding);
    },
    createHash: (name: string) => watched(real.createHash(name)),
    createHmac: (name: string, key: crypto.BinaryLike) => watched(real.createHmac(name, key)),
  };
});

const folder = fileURLToPath(new URL('vectors/', import.meta.url));

/** One stored text of each file, which a real program made and a password matches. */
const samples = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .flatMap((file) => {
    const { vectors }: { vectors: { password?: string; stored: string; matches: boolean }[] } = JSON.parse(
      readFileSync(folder + file, 'utf8'),
    );
    const found = vectors.find(({ password, matches }) => matches && password);
    return found ? [[file, found.stored] as const] : [];
  });

const options = { allow: ALL_SCHEMES, hashing: { scheme: 'scrypt', log2N: 1, blockSize: 1 } } as const;
const { verify, kindOf, close } = createPasswords(options);
afterAll(() => close());

it.each(samples)('computes no more than a few digests on the main thread: %s', async (_file, stored) => {
  const password = 'x'.repeat(1024);
  Object.assign(counted, { digests: 0, bytes: 0 });
  await verify(password, stored);
  expect(counted.digests).toBeLessThanOrEqual(4);
  expect(counted.bytes).toBeLessThanOrEqual(8192);
  const kind = kindOf(stored);
  // What counts as done at once has nothing to choose that could take longer.
  if ('estimatedMs' in kind && kind.estimatedMs === 0) expect(kind.cost).toBe(0);
});

it('reads no salt that is longer than any program writes', () => {
  const long = Buffer.alloc(8_000_000, 1).toString('base64');
  Object.assign(counted, { digests: 0, bytes: 0 });
  for (const start of ['{SSHA}', '{SSHA512}', '{SMD5}', 'sha1$', '{noop}']) {
    expect(kindOf(start + long)).toEqual({
      code: 'PASSWORD_FORM_UNKNOWN',
      form: 'a text that is too long for a hash',
    });
  }
  expect(counted.digests).toBe(0);
});
