import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Digest } from '@who/plugin-auth-tkt';
import type { Framework } from './python-application.js';
import type { User } from './users.js';

/** How a userid is held in Python. */
export type PythonType = 'str' | 'int' | 'bytes';

export interface PythonUser extends User {
  readonly type: PythonType;
}

export interface PythonJob {
  /** Those of the framework's own cookie. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly address: string;
  readonly remember: readonly PythonUser[];
  /** Cookies as browsers send them. */
  readonly identify: readonly string[];
}

/** In the place of what was refused stands the name of an error, or `null`. */
export interface PythonAnswer {
  readonly cookies: readonly (string | null)[];
  readonly identities: readonly (PythonUser | string | null)[];
}

/** Has a framework do many jobs in one process. */
export function askPython(framework: Framework, jobs: readonly PythonJob[]): readonly PythonAnswer[] {
  const args = ['-W', 'ignore', scriptOf('py'), framework];
  return run('/usr/bin/python3', args, jobs);
}

export interface PerlJob {
  readonly digest: Uppercase<Digest>;
  readonly address: string;
  readonly mint: readonly (User & { readonly base64: 0 | 1 })[];
  readonly validate: readonly string[];
}

/** `null` stands for what was refused. */
export interface PerlAnswer {
  readonly tickets: readonly (string | null)[];
  readonly identities: readonly (User | null)[];
}

export const perlIsThere: boolean = existsSync('/usr/share/doc/libapache2-mod-auth-tkt/examples/cgi/Apache/AuthTkt.pm');

/** Has Apache::AuthTkt do many jobs in one process. */
export function askPerl(secret: string, jobs: readonly PerlJob[]): readonly PerlAnswer[] {
  return run('perl', [scriptOf('pl'), secret], jobs);
}

const scriptOf = (ext: string): string => fileURLToPath(new URL(`../../peers/ticket-minter.${ext}`, import.meta.url));

function run<T>(program: string, args: readonly string[], jobs: readonly unknown[]): T {
  const options = { input: JSON.stringify(jobs), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  return JSON.parse(execFileSync(program, [...args], options)) as T;
}
