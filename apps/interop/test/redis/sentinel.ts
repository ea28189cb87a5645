import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { vi } from 'vitest';
import {
  freePort,
  printed,
  type RedisServer,
  startRedis,
} from '../../../../packages/plugin-metadata-cache-redis/test/redis-server.js';

/** A master, a replica, and three Sentinels that watch over them. */
export interface Sentinels {
  readonly name: string;
  readonly addresses: readonly { readonly host: string; readonly port: number }[];
  readonly master: RedisServer;
  stop(): Promise<void>;
}

const name = 'main';
const QUORUM = 2;

/** @param downAfterMs without an answer, the master is taken for dead */
export async function startSentinels(downAfterMs: number): Promise<Sentinels> {
  const started: { stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((process) => process.stop()));
  };
  const keep = <T extends { stop(): Promise<void> }>(process: T): T => {
    started.push(process);
    return process;
  };
  try {
    const master = keep(await startRedis());
    keep(await startRedis(['--replicaof', `127.0.0.1 ${master.port}`]));
    await eventually(master.url, (client) => client.info('replication'), /state=online/);

    const watched = [
      `sentinel monitor ${name} 127.0.0.1 ${master.port} ${QUORUM}`,
      `sentinel down-after-milliseconds ${name} ${downAfterMs}`,
      `sentinel failover-timeout ${name} 5000`,
    ];
    const sentinels = [];
    for (let i = 0; i < 3; i++) sentinels.push(keep(await startSentinel(watched)));
    for (const { port } of sentinels) {
      const facts = (client: Redis): Promise<string> =>
        client.call('SENTINEL', 'MASTER', name).then((fields) => JSON.stringify(fields));
      const url = `redis://127.0.0.1:${port}`;
      await eventually(url, facts, /"num-slaves","1","num-other-sentinels","2"/);
    }
    return { name, addresses: sentinels.map(({ port }) => ({ host: '127.0.0.1', port })), master, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startSentinel(lines: readonly string[]): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'who-sentinel-'));
  const port = await freePort();
  const file = join(folder, 'sentinel.conf');
  await writeFile(file, [`port ${port}`, 'bind 127.0.0.1', `dir ${folder}`, ...lines, ''].join('\n'));
  const child: ChildProcess = spawn('redis-server', [file, '--sentinel'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const exited = once(child, 'close');
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await printed(child, /\+monitor master/);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, stop };
}

/** Asks a server until its answer is the one that is waited for. */
async function eventually(url: string, ask: (client: Redis) => Promise<string>, what: RegExp): Promise<void> {
  const client = new Redis(url);
  try {
    await vi.waitFor(
      async () => {
        const answer = await ask(client);
        if (!what.test(answer)) throw new Error(`Not yet: ${answer}`);
      },
      { timeout: 60_000, interval: 50 },
    );
  } finally {
    client.disconnect();
  }
}
