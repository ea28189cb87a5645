import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Core, pinned } from '../processes/pinning.js';
import { hashOf, PEOPLE } from './people.js';

/** Debian has a folder for each version. */
const ROOT = '/usr/lib/postgresql';
const versions = existsSync(ROOT) ? readdirSync(ROOT).filter((name) => existsSync(`${ROOT}/${name}/bin/initdb`)) : [];

/** Whether PostgreSQL's server is installed. */
export const postgresqlIsThere: boolean = versions.length > 0;

export interface Postgresql {
  readonly url: string;
  stop(): Promise<void>;
}

/** A table `users` of so many people: `user0`, `user1`, …. It ends when its standard input does. */
export async function startPostgresql(core?: Core): Promise<Postgresql> {
  const bin = `${ROOT}/${versions.toSorted((one, other) => Number(other) - Number(one))[0]}/bin`;
  const folder = await mkdtemp(join(tmpdir(), 'who-bench-sql-'));
  const as = nobody();
  if (as.uid !== undefined) await chown(folder, as.uid, as.gid);
  const data = ['-D', `${folder}/data`];
  execFileSync(`${bin}/initdb`, [...data, '-U', 'who', '-A', 'trust', '--locale=C.UTF-8', '--no-sync'], {
    ...as,
    cwd: folder,
    stdio: 'ignore',
  });
  const script = '"$0" "$@" 2>/dev/null & server=$!; cat >/dev/null; kill -INT $server; wait';
  const server = [`${bin}/postgres`, ...data, '-k', folder, '-h', '', '-c', 'fsync=off'];
  const [command, ...words] = pinned(['sh', '-c', script, ...server], core);
  const child: ChildProcess = spawn(command, words, { ...as, cwd: folder, stdio: ['pipe', 'ignore', 'inherit'] });
  const url = `postgresql://who@${encodeURIComponent(folder)}/postgres`;
  const stop = async (): Promise<void> => {
    child.stdin?.end();
    if (child.exitCode === null) await once(child, 'exit');
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await fill(url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

/** As soon as it answers. */
async function fill(url: string): Promise<void> {
  const rows = Array.from({ length: PEOPLE }, (_, i) => `('user${i}', '${hashOf(`user${i}`)}')`).join();
  const table = `CREATE TABLE users (userid text PRIMARY KEY, password text); INSERT INTO users VALUES ${rows}`;
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.query(table);
      return await client.end();
    } catch (error) {
      if (attempt === 500) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** It refuses to run as root. */
function nobody():
  | { readonly uid: number; readonly gid: number }
  | { readonly uid?: undefined; readonly gid?: undefined } {
  if (process.getuid?.() !== 0) return {};
  const [, uid, gid] = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8')) ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}
