import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { command } from '../command.js';
import type { Tarball } from './tarballs.js';

/** The commands of the installed packages say how they are used when asked for `--help`. */
export async function commandProblems(tarballs: readonly Tarball[], folder: string): Promise<string[]> {
  const names = tarballs.flatMap(({ name, manifest }) =>
    typeof manifest['bin'] === 'string' ? [name.replace(/^.*\//, '')] : Object.keys(manifest['bin'] ?? {}),
  );
  const problems = names.map(async (name) => {
    const help = await command(pathOf(name, folder), ['--help'], folder);
    return /usage/i.test(help) ? [] : [`${name} --help does not show its usage, but:\n${help}`];
  });
  return (await Promise.all(problems)).flat();
}

/** The CAS server starts, serves its login page, and ends when it is told to. */
export async function casServerProblems(folder: string): Promise<string[]> {
  const child = spawn(pathOf('who-dev-cas', folder), ['--port', '0'], {
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
    if (typeof url !== 'string') return [`who-dev-cas ended with ${url}, without having served`];
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

function pathOf(name: string, folder: string): string {
  return join(folder, 'node_modules', '.bin', name);
}
