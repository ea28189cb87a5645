import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { command } from '../command.js';
import type { Tarball } from './tarballs.js';

/** What npx runs for a package says how it is used when asked for `--help`. A package's name is nobody else's. */
export async function commandProblems(tarballs: readonly Tarball[], folder: string): Promise<string[]> {
  const names = tarballs.flatMap(({ name, manifest }) => (manifest['bin'] === undefined ? [] : [name]));
  const problems = names.map(async (name) => {
    const help = await command('npx', ['--no-install', name, '--help'], folder);
    return /usage/i.test(help) ? [] : [`npx ${name} --help does not show its usage, but:\n${help}`];
  });
  return (await Promise.all(problems)).flat();
}

/** The CAS server starts, serves its login page, and ends when it is told to. */
export async function casServerProblems(folder: string): Promise<string[]> {
  const child = spawn(join(folder, 'node_modules', '.bin', 'dev-cas-server'), ['--port', '0'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 30_000,
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  try {
    const url = await Promise.race([firstUrl(child.stdout), ended]);
    if (typeof url !== 'string') return [`dev-cas-server ended with ${url}, without having served`];
    const { status } = await fetch(`${url}/login`);
    child.kill('SIGTERM');
    const code = await ended;
    return [
      ...(status === 200 ? [] : [`the login page has status ${status}`]),
      ...(code === 0 ? [] : [`it ended with ${code} after SIGTERM`]),
    ];
  } finally {
    child.kill('SIGKILL');
  }
}

async function firstUrl(output: AsyncIterable<Buffer>): Promise<string | undefined> {
  let text = '';
  for await (const chunk of output) {
    text += chunk;
    const url = text.match(/(http:\S+)\s/)?.[1];
    if (url !== undefined) return url;
  }
  return undefined;
}
