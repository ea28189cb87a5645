import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether redis-server is installed. */
export const redisIsThere: boolean = spawnSync('redis-server', ['--version']).status === 0;

const isReady = /ready to accept connections/i;

export interface Redis {
  /** A path: nothing else can take it, unlike a port. */
  readonly socket: string;
  stop(): void;
}

/** Starts a server that keeps nothing on disk. It ends when its standard input does, so it never outlives this process. */
export async function startRedis(): Promise<Redis> {
  const socket = join(tmpdir(), `who-bench-redis-${process.pid}-${Date.now()}.sock`);
  const script = 'redis-server --port 0 --unixsocket "$0" --save "" & server=$!; cat >/dev/null; kill $server';
  const child: ChildProcess = spawn('sh', ['-c', script, socket], { stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      if (isReady.test(text)) return;
      text += chunk;
      if (isReady.test(text)) resolve();
    });
    child.once('exit', () => reject(new Error('Redis has not started.')));
  });
  return { socket, stop: () => child.stdin?.end() };
}
