import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

/** An application that is being served. */
export interface Served extends AsyncDisposable {
  readonly port: number;
  /** What it has printed. */
  output(): string;
}

/** How long a runtime may take until it listens, on a busy machine. */
const START_MS = 30_000;

/**
 * Starts a program that says on its standard output, in a line of JSON, at which port of 127.0.0.1 it listens.
 *
 * @throws an error with what it has printed
 */
export async function start(
  program: string,
  args: readonly string[],
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<Served> {
  const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const closed = once(child, 'close');
  closed.catch(() => {});
  const end = async (): Promise<void> => {
    child.kill('SIGKILL');
    await closed.catch(() => {});
  };
  try {
    const port = await portOf(child, child.stdout, closed);
    return { port, output: () => output, [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw new Error(`${program} does not serve: ${error instanceof Error ? error.message : error}\n${output}`);
  }
}

function portOf(child: ChildProcess, stdout: Readable, closed: Promise<unknown>): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not within ${START_MS / 1000} s`)), START_MS);
    let text = '';
    stdout.on('data', (piece: string) => {
      text += piece;
      const port = /"port":\s*(\d+)/.exec(text)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
    closed
      .then(
        () => new Error(`it ended with ${child.signalCode ?? child.exitCode}`),
        (error: Error) => error,
      )
      .then((error) => {
        clearTimeout(timer);
        reject(error);
      });
  });
}
