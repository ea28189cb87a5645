import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { start } from '../start.js';
import type { FileOutcome } from './outcome.js';

/** How long the tests of one file may take. */
const PATIENCE_MS = 240_000;

/** Runs files of tests, and leaves none out. The outcomes are in their order. */
export type RunFiles = (files: readonly string[]) => Promise<FileOutcome[]>;

/** @param folder with the bundle for Node, Bun and Deno, where a program is started for each file, as Vitest does it */
export function inProcesses(
  program: string,
  args: readonly string[],
  folder: string,
  env: NodeJS.ProcessEnv,
): RunFiles {
  return (files) =>
    inPairs(files, async (file) => {
      const results = join(folder, `${randomUUID()}.json`);
      const end = await endOf(program, [...args, results, file], folder, env);
      return existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : failure(file, end);
    });
}

/** Two at a time. The outcomes are in the order of the files. */
async function inPairs(files: readonly string[], run: (file: string) => Promise<FileOutcome>): Promise<FileOutcome[]> {
  const outcomes: FileOutcome[] = [];
  const left = files.entries();
  const work = async (): Promise<void> => {
    for (const [index, file] of left) outcomes[index] = await run(file);
  };
  await Promise.all([work(), work()]);
  return outcomes;
}

/** How a process ended, and the last that it printed. */
async function endOf(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(program, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE_MS,
    killSignal: 'SIGKILL',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-4000);
    });
  }
  const [code, signal] = await once(child, 'close');
  return `the process ended with ${signal ?? code}\n${output}`;
}

/** @param folder with the bundle for workerd, of which each file gets an isolate of its own */
export function inWorkerd(program: string, folder: string, env: NodeJS.ProcessEnv): RunFiles {
  return (files) =>
    inPairs(files, async (file) => {
      await using worker = await start(program, ['serve', 'workerd.capnp', '--control-fd=1'], folder, env);
      const url = `http://127.0.0.1:${worker.port}/run-tests?${new URLSearchParams({ file })}`;
      try {
        const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
        const text = await response.text();
        return response.ok ? JSON.parse(text) : failure(file, `${response.status} ${text}\n${worker.output()}`);
      } catch (error) {
        return failure(file, `${error}\n${worker.output().slice(-4000)}`);
      }
    });
}

const failure = (file: string, error: string): FileOutcome => ({ file, tests: [], faults: [error] });
