import { existsSync } from 'node:fs';
import { type ServerProcess, startServerProcess } from './server-process.js';

const program = '/usr/sbin/nginx';

/** Whether nginx is installed, and may be started: it gives up root by itself. */
export const hasNginx: boolean = existsSync(program) && process.getuid?.() === 0;

/**
 * Starts an nginx of our own, on 127.0.0.1, with one server that has these directives.
 *
 * @param port one that is free
 * @param texts of files beside its configuration, by their names
 * @param http directives beside the server
 */
export async function startNginx(
  port: number,
  server: readonly string[],
  texts: Readonly<Record<string, string>> = {},
  http: readonly string[] = [],
): Promise<ServerProcess> {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const configuration = (folder: string): readonly string[] => [
    'daemon off;',
    'user www-data;',
    'worker_processes 1;',
    `pid ${folder}/pid;`,
    `error_log ${folder}/error.log;`,
    'events { worker_connections 256; }',
    'http {',
    'access_log off;',
    ...temporary.map((name) => `${name}_temp_path ${folder}/${name};`),
    ...http,
    'server {',
    `listen 127.0.0.1:${port};`,
    ...server,
    '}',
    '}',
  ];
  return startServerProcess({
    program,
    args: (folder) => ['-p', folder, '-c', `${folder}/nginx.conf`, '-e', `${folder}/error.log`],
    files: (folder) => ({ ...texts, 'nginx.conf': `${configuration(folder).join('\n')}\n` }),
    url: `http://127.0.0.1:${port}`,
  });
}
