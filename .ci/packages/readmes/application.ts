import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** A program that runs. */
export interface Application extends AsyncDisposable {
  /** Where its server listens: `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Where a port that it names has led. */
  portFor(printed: number): number | undefined;
  /** Resolves with its exit code when it ends. */
  readonly ended: Promise<number | null>;
  readonly isAlive: boolean;
  /** All that it has printed. */
  readonly output: string;
}

export interface Start {
  /** `['node', 'app.js']` */
  readonly command: readonly [string, ...string[]];
  readonly folder: string;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** What is typed. */
  readonly input?: string | undefined;
  /** Whether it is expected to listen, and is not back before it does. @default true */
  readonly serves?: boolean | undefined;
}

/** Starts a program in a process group of its own. @throws an error with its output when it ends before it listens */
export async function start({ command, folder, env, input, serves = true }: Start): Promise<Application> {
  const [name, ...args] = command;
  const child = spawn(name, args, {
    cwd: folder,
    env: { ...process.env, ...env, NODE_OPTIONS: `--import=${PRELOAD}` },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  child.stdin.on('error', () => {}).end(input ?? '');
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const ports = (): [number, number][] =>
    [...output.matchAll(/^\[port (\d+)\] (\d+)$/gm)].map(([, from, to]) => [Number(from), Number(to)]);
  const application: Application = {
    ended,
    get url() {
      return `http://127.0.0.1:${ports().at(-1)?.[1]}`;
    },
    portFor: (printed) => ports().find(([from]) => from === printed)?.[1],
    get isAlive() {
      return child.exitCode === null && child.signalCode === null;
    },
    get output() {
      return output;
    },
    async [Symbol.asyncDispose]() {
      endGroup(child);
      await ended;
    },
  };
  if (serves) {
    try {
      await listening(application, () => ports().length > 0);
    } catch (error) {
      await application[Symbol.asyncDispose]();
      throw error;
    }
  }
  return application;
}

async function listening(application: Application, isThere: () => boolean): Promise<void> {
  const deadline = performance.now() + START_MS;
  // A program with several servers has all of them a moment after the first.
  while (!isThere()) {
    if (!application.isAlive) throw new Error(`It ended before it listened:\n${application.output}`);
    if (performance.now() > deadline) throw new Error(`It does not listen:\n${application.output}`);
    await delay(20);
  }
  await delay(100);
}

function endGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  process.kill(-pid, 'SIGKILL');
}

const PRELOAD = fileURLToPath(new URL('preload.mjs', import.meta.url));
const START_MS = 120_000;
