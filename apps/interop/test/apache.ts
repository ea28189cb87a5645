import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { freePort } from './ports.js';

const program = '/usr/sbin/apache2';
const modules = '/usr/lib/apache2/modules';

/** Whether Apache with mod_auth_tkt is installed, and may be started: it gives up root by itself. */
export const apacheIsThere: boolean =
  existsSync(program) && existsSync(`${modules}/mod_auth_tkt.so`) && process.getuid?.() === 0;

/** An Apache of our own, on a free port, with all its files in a folder of its own. */
export interface Apache {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts Apache with mod_auth_tkt on `/`. Its answers say in `X-User`, `X-Tokens` and `X-Data` what it made of the
 * ticket.
 *
 * @param directives more directives of mod_auth_tkt
 */
export async function startApache(directives: readonly string[]): Promise<Apache> {
  const folder = await mkdtemp(join(tmpdir(), 'who-apache-'));
  const port = await freePort();
  const load = 'mpm_prefork authz_core authz_user authn_core headers auth_tkt'
    .split(' ')
    .map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`);
  const configuration = [
    ...load,
    `ServerRoot ${folder}`,
    `PidFile ${folder}/pid`,
    `DefaultRuntimeDir ${folder}`,
    `Mutex file:${folder} default`,
    `ErrorLog ${folder}/error.log`,
    'ServerName localhost',
    `Listen 127.0.0.1:${port}`,
    'User www-data',
    'Group www-data',
    'StartServers 1',
    `DocumentRoot ${folder}`,
    ...directives.filter((line) => /^TKTAuth(?:Secret|DigestType)/.test(line)),
    '<Location />',
    '  AuthType None',
    '  Require valid-user',
    '  TKTAuthLoginURL http://login.example.test/',
    '  TKTAuthIgnoreIP on',
    ...directives.filter((line) => !/^TKTAuth(?:Secret|DigestType)/.test(line)),
    '  Header always set X-User "expr=%{REMOTE_USER}"',
    '  Header always set X-Tokens "%{REMOTE_USER_TOKENS}e"',
    '  Header always set X-Data "%{REMOTE_USER_DATA}e"',
    '</Location>',
  ];
  await chmod(folder, 0o755);
  await writeFile(join(folder, 'httpd.conf'), `${configuration.join('\n')}\n`);
  await writeFile(join(folder, 'page'), 'protected');

  // A process group of its own: when Apache ends, it signals everybody in its group.
  const child = spawn(program, ['-f', join(folder, 'httpd.conf'), '-DFOREGROUND'], {
    stdio: 'inherit',
    detached: true,
  });
  const exited = once(child, 'exit');
  const url = `http://127.0.0.1:${port}/page`;
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  await vi
    .waitFor(() => fetch(url, { redirect: 'manual' }), { timeout: 20_000 })
    .catch(async (error) => {
      await stop();
      throw error;
    });
  return { url, stop };
}
