import { existsSync } from 'node:fs';
import { type ServerProcess, startServerProcess } from './server-process.js';

const program = '/usr/sbin/haproxy';

/** Whether HAProxy is installed. */
export const hasHaproxy: boolean = existsSync(program);

/** Starts a HAProxy of our own, on 127.0.0.1, with one front end that has these directives before it passes on. */
export function startHaproxy(
  port: number,
  to: URL,
  users: string,
  frontEnd: readonly string[],
): Promise<ServerProcess> {
  const configuration = [
    'defaults',
    '  mode http',
    '  timeout connect 10s',
    '  timeout client 30s',
    '  timeout server 30s',
    'userlist people',
    `  ${users}`,
    'frontend front',
    `  bind 127.0.0.1:${port}`,
    ...frontEnd.map((line) => `  ${line}`),
    '  default_backend node',
    'backend node',
    `  server node ${to.host}`,
  ];
  return startServerProcess({
    program,
    args: (folder) => ['-db', '-q', '-f', `${folder}/haproxy.cfg`],
    files: () => ({ 'haproxy.cfg': `${configuration.join('\n')}\n` }),
    url: `http://127.0.0.1:${port}`,
  });
}
