import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { SHA_OF_SECRET, temporaryFile } from './support.js';

const program = fileURLToPath(new URL('../dist/bin.js', import.meta.url));

/** The command in a process of its own. Resolves with its exit code. */
async function run(args: readonly string[], input = ''): Promise<number | null> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'ignore', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.on('error', () => {}).end(input);
  const [code] = await once(child, 'exit');
  return code;
}

const namesIn = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(':', 1)[0] ?? '');

it('loses nothing when several are at one file', { timeout: 60_000 }, async () => {
  const before = Array.from({ length: 50 }, (_, i) => `old${i}:${SHA_OF_SECRET}`);
  const file = temporaryFile(before.join('\n'));
  const added = Array.from({ length: 6 }, (_, i) => `new${i}`);
  const codes = await Promise.all([
    ...added.map((name) => run(['-c', '4', '-w', '50', file, name], 'secret\n')),
    ...[0, 1].map((i) => run(['delete', '-w', '50', file, `old${i}`])),
  ]);
  expect(codes).toEqual(codes.map(() => 0));
  const expected = [...before.slice(2).map((line) => line.split(':', 1)[0] ?? ''), ...added];
  expect(namesIn(file).toSorted()).toEqual(expected.toSorted());
  expect(readdirSync(dirname(file))).toEqual(['users']);
});

it('waits for no process that has died, and for one that lives, elsewhere for ten minutes at most', {
  timeout: 60_000,
}, async () => {
  const file = temporaryFile(`a:${SHA_OF_SECRET}\n`);
  const { pid } = spawnSync(process.execPath, ['--version']);
  const owner = { host: hostname(), space: existsSync('/proc/self/ns/pid') ? readlinkSync('/proc/self/ns/pid') : '' };
  writeFileSync(`${file}.lock`, JSON.stringify({ ...owner, pid, id: 'of the dead' }));
  writeFileSync(`${file}.new`, 'half a fi');
  expect(await run(['delete', file, 'a'])).toBe(0);
  expect(readdirSync(dirname(file))).toEqual(['users']);

  writeFileSync(file, `a:${SHA_OF_SECRET}\n`);
  for (const other of [{ pid: process.pid }, { pid, host: 'elsewhere' }, { pid, space: 'pid:[1]' }]) {
    writeFileSync(`${file}.lock`, JSON.stringify({ ...owner, ...other }));
    expect(await run(['delete', '-w', '0', file, 'a'])).toBe(1);
    expect(namesIn(file)).toEqual(['a']);
  }

  for (const left of ['', JSON.stringify({ ...owner, host: 'a container', pid })]) {
    writeFileSync(file, `a:${SHA_OF_SECRET}\nb:${SHA_OF_SECRET}\n`);
    writeFileSync(`${file}.lock`, left);
    const beforeSeconds = Date.now() / 1000 - 700;
    utimesSync(`${file}.lock`, beforeSeconds, beforeSeconds);
    expect(await run(['delete', '-w', '0', file, 'a'])).toBe(0);
    expect(readdirSync(dirname(file))).toEqual(['users']);
  }
});

it('ends with codes that scripts can tell apart', { timeout: 60_000 }, async () => {
  const file = temporaryFile(`a:${SHA_OF_SECRET}\n`);
  expect(
    await Promise.all([
      run(['verify', file, 'a'], 'secret\n'),
      run(['verify', file, 'a'], 'wrong\n'),
      run(['verify', file, 'b'], 'secret\n'),
      run(['vreify', file, 'b'], 'secret\n'),
      run(['--help']),
    ]),
  ).toEqual([0, 3, 6, 2, 0]);
});
