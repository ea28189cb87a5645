import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { type SqlServer, startServer } from './server.js';

/** Debian has a folder for each version. */
const ROOT = '/usr/lib/postgresql';
const versions = existsSync(ROOT) ? readdirSync(ROOT).filter((name) => existsSync(`${ROOT}/${name}/bin/initdb`)) : [];
const newest = versions.toSorted((one, other) => Number(other) - Number(one))[0];

/** Whether PostgreSQL's server is installed here. */
export const postgresqlIsThere: boolean = newest !== undefined;
/** What the name of a test says that is skipped. */
export const unlessPostgresql: string = postgresqlIsThere ? '' : ' (skipped: needs postgresql)';

export interface Postgresql extends SqlServer {
  /** For whoever may do everything. */
  readonly url: string;
  /** Runs statements, by the server's own client. */
  run(sql: string): Promise<void>;
}

export async function startPostgresql(): Promise<Postgresql> {
  const bin = `${ROOT}/${newest}/bin`;
  const server = await startServer({
    install: (folder) => [
      `${bin}/initdb`,
      ...['-D', `${folder}/data`, '-U', 'who', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
    ],
    run: (folder) => [
      `${bin}/postgres`,
      ...['-D', `${folder}/data`, '-k', folder, '-h', '', '-c', 'fsync=off', '-c', 'max_connections=60'],
    ],
    ready: /ready to accept connections/,
    // Killed, it would leave processes behind that keep a new one from starting.
    crash: 'SIGQUIT',
  });
  const url = `postgresql://who@${encodeURIComponent(server.folder)}/postgres`;
  const run = async (sql: string): Promise<void> => {
    await promisify(execFile)(`${bin}/psql`, ['-q', '-v', 'ON_ERROR_STOP=1', '-c', sql, url]);
  };
  return { ...server, url, run };
}
