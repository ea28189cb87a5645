import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether Redis is installed here. */
export const redisIsThere: boolean = spawnSync('redis-server', ['--version']).status === 0;
/** What the name of a test says that is skipped. */
export const unlessRedis: string = redisIsThere ? '' : ' (skipped: needs redis-server)';

/** A Redis server of our own, in a process that can be stopped, paused and started again at the same address. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** Sends a signal, such as SIGSTOP or SIGCONT. */
  signal(name: NodeJS.Signals): void;
  /** Ends the process as a crash would. What was in memory is lost. */
  kill(): Promise<void>;
  /** Starts it again, after `kill`. */
  start(): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

/** A port that nobody listens on. Another process may take it before it is used: try again then. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Starts a server on a free port of this machine, with nothing kept on disk.
 *
 * @param options of the command line, e.g. `['--maxmemory', '2mb']`
 */
export async function startRedis(options: readonly string[] = []): Promise<RedisServer> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    try {
      return await startRedisAt(port, options);
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}

export async function startRedisAt(port: number, options: readonly string[] = []): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'who-redis-'));
  const base = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder, '--daemonize', 'no'];
  let child: ChildProcess | undefined;
  let exited: Promise<unknown> = Promise.resolve();

  const kill = async (): Promise<void> => {
    // A process that is paused can be killed, too.
    child?.kill('SIGKILL');
    await exited;
    child = undefined;
  };
  const start = async (): Promise<void> => {
    child = spawn('redis-server', [...base, ...options], { stdio: ['ignore', 'pipe', 'ignore'] });
    exited = once(child, 'close');
    await printed(child, /Ready to accept connections/);
  };
  const stop = async (): Promise<void> => {
    await kill();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    signal: (name) => {
      child?.kill(name);
    },
    kill,
    start,
    stop,
  };
}

/** Waits until a process has printed something, and goes on reading, so that it can print more. */
export async function printed(child: ChildProcess, what: RegExp): Promise<void> {
  const output = child.stdout as NodeJS.ReadableStream;
  let text = '';
  await new Promise<void>((resolve, reject) => {
    output.on('data', (chunk: Buffer) => {
      if (text.length < 100_000) text += chunk;
      if (what.test(text)) resolve();
    });
    child.once('close', () => reject(new Error(`It ended before it was ready:\n${text}`)));
    child.once('error', reject);
  });
}
