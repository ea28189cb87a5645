import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { mintTicket, type Ticket } from '@who/plugin-auth-tkt';
import { onTestFinished } from 'vitest';
import { main } from '../src/main.js';

export const SECRET = 'a long and random secret that has 32 bytes and more';
export const OTHER_SECRET = 'another long and random secret that has 32 bytes';

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const program = [path('../../../node_modules/tsx/dist/cli.mjs'), path('../src/bin.ts')];

/** Runs the command in a process of its own. @param input as bytes */
export function runProcess(argv: readonly string[], input = '', env: Readonly<Record<string, string>> = {}): Ran {
  const { WHO_SECRET: _, ...rest } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [...program, ...argv], {
    input: Buffer.from(input, 'latin1'),
    encoding: 'utf8',
    env: { ...rest, ...env },
  });
  return { code: status, out: stdout, err: stderr };
}

/** Runs it in this process. @param input what stands on standard input, as bytes */
export async function run(
  argv: readonly string[],
  input = '',
  env: Readonly<Record<string, string>> = { WHO_SECRET: SECRET },
): Promise<Ran> {
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
  const code = await main(argv, { input: stream, output: into('out'), error: into('err'), env });
  return { code, ...texts };
}

/** A file that is there as long as a test. @param contents as bytes */
export function file(contents: string, name = 'file'): string {
  const folder = mkdtempSync(join(tmpdir(), 'who-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const at = join(folder, name);
  writeFileSync(at, contents, 'latin1');
  return at;
}

/** By the real clock, as the command has it. */
export function ticket(
  fields: Partial<Ticket> & { readonly ageSeconds?: number } = {},
  secret: string = SECRET,
): string {
  const { ageSeconds = 0, ...others } = fields;
  const timestampSeconds = Math.floor(Date.now() / 1000) - ageSeconds;
  const whole = { userid: 'bob', tokens: ['staff'], userdata: '', timestampSeconds, ...others };
  return mintTicket(whole, { secret, digest: 'sha256', compat: 'repoze' });
}
