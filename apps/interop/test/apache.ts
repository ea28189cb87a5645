import { existsSync } from 'node:fs';
import { freePort } from './ports.js';
import { type ServerProcess, startServerProcess } from './server-process.js';

const program = '/usr/sbin/apache2';
const file = (module: string): string => `/usr/lib/apache2/modules/mod_${module}.so`;

/** Whether Apache with these modules is installed, and may be started: it gives up root by itself. */
export function hasApache(...modules: readonly string[]): boolean {
  return existsSync(program) && modules.every((name) => existsSync(file(name))) && process.getuid?.() === 0;
}

export interface ApacheOptions {
  /** Modules besides those that every server needs. */
  readonly modules: readonly string[];
  readonly configuration: readonly string[];
  /** @default one that is free */
  readonly port?: number | undefined;
  /** Texts of files in the server's root, by their names. */
  readonly files?: Readonly<Record<string, string>> | undefined;
}

/** Starts an Apache of our own, on 127.0.0.1. */
export async function startApache(options: ApacheOptions): Promise<ServerProcess> {
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const modules = ['mpm_prefork', 'authz_core', 'authz_user', 'authn_core', 'headers', ...options.modules];
  const configuration = (folder: string): readonly string[] => [
    // mod_shib calls itself by another name than its neighbours do.
    ...modules.map((name) => `LoadModule ${name === 'shib' ? 'mod_shib' : `${name}_module`} ${file(name)}`),
    `ServerRoot ${folder}`,
    `PidFile ${folder}/pid`,
    `DefaultRuntimeDir ${folder}`,
    `Mutex file:${folder} default`,
    `ErrorLog ${folder}/error.log`,
    `ServerName ${url}`,
    `Listen 127.0.0.1:${port}`,
    'User www-data',
    'Group www-data',
    'StartServers 1',
    `DocumentRoot ${folder}`,
    ...options.configuration,
  ];
  return startServerProcess({
    program,
    args: (folder) => ['-f', `${folder}/httpd.conf`, '-DFOREGROUND'],
    files: (folder) => ({ ...options.files, 'httpd.conf': `${configuration(folder).join('\n')}\n` }),
    url,
  });
}
