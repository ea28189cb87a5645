import { chmodSync, existsSync, lstatSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { PassThrough, Writable } from 'node:stream';
import { PasswordCredentials } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { main } from '../src/command/main.js';
import { withUser } from '../src/command/user-line.js';
import { htpasswd } from '../src/index.js';
import { temporaryFile } from './support.js';

/** Runs the command in this process, with what somebody types. */
async function run(argv: readonly string[], typed: string, isTTY = false) {
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
    expect(existsSync(`${file}.new`)).toBe(false);
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

  it.each([
    [[], 'x', 2, /^Usage/],
    [['f', 'a', 'b'], 'x', 2, /^Usage/],
    [['--nope'], 'x', 2, /nope/],
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
    writeFileSync(`${file}.new`, '');
    expect(await run([file, 'a'], 'x')).toEqual({ code: 1, out: expect.stringMatching(/somebody else/) });
    expect(existsSync(`${file}.new`)).toBe(true);
  });

  it.each([
    ['', 'a:HASH\n'],
    ['b:x', 'b:x\na:HASH\n'],
    ['b:x\\', 'b:x\\\n\na:HASH\n'],
    ['b:x\\\n', 'b:x\\\n\na:HASH\n'],
    ['  a:1\na:2\n', 'a:HASH\na:2\n'],
    ['\ufeffa:1\r\nb:x\r\n', 'a:HASH\nb:x\r\n'],
    ['aa:1\na\\\n:1\nb:x', 'aa:1\na:HASH\nb:x'],
    ['b:\\\na:1\n', 'b:\\\na:1\na:HASH\n'],
  ])('writes a line into %j', (before, after) => {
    expect(withUser(Buffer.from(before).toString('latin1'), 'a', 'HASH').text).toBe(after);
  });
});
