import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../ports.js';
import { type ServerProcess, startServerProcess } from '../server-process.js';

/** Debian's, which has repoze.who. */
const python = '/usr/bin/python3';
const script = fileURLToPath(new URL('../../peers/who-ini-application.py', import.meta.url));
/** One user, in the only form that repoze.who's `crypt_check` knows. */
const PASSWD = 'chrism:abiK5PCIUUYgQ\n';

/** @returns the name of what is not installed, whose modules they are; empty where it is */
export function without(modules: string, name: string): string {
  try {
    execFileSync(python, ['-W', 'ignore', '-c', `import ${modules}`], { stdio: 'ignore' });
    return '';
  } catch {
    return name;
  }
}

export const absent: string = without('repoze.who.config, waitress', "Python's repoze.who and waitress");

/** Puts the passwords beside a who.ini. */
export function addPasswords(file: string): void {
  writeFileSync(join(dirname(file), 'passwd'), PASSWD);
}

/** Starts repoze.who behind waitress, with passwords beside its file. */
export async function startRepoze(file: string): Promise<ServerProcess> {
  addPasswords(file);
  const port = await freePort();
  return startServerProcess({
    program: python,
    args: () => ['-W', 'ignore', script, file, String(port)],
    files: () => ({}),
    // Where no challenger answers, waitress tells of it.
    chatty: true,
    url: `http://127.0.0.1:${port}`,
  });
}
