import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { main } from '../../src/command/main.js';
import { NOW_SECONDS } from '../support.js';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in this process, at {@link NOW_SECONDS}. @param input what stands on standard input, as bytes */
export async function run(argv: readonly string[], input = ''): Promise<Ran> {
  const texts = { out: '', err: '' };
  const into = (name: keyof typeof texts): Writable =>
    new Writable({
      write(chunk, _encoding, done) {
        texts[name] += chunk;
        done();
      },
    });
  const stream = new PassThrough();
  stream.end(Buffer.from(input, 'latin1'));
  const [command, ...others] = argv;
  const isAt = others.includes('--time') || command === undefined;
  const at = isAt ? argv : [...argv, '--time', String(NOW_SECONDS)];
  const code = await main(at, { input: stream, output: into('out'), error: into('err') });
  return { code, ...texts };
}

/** The same, where the answer is JSON. */
export async function ask(argv: readonly string[], input = ''): Promise<Record<string, unknown>> {
  const { out, err } = await run([...argv, '--json'], input);
  if (err !== '') throw new Error(err);
  return JSON.parse(out) as Record<string, unknown>;
}

/** A file that is there as long as a test. @param contents as bytes */
export function file(contents: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'who-auth-tkt-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  writeFileSync(path, contents, 'latin1');
  return path;
}
