import { existsSync } from 'node:fs';
import { type SqlServer, startServer } from './server.js';

/** Whether MariaDB's server is installed here. */
export const mariadbIsThere: boolean = existsSync('/usr/sbin/mariadbd') && existsSync('/usr/bin/mariadb-install-db');
/** What the name of a test says that is skipped. */
export const unlessMariadb: string = mariadbIsThere ? '' : ' (skipped: needs mariadb-server)';

export interface Mariadb extends SqlServer {
  /** Options of pools, for whoever may do everything. */
  readonly options: { readonly socketPath: string; readonly user: string; readonly database: string };
}

export async function startMariadb(): Promise<Mariadb> {
  const server = await startServer({
    install: (folder) => [
      '/usr/bin/mariadb-install-db',
      ...['--no-defaults', `--datadir=${folder}/data`, '--auth-root-authentication-method=normal'],
      ...['--skip-name-resolve', '--skip-test-db', ...SMALL],
    ],
    run: (folder) => [
      '/usr/sbin/mariadbd',
      ...['--no-defaults', `--datadir=${folder}/data`, `--socket=${folder}/socket`, `--pid-file=${folder}/pid`],
      ...['--skip-networking', '--skip-name-resolve', '--init-connect=', '--max-connections=60', ...SMALL],
    ],
    ready: /ready for connections/,
    crash: 'SIGKILL',
  });
  return { ...server, options: { socketPath: `${server.folder}/socket`, user: 'root', database: 'mysql' } };
}

/** Nothing has to outlive the machine. */
const SMALL = [
  '--innodb-buffer-pool-size=16M',
  '--innodb-log-file-size=4M',
  '--innodb-flush-log-at-trx-commit=2',
  '--innodb-flush-method=nosync',
  '--innodb-fast-shutdown=2',
  '--aria-pagecache-buffer-size=8M',
  '--key-buffer-size=1M',
  '--performance-schema=0',
];
