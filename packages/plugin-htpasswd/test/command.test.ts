import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { PasswordCredentials } from '@who/core';
import { atOnce } from '@who/secrets';
import { fakeExchange } from '@who/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { main } from '../src/command/main.js';
import { readPasswordText } from '../src/files/password-text.js';
import { htpasswd } from '../src/index.js';
import { withHashes } from '../src/writing/password-lines.js';
import { APR1_OF_SECRET, BCRYPT_OF_SECRET, DES_OF_SECRET, SHA_OF_SECRET, temporaryFile } from './support.js';

/** Runs the command in this process, with what somebody types. */
async function run(argv: readonly string[], typed: string | Buffer, isTTY = false) {
  let out = '';
  const into = () =>
    new Writable({
      write(chunk, _encoding, done) {
        out += chunk;
        done();
      },
    });
  const input = Object.assign(new PassThrough(), { isTTY });
  input.end(typed);
  const code = await main(argv, { input, output: into(), error: into() });
  return { code, out };
}

const isRoot = process.getuid?.() === 0;

async function signsIn(file: string, login: string, password: string): Promise<boolean> {
  const users = htpasswd({ file, checkIntervalMs: 0 });
  onTestFinished(() => users.close());
  return (await users.authenticate(fakeExchange(), new PasswordCredentials(login, password))) !== undefined;
}

describe('the command', () => {
  it('makes a file, and signs in by it', async () => {
    const file = `${temporaryFile('')}.new-one`;
    expect(await run([file, 'alice'], 'correct horse\nmore\n')).toEqual({
      code: 0,
      out: `Added alice in ${file}\n`,
    });
    expect(readFileSync(file, 'utf8')).toMatch(/^alice:\$2y\$10\$[./\w]{53}\n$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(file)).toSorted()).toEqual(['users', 'users.new-one']);
    expect(await signsIn(file, 'alice', 'correct horse')).toBe(true);
    expect(await signsIn(file, 'alice', 'more')).toBe(false);
  });

  it('asks twice on a terminal, and shows nothing of the password', async () => {
    const file = temporaryFile('');
    const { code, out } = await run([file, 'bob'], 'pa55\rpa55\r', true);
    expect({ code, out }).toEqual({ code: 0, out: `New password for bob: \nAgain: \nAdded bob in ${file}\n` });
    expect(await signsIn(file, 'bob', 'pa55')).toBe(true);
    expect(await run([file, 'bob'], 'one\rtwo\r', true)).toEqual({
      code: 1,
      out: expect.stringMatching(/not the same/),
    });
    expect(await run([file, 'bob'], '\x03', true)).toEqual({ code: 1, out: expect.stringMatching(/no password/) });
    expect(await signsIn(file, 'bob', 'pa55')).toBe(true);
  });

  it('keeps the mode, other lines and a link to the file', async () => {
    const real = temporaryFile('# staff\nalice:x:old\nbob:{SHA}abc');
    chmodSync(real, 0o640);
    const file = `${real}.link`;
    symlinkSync(real, file);
    expect(await run([file, 'zoé'], 'secret')).toMatchObject({ code: 0 });
    expect(await run([file, 'alice'], 'secret')).toEqual({ code: 0, out: expect.stringMatching(/^Changed/) });
    expect(readFileSync(file, 'utf8')).toMatch(/^# staff\nalice:\$2y\$\S+\nbob:\{SHA\}abc\nzoé:\$2y\$\S+\n$/);
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(statSync(real).mode & 0o777).toBe(0o640);
    expect(await signsIn(file, 'zoé', 'secret')).toBe(true);
  });

  it.skipIf(!isRoot)(
    `keeps the owner of a file of somebody else${isRoot ? '' : ' (skipped: needs root)'}`,
    async () => {
      const file = temporaryFile('alice:{SHA}abc\n');
      chownSync(file, 12_345, 23_456);
      chmodSync(file, 0o640);
      for (const argv of [
        [file, 'bob'],
        [file, 'alice'],
        ['delete', file, 'bob'],
      ]) {
        const before = statSync(file);
        expect(await run(argv, 'secret')).toMatchObject({ code: 0 });
        const { uid, gid, mode, ino } = statSync(file);
        expect({ uid, gid, mode: mode & 0o7777 }).toEqual({ uid: 12_345, gid: 23_456, mode: 0o640 });
        // It was replaced, and not written in place; the number of the file before the last one may come again.
        expect(ino).not.toBe(before.ino);
      }
      expect(readdirSync(dirname(file))).toEqual(['users']);
      expect(await signsIn(file, 'alice', 'secret')).toBe(true);
    },
  );

  it.each([
    [[], 'x', 2, /^Usage/],
    [['set', 'f', 'a', 'b'], 'x', 2, /^Usage/],
    [['f', 'a', 'b'], 'x', 2, /no command f\. Known: set, verify, delete, list/],
    [['verfy', 'f', 'a'], 'x', 2, /Did you mean "verify"/],
    [['lits', 'f'], 'x', 2, /Did you mean "list"/],
    [['list'], 'x', 2, /^Usage: who-htpasswd list FILE;/],
    [['delete', 'f'], 'x', 2, /^Usage: who-htpasswd delete FILE USER;/],
    [['--schema', 'bcrypt', 'f', 'a'], 'x', 2, /no option --schema\. Did you mean "--scheme"/],
    [['--toString', 'f', 'a'], 'x', 2, /no option --toString/],
    [['f', 'a', '--scheme'], 'x', 2, /--scheme needs a value/],
    [['f', 'a', '--help=x'], 'x', 2, /takes no value/],
    [['f', 'a', '-s', 'argon2'], 'x', 2, /Did you mean "argon2id"/],
    [['f', 'a', '-c', '3'], 'x', 2, /from 4 to 31/],
    [['f', 'a', '-c', 'x'], 'x', 2, /--cost is a number/],
    [['f', 'a', '-w', '-1'], 'x', 2, /--wait is a number/],
    [['--nope'], 'x', 2, /nope/],
    [['f', 'a'], Buffer.from([0xe9, 0x0a]), 1, /not UTF-8/],
    [['f', 'a', '-s', 'sha512-crypt'], 'x'.repeat(1025), 1, /too long/],
    [['verify', '/no/such/file', 'a'], 'x', 1, /Cannot read/],
    [['delete', '/no/such/file', 'a'], 'x', 1, /Cannot read/],
    [['list', '/no/such/file'], 'x', 1, /Cannot read/],
    [['f', 'a:b'], 'x', 1, /colon/],
    [['f', '#a'], 'x', 1, /#/],
    [['f', 'a'], '', 1, /no password/],
    [['f', 'a'], '\n', 1, /no password/],
    [['f', 'a'], 'x'.repeat(73), 1, /72 bytes/],
    [['/no/such/folder/f', 'a'], 'x', 1, /Cannot change/],
  ])('refuses %j with %j', async (argv, typed, code, out) => {
    expect(await run(argv, typed)).toEqual({ code, out: expect.stringMatching(out) });
  });

  it('touches no file that holds something else, and none that another command is at', async () => {
    const other = temporaryFile('import this from that;\n');
    expect(await run([other, 'a'], 'x')).toEqual({ code: 1, out: expect.stringMatching(/no line of the form/) });
    expect(readFileSync(other, 'utf8')).toBe('import this from that;\n');
    const file = temporaryFile('');
    writeFileSync(`${file}.lock`, '');
    expect(await run([file, 'a', '-w', '0'], 'x')).toEqual({ code: 1, out: expect.stringMatching(/Somebody else/) });
    expect(readFileSync(file, 'utf8')).toBe('');
    expect(existsSync(`${file}.lock`)).toBe(true);
  });

  it('says whether a password is right, and by its exit code why not', async () => {
    const file = temporaryFile(`alice:${SHA_OF_SECRET}\ndes:${DES_OF_SECRET}\n`);
    expect(await run(['verify', file, 'alice'], 'secret\n')).toEqual({ code: 0, out: expect.stringMatching(/is the/) });
    expect(await run(['verify', file, 'alice'], 'Secret\n')).toEqual({
      code: 3,
      out: expect.stringMatching(/not the/),
    });
    expect(await run(['verify', file, 'bob'], 'secret\n')).toEqual({ code: 6, out: expect.stringMatching(/no bob/) });
    expect(await run(['verify', file, 'des'], 'secret\n')).toEqual({
      code: 3,
      out: expect.stringMatching(/No password/),
    });
    expect(await run(['verify', file, 'alice'], 'secret\r', true)).toMatchObject({ code: 0 });
  });

  it('deletes all lines of a user, so that none that did not count does', async () => {
    const file = temporaryFile(`b:x\na:${SHA_OF_SECRET}\n# a:x\n a\\\r\n:${APR1_OF_SECRET}\r\naa:y\na:z`);
    expect(await run(['delete', file, 'a'], '')).toEqual({ code: 0, out: expect.stringMatching(/^Deleted a/) });
    expect(readFileSync(file, 'utf8')).toBe('b:x\n# a:x\naa:y\n');
    expect(await run(['delete', file, 'a'], '')).toEqual({ code: 6, out: expect.stringMatching(/no a/) });
  });

  it('lists names and forms, what is outdated and what never matches, and no hash', async () => {
    const evil = '\x1b[2J\u202e';
    const lines = [
      `alice:${BCRYPT_OF_SECRET}`,
      `bob:${SHA_OF_SECRET}`,
      `alice:${APR1_OF_SECRET}`,
      `des:${DES_OF_SECRET}`,
      'plain:hunter2',
      `${evil}:${BCRYPT_OF_SECRET.replace('$04$', '$12$')}`,
    ];
    const file = temporaryFile(`${lines.join('\n')}\n`);
    const { code, out } = await run(['list', file], '');
    expect({ code, lines: out.split('\n') }).toEqual({
      code: 0,
      lines: [
        'alice\tbcrypt, cost 4\toutdated',
        'bob\tsha1\toutdated',
        'alice\tapr1\tnot the first line of this name',
        'des\tdes-crypt\toutdated; matches only where "allow" names it',
        'plain\t-\tnever matches: plain text, or an unsupported scheme',
        '\\u{1b}[2J\\u{202e}\tbcrypt, cost 12\tcurrent',
        '',
      ],
    });
    expect((await run(['list', file, '-s', 'argon2id'], '')).out.split('\n')[5]).toMatch(/cost 12\toutdated$|current$/);
  });

  it.each([
    [['-s', 'sha512-crypt', '-c', '2000'], /^a:\$6\$rounds=2000\$/, false],
    [['--scheme=argon2id'], /^a:\$argon2id\$v=19\$m=19456,t=2,p=1\$/, true],
    [['-s', 'scrypt', '-c', '10'], /^a:\$scrypt\$ln=10,r=8,p=1\$/, true],
    [['-c', '4'], /^a:\$2y\$04\$/, false],
  ])('makes hashes by %j', async (options, hash, isOurs) => {
    const file = temporaryFile('');
    const { code, out } = await run([file, 'a', ...options], 'secret');
    expect({ code, warns: out.includes('do not read') }).toEqual({ code: 0, warns: isOurs });
    expect(readFileSync(file, 'utf8')).toMatch(hash);
    expect(await signsIn(file, 'a', 'secret')).toBe(true);
    expect(await signsIn(file, 'a', 'Secret')).toBe(false);
  });

  it('writes to no file that a link leads nowhere to, and not through a link that lies beside', async () => {
    const file = temporaryFile('a:x\n');
    const victim = `${file}.victim`;
    writeFileSync(victim, 'untouched');
    symlinkSync(victim, `${file}.new`);
    expect(await run([file, 'a'], 'x')).toMatchObject({ code: 0 });
    expect(readFileSync(victim, 'utf8')).toBe('untouched');
    expect(existsSync(`${file}.new`)).toBe(false);
    symlinkSync(`${file}.nowhere`, `${file}.link`);
    expect(await run([`${file}.link`, 'a'], 'x')).toEqual({ code: 1, out: expect.stringMatching(/link to nothing/) });
  });
});

describe('a line', () => {
  it.each([
    ['', 'a:HASH\n'],
    ['b:x', 'b:x\na:HASH\n'],
    ['b:x\\', 'b:x\\\n\na:HASH\n'],
    ['b:x\\\n', 'b:x\\\n\na:HASH\n'],
    ['  a:1\na:2\n', 'a:HASH\na:2\n'],
    ['\ufeffa:1\r\nb:x\r\n', 'a:HASH\r\nb:x\r\n'],
    ['aa:1\na\\\n:1\nb:x', 'aa:1\na:HASH\nb:x\n'],
    ['b:\\\na:1\n', 'b:\\\na:1\na:HASH\n'],
    ['b:1\na:1', 'b:1\na:HASH\n'],
    ['# \\\n x\n\\\n a:1:rest \nb:2\n', '# \\\n x\na:HASH \nb:2\n'],
  ])('is written into %j', (before, after) => {
    const text = atOnce(readPasswordText(Buffer.from(before)));
    expect(withHashes(text, [{ user: 'a', to: 'HASH' }])?.toString()).toBe(after);
  });

  it('is changed only where its hash is the one it should be, and keeps the rest', () => {
    const text = atOnce(readPasswordText(Buffer.from('é:1:mail \nb:1\nc\\\n:1:x\n')));
    const change = (user: string, from: string) => withHashes(text, [{ user, from, to: 'HASH' }])?.toString();
    expect(change('é', '1')).toBe('é:HASH:mail \nb:1\nc\\\n:1:x\n');
    expect(change('c', '1')).toBe('é:1:mail \nb:1\nc:HASH:x\n');
    expect(change('b', '2')).toBeUndefined();
    expect(change('d', '1')).toBeUndefined();
  });
});
