import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Core, pinned } from '../processes/pinning.js';

/** Whether redis-server is installed. */
export const redisIsThere: boolean = spawnSync('redis-server', ['--version']).status === 0;

const isReady = /ready to accept connections/i;

export interface RedisServer {
  /** A path: nothing else can take it, unlike a port. */
  readonly socket: string;
  stop(): Promise<void>;
}

/**
 * Starts a server that keeps nothing on disk. It ends when its standard input does, so it never outlives this process.
 *
 * @param port on 127.0.0.1, besides the socket; 0 for none
 */
export async function startRedis(port = 0, core?: Core): Promise<RedisServer> {
  const socket = join(tmpdir(), `who-bench-redis-${process.pid}-${Date.now()}.sock`);
  const options = '--bind 127.0.0.1 --port "$1" --unixsocket "$0" --save ""';
  const script = `redis-server ${options} & server=$!; cat >/dev/null; kill $server`;
  const [command, ...words] = pinned(['sh', '-c', script, socket, String(port)], core);
  const child: ChildProcess = spawn(command, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      if (isReady.test(text)) return;
      text += chunk;
      if (isReady.test(text)) resolve();
    });
    child.once('exit', () => reject(new Error('Redis has not started.')));
  });
  return {
    socket,
    async stop() {
      child.stdin?.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
