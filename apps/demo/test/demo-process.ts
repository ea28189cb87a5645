import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The built demo, running in a process of its own. */
export interface DemoProcess {
  readonly url: string;
  readonly casUrl: string;
  /** Everything that it printed so far. */
  output(): string;
  /** Ends it. Answers its exit code and how long it took, in ms. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; tookMs: number }>;
}

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** Starts the demo on free ports; `env` overrides. @throws when it ends before it answers */
export async function startDemo(env: Readonly<Record<string, string>> = {}): Promise<DemoProcess> {
  const { child, output, exited } = spawnDemo({ PORT: '0', CAS_PORT: '0', ...env });
  const url = (await printed(child, output, exited, /^The demo runs at (\S+)$/m))[1] as string;
  const casUrl = (await printed(child, output, exited, /^CAS server: (\S+)/m))[1] as string;
  return {
    url,
    casUrl,
    output,
    async stop(signal = 'SIGTERM') {
      const started = performance.now();
      child.kill(signal);
      return { code: await exited, tookMs: performance.now() - started };
    },
  };
}

/** Runs the demo until it ends by itself, as it does when something is wrong. */
export async function runDemo(env: Readonly<Record<string, string>>): Promise<{ code: number | null; output: string }> {
  const { output, exited } = spawnDemo({ PORT: '0', CAS_PORT: '0', ...env });
  const code = await exited;
  return { code, output: output() };
}

function spawnDemo(env: Readonly<Record<string, string>>): {
  child: ChildProcess;
  output: () => string;
  exited: Promise<number | null>;
} {
  const inherited = { PATH: process.env['PATH'], HOME: process.env['HOME'], CI: 'true' };
  const child = spawn(process.execPath, [main], { env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const exited = once(child, 'close').then(([code]) => code as number | null);
  return { child, output: () => text, exited };
}

async function printed(
  child: ChildProcess,
  output: () => string,
  exited: Promise<number | null>,
  pattern: RegExp,
): Promise<RegExpExecArray> {
  for (;;) {
    const match = pattern.exec(output());
    if (match) return match;
    const ended = await Promise.race([
      once(child.stdout as NodeJS.ReadableStream, 'data').then(() => false),
      exited.then(() => true),
    ]);
    if (ended) throw new Error(`The demo ended before it answered:\n${output()}`);
  }
}
