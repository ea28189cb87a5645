import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PasswordCredentials } from '@who/core';
import type { HashingOptions, Kind } from '@who/passwords';
import { fakeClock, fakeExchange } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { htpasswd } from '../src/index.js';
import { resolveOptions } from '../src/options.js';
import { hashWriter } from '../src/upgrades/hash-writer.js';
import { isOutdated } from '../src/upgrades/outdated.js';
import { verifier } from '../src/verifier.js';
import {
  APR1_OF_SECRET,
  BCRYPT_OF_SECRET,
  listeningLogger,
  SHA_OF_SECRET,
  SHA512_OF_SECRET,
  signIn,
  temporaryFile,
  users,
} from './support.js';

const upgradeHashes: HashingOptions = { scheme: 'bcrypt', cost: 6 };
const hashOf = (file: string, user: string): string | undefined =>
  new RegExp(`^${user}:([^:\n]*)`, 'm').exec(readFileSync(file, 'utf8'))?.[1];
const NEW = /^\$2y\$06\$[./\w]{53}$/;

describe('upgradeHashes', () => {
  it('makes the hash of who signs in anew, once, and leaves the others alone', async () => {
    const file = temporaryFile(`# staff\nalice:${SHA_OF_SECRET}:Alice A.\nbob:${APR1_OF_SECRET}\n`);
    chmodSync(file, 0o640);
    const plugin = users({ file, upgradeHashes, checkIntervalMs: 0 });
    expect(await signIn(plugin, 'bob', 'wrong')).toBeUndefined();
    expect(await signIn(plugin, 'alice', 'secret')).toBe('alice');
    await expect.poll(() => hashOf(file, 'alice'), { timeout: 10_000 }).toMatch(NEW);
    const written = readFileSync(file, 'utf8');
    expect(written).toMatch(/^# staff\nalice:\S{60}:Alice A\.\nbob:\$apr1\$/);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(await signIn(plugin, 'alice', 'secret')).toBe('alice');
    expect(await signIn(plugin, 'alice', 'Secret')).toBeUndefined();
    expect(readFileSync(file, 'utf8')).toBe(written);
    expect(readdirSync(dirname(file))).toEqual(['users']);
  });

  it('answers who signs in before the hash is there', async () => {
    const file = temporaryFile(`alice:${SHA_OF_SECRET}\n`);
    const plugin = users({ file, upgradeHashes, checkIntervalMs: 1000 });
    const clock = fakeClock();
    const exchange = { now: clock.now };
    await signIn(plugin, 'nobody', 'x', exchange);
    // SHA-1 is checked at once: there is nothing to wait for but the upgrade.
    expect(plugin.authenticate(fakeExchange(exchange), new PasswordCredentials('alice', 'secret'))).toEqual({
      userid: 'alice',
    });
    expect(hashOf(file, 'alice')).toBe(SHA_OF_SECRET);
    await expect.poll(() => hashOf(file, 'alice'), { timeout: 10_000 }).toMatch(NEW);
  });

  it('leaves a password alone that was changed meanwhile, and a user who was removed', async () => {
    const file = temporaryFile(`alice:${APR1_OF_SECRET}\n`);
    const { write, close } = hashWriter(file, 0);
    await write({ user: 'alice', from: SHA_OF_SECRET, to: 'x' }, listeningLogger());
    await write({ user: 'bob', from: SHA_OF_SECRET, to: 'x' }, listeningLogger());
    expect(readFileSync(file, 'utf8')).toBe(`alice:${APR1_OF_SECRET}\n`);
    close();
  });

  it('writes all that come meanwhile together, and loses none', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `user${i}`);
    const file = temporaryFile(names.map((name) => `${name}:${SHA_OF_SECRET}`).join('\n'));
    const [one, other] = [hashWriter(file, 0), hashWriter(file, 0)];
    const logger = listeningLogger();
    await Promise.all(
      names.map((user, i) => (i % 2 ? one : other).write({ user, from: SHA_OF_SECRET, to: `new${i}` }, logger)),
    );
    expect(readFileSync(file, 'utf8')).toBe(names.map((name, i) => `${name}:new${i}\n`).join(''));
  });

  it('refuses nobody when the file cannot be written, and says why once', async () => {
    const file = temporaryFile(`alice:${SHA_OF_SECRET}\nbob:${SHA_OF_SECRET}\n`);
    const plugin = users({ file, upgradeHashes });
    const errors: string[] = [];
    const logger = { debug() {}, warn() {}, error: (message: string) => errors.push(message) };
    writeFileSync(`${file}.new`, '');
    // A folder where the new file would be.
    spawnSync('sh', ['-c', 'rm "$1.new"; mkdir "$1.new"; touch "$1.new/x"', 'sh', file]);
    expect(await signIn(plugin, 'alice', 'secret', { logger })).toBe('alice');
    await expect
      .poll(() => errors, { timeout: 10_000 })
      .toEqual([expect.stringMatching(/stay as they are\. HTPASSWD_UNWRITABLE: /)]);
    expect(await signIn(plugin, 'alice', 'secret', { logger })).toBe('alice');
    expect(hashOf(file, 'alice')).toBe(SHA_OF_SECRET);
    expect(errors[0]).not.toMatch(/secret|\{SHA\}/);
  });

  it('starts with nothing that cannot work', () => {
    const file = temporaryFile(`alice:${SHA_OF_SECRET}\n`);
    const start = (hashing: unknown, more: object = {}) =>
      htpasswd({ file, upgradeHashes: hashing as HashingOptions, ...more });
    expect(() => start({ scheme: 'bcrypt', cost: 99 })).toThrow(/"upgradeHashes" cannot be used: .*from 4 to 31/);
    expect(() => start({ scheme: 'bcript' })).toThrow(/Did you mean "bcrypt"/);
    expect(() => start({ scheme: 'bcrypt', cost: 17 })).toThrow(/TOO_COSTLY/);
    expect(() => start({ scheme: 'argon2id' }, { allow: ['bcrypt', 'sha1'] })).toThrow(/"allow"/);
    expect(() => start('bcrypt')).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
  });

  it.skipIf(process.getuid?.() !== 0)('starts with no file that it could not replace (skipped: not root)', () => {
    const file = temporaryFile(`alice:${SHA_OF_SECRET}\n`);
    chmodSync(dirname(file), 0o755);
    chmodSync(file, 0o644);
    const nobody = 65_534;
    const index = fileURLToPath(new URL('../dist/index.js', import.meta.url));
    const start = () =>
      spawnSync(process.execPath, [
        '--input-type=module',
        '-e',
        `import { htpasswd } from ${JSON.stringify(index)};
        process.setgroups([]); process.setgid(${nobody}); process.setuid(${nobody});
        try { htpasswd({ file: ${JSON.stringify(file)}, upgradeHashes: { scheme: 'bcrypt' } }); console.log('started'); }
        catch ({ code }) { console.log(code); }`,
      ]).stdout.toString();
    expect(start()).toBe('HTPASSWD_UNWRITABLE\n');
    chmodSync(dirname(file), 0o777);
    chmodSync(file, 0o666);
    expect(start()).toBe('HTPASSWD_UNWRITABLE\n');
    chownSync(file, nobody, nobody);
    expect(start()).toBe('started\n');
  });
});

describe('what is outdated', () => {
  const { kindOf } = verifier(resolveOptions({ file: 'users' }));
  const bcrypt = (cost: string): Kind => kindOf(BCRYPT_OF_SECRET.replace('$04$', `$${cost}$`)) as Kind;
  const argon2 = (m: number, t: number): Kind =>
    kindOf(`$argon2id$v=19$m=${m},t=${t},p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`) as Kind;

  it.each([
    ['a digest', kindOf(SHA_OF_SECRET) as Kind, bcrypt('10'), true],
    ['SHA-512-crypt of few rounds', kindOf(SHA512_OF_SECRET) as Kind, bcrypt('10'), true],
    ['a lower cost', bcrypt('09'), bcrypt('10'), true],
    ['the same cost', bcrypt('10'), bcrypt('10'), false],
    ['a higher cost', bcrypt('11'), bcrypt('10'), false],
    ['bcrypt', bcrypt('10'), argon2(19_456, 2), true],
    ['a much higher cost of bcrypt', bcrypt('15'), argon2(19_456, 2), false],
    ['what needs memory', argon2(19_456, 2), bcrypt('12'), false],
    ['less memory', argon2(8192, 2), argon2(19_456, 2), true],
    ['less memory and more time', argon2(8192, 20), argon2(19_456, 2), false],
  ])('%s', (_what, old, fresh, expected) => {
    expect(isOutdated(old, fresh)).toBe(expected);
  });
});
