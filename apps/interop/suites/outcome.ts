import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Installed } from './install.js';

/** How the plugins of the engine before the listeners answer; `never` stands for no engine. */
export type Answers = 'never' | 'at once' | 'later';

export interface Outcome {
  /** What became of the tests, by `FILE > NAME > NAME`: nothing where one passed, else the message of its error. */
  readonly tests: ReadonlyMap<string, string | undefined>;
  /** How many requests an engine has seen. */
  readonly requests: number;
}

const PRELOAD = new URL('preload.mjs', import.meta.url).href;
const REPORTER = fileURLToPath(new URL('reporter.mjs', import.meta.url));
const TIMEOUT_MS = 60_000;

/** Runs files of a suite, one after the other. */
export async function run({ folder, files }: Installed, answers: Answers): Promise<Outcome> {
  const options = ['--test-concurrency=1', `--test-timeout=${TIMEOUT_MS}`, `--test-reporter=${REPORTER}`];
  const requests = join(dirname(folder), 'requests');
  await writeFile(requests, '');
  const child = spawn(process.execPath, ['--test', ...options, ...files], {
    cwd: folder,
    env: {
      ...process.env,
      // For what tests leave behind.
      TMPDIR: dirname(folder),
      SUITES_ANSWERS: answers,
      SUITES_REQUESTS: requests,
      ...(answers === 'never' ? {} : { NODE_OPTIONS: `--import=${PRELOAD}` }),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const tests = new Map<string, string | undefined>();
  for await (const line of createInterface({ input: child.stdout })) {
    const { path, error } = JSON.parse(line);
    tests.set(freeName(path.join(' > ').replaceAll(`${folder}/`, ''), tests), error);
  }
  await closed;
  const counts = (await readFile(requests, 'utf8')).split('\n');
  return { tests, requests: counts.reduce((sum, count) => sum + Number(count), 0) };
}

/** Names that are there already get a number. */
function freeName(name: string, taken: Outcome['tests']): string {
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name} (${number})`;
  return free;
}
