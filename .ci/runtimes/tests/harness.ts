import { startTests, type Task, type VitestRunner } from '@vitest/runner';
import { expect } from 'vitest';
import type { FileOutcome, TestOutcome } from './outcome.js';
import { loaded } from './worker-state.js';

loaded();

/**
 * Runs the tests of one file by Vitest's own runner, which needs no more than JavaScript, and tells what became of each.
 *
 * @param load imports the file
 */
export async function outcomeOf(file: string, load: () => Promise<unknown>): Promise<FileOutcome> {
  const runner: VitestRunner = {
    config: CONFIG,
    importFile: load,
    onBeforeTryTask: () => expect.setState(NOTHING_EXPECTED),
    onAfterTryTask() {
      const { assertionCalls, expectedAssertionsNumber: wanted } = expect.getState();
      if (wanted != null && wanted !== assertionCalls) throw new Error(`${assertionCalls} assertions, not ${wanted}`);
    },
  };
  const faults: string[] = [];
  const note = (error: unknown): void => void faults.push(`nobody has caught: ${textOf(error)}`);
  for (const event of STRAYS) process.on(event, note);
  try {
    const [root] = await startTests([file], runner);
    return { file, tests: root ? outcomesIn(root, [], faults) : [], faults };
  } finally {
    for (const event of STRAYS) process.off(event, note);
  }
}

const STRAYS = ['unhandledRejection', 'uncaughtException'] as const;

const CONFIG: VitestRunner['config'] = {
  root: '/',
  setupFiles: [],
  name: undefined,
  passWithNoTests: false,
  testNamePattern: undefined,
  allowOnly: false,
  sequence: { seed: 1, hooks: 'stack', setupFiles: 'list' },
  chaiConfig: undefined,
  maxConcurrency: 5,
  testTimeout: 30_000,
  hookTimeout: 60_000,
  retry: 0,
  includeTaskLocation: false,
  tags: [],
  tagsFilter: undefined,
  strictTags: false,
};

const NOTHING_EXPECTED = {
  assertionCalls: 0,
  isExpectingAssertions: false,
  isExpectingAssertionsError: null,
  expectedAssertionsNumber: null,
  expectedAssertionsNumberErrorGen: null,
};

/** The tests of a suite in order. What went wrong in its hooks is added to `faults`. */
function outcomesIn(task: Task, above: readonly string[], faults: string[]): TestOutcome[] {
  const { mode, result } = task;
  const error = result?.errors?.map(textOf).join('\n');
  // The outermost one is the file.
  const names = task.suite === undefined && 'filepath' in task ? above : [...above, task.name];
  const name = names.join(' > ');
  if (task.type === 'suite') {
    if (error) faults.push(`${name}: ${error}`);
    return task.tasks.flatMap((inner) => outcomesIn(inner, names, faults));
  }
  if (result?.state === 'pass') return [{ name }];
  const isSkipped = result?.state === 'skip' || mode === 'skip' || mode === 'todo';
  return [isSkipped ? { name, isSkipped } : { name, error: error || 'it did not run' }];
}

/** An error, as far as a reader of the log needs it. */
function textOf(error: unknown): string {
  const { message, stack = '', diff = '' } = Object(error) as { message?: string; stack?: string; diff?: string };
  const places = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return [message ?? String(error), ...places.slice(0, 4), diff].filter((part) => part !== '').join('\n');
}
