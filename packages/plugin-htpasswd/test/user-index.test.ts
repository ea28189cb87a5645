import { writeFileSync } from 'node:fs';
import { PasswordCredentials } from '@who/core';
import { atOnce } from '@who/secrets';
import { fakeClock, fakeExchange } from '@who/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { joinLines } from '../src/files/lines.js';
import { readPasswordFile } from '../src/files/password-file.js';
import { indexUsers } from '../src/files/user-index.js';
import { htpasswd } from '../src/index.js';
import { resolveOptions } from '../src/options.js';
import { verifier } from '../src/verifier.js';
import { APR1_OF_SECRET, BCRYPT_OF_SECRET, listeningLogger, SHA_OF_SECRET, temporaryFile, users } from './support.js';

const { kindOf } = verifier(resolveOptions({ file: 'users' }));
const read = (text: string) => readPasswordFile(Buffer.from(text), kindOf);
const joined = (text: string): string => atOnce(joinLines(Buffer.from(text, 'latin1'))).toString('latin1');

/** So many that not all are looked at when the file is read. */
const many = (line: (number: number) => string, count = 6000): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

it('finds the first line of each name, and no other, as a slow reader does', () => {
  const piece = fc.constantFrom('a', 'b', 'aa', ' ', '\t', ':', '::', '#', 'é', '\n', '\r\n', '\n\n', 'x:1', '\\');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('').replace(/\\(?=\r?\n)/g, '');
      const slow = new Map<string, number>();
      for (const { 0: line, index } of text.matchAll(/[^\n]+/g)) {
        const said = line.replace(/^[ \t\v\f\r]+|[ \t\v\f\r]+$/g, '');
        const name = said.split(':', 1)[0] ?? '';
        const at = Buffer.byteLength(text.slice(0, index + line.indexOf(said)));
        if (said !== '' && !said.startsWith('#') && !slow.has(name)) slow.set(name, at);
      }
      const bytes = Buffer.from(text);
      const index = atOnce(indexUsers(bytes));
      for (const [name, at] of slow) expect(index.find(name)).toBe(at);
      for (const name of ['c', 'a:', ':', 'a\nb', 'é\ud800', '\ud800', 'x:1', '#']) {
        if (!slow.has(name)) expect(index.find(name)).toBe(-1);
      }
    }),
  );
});

it('takes no name for another that begins alike', () => {
  const index = atOnce(indexUsers(Buffer.from('ab:x\na:y\nc')));
  expect(['ab', 'a', 'abc', 'c', 'cc', 'c ', '', 'a:y\nc'].map((name) => index.find(name))).toEqual([
    0, 5, -1, 9, -1, -1, -1, -1,
  ]);
});

it.each([
  ['a\\\nb\nc', '\n ab\nc'],
  ['a\\\r\nb\r\nc', '\n  ab\r\nc'],
  ['a\\\nb\\\nc', '\n\n  abc'],
  ['a\\\n', 'a \n'],
  ['a\\', 'a\\'],
  ['a\\\n\\\nb', '\n\n  ab'],
  ['\\\n', ' \n'],
  ['a\nb\\\nc\nd\\\n\\\n', 'a\n\n bc\n\n d \n'],
])('joins the lines of %j, and keeps their numbers', (text, expected) => {
  expect(joined(text)).toBe(expected);
  expect(joined(text)).toHaveLength(text.length);
});

it('looks through a large file later, and misses no line that does not count', () => {
  const file = atOnce(read(many((i) => (i % 2 ? `user${i}:${BCRYPT_OF_SECRET}` : `user${i}:plain${i}`))));
  expect(file.hashOf('user5001')).toBe(BCRYPT_OF_SECRET);
  expect(file.hashOf('user5000')).toBeUndefined();
  expect(file.decoy).toBe(BCRYPT_OF_SECRET);
  const { first, count } = atOnce(file.problems());
  expect([count, first[1]]).toEqual([3000, 'line 3: plain text, or an unsupported scheme']);
});

it('knows the decoy of a large file for sure when it has been looked through', () => {
  // Long lines, of which more are met by chance, but fewer.
  const text = many((i) => (i < 3500 ? `user${i}:${SHA_OF_SECRET}` : `user${i}:${APR1_OF_SECRET}:${'x'.repeat(200)}`));
  const file = atOnce(read(text));
  expect(file.decoy).toBe(APR1_OF_SECRET);
  atOnce(file.problems());
  expect(file.decoy).toBe(SHA_OF_SECRET);
});

it('reads in steps, and looks through in steps', () => {
  const steps = read(many((i) => `user${i}:${SHA_OF_SECRET}`, 100_000));
  let taken = 0;
  let result = steps.next();
  for (; !result.done; result = steps.next()) taken++;
  expect(taken).toBeGreaterThan(4);
  expect([...result.value.problems()].length).toBeGreaterThan(40);
});

it('warns of a large file once it has been looked through, with the requests going on, and of its next version', async () => {
  const logger = listeningLogger();
  const clock = fakeClock();
  const file = temporaryFile(`${many((i) => `user${i}:${SHA_OF_SECRET}`)}\nlast:plain`);
  const plugin = users({ file, checkIntervalMs: 1000 });
  const exchange = fakeExchange({ now: clock.now, logger });
  const ask = async () =>
    expect(await plugin.authenticate(exchange, new PasswordCredentials('last', 'plain'))).toBeUndefined();
  await ask();
  await expect
    .poll(() => logger.warnings, { timeout: 10_000 })
    .toEqual([expect.stringContaining('1 (line 6001: plain text')]);
  await ask();
  writeFileSync(file, `${many((i) => `user${i}:${SHA_OF_SECRET}`)}\nlast:plain\nb\n`);
  clock.advance(1000);
  await ask();
  await expect
    .poll(() => logger.warnings.slice(1), { timeout: 10_000 })
    .toEqual([expect.stringContaining('2 (line 6001: plain text')]);
});

it('stops looking through when it is closed', async () => {
  const logger = listeningLogger();
  const plugin = htpasswd({ file: temporaryFile(`${many((i) => `user${i}:${SHA_OF_SECRET}`)}\nlast:plain`) });
  const answer = plugin.authenticate(fakeExchange({ logger }), new PasswordCredentials('user1', 'x'));
  plugin.close();
  await Promise.resolve(answer).catch(() => {});
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(logger.warnings).toEqual([]);
});
