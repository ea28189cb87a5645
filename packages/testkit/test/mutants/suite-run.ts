import { expect } from 'vitest';
import type { TestRunner } from '../../src/index.js';

/** What came of a suite that ran outside the test runner. */
export interface SuiteRun {
  /** Names of all checks that apply. */
  readonly checks: readonly string[];
  /** Names of those that failed. */
  readonly failed: readonly string[];
  readonly doNotApply: readonly string[];
}

/**
 * Runs a suite with a test runner that only takes notes.
 *
 * @param isWanted whether a check of this name is to run
 */
export async function runSuite(
  suite: (runner: TestRunner) => void,
  isWanted: (name: string) => boolean = () => true,
): Promise<SuiteRun> {
  // A suite may have a check twice, for plugins of different kinds.
  const checks: (readonly [name: string, body: () => unknown])[] = [];
  const doNotApply: string[] = [];
  const it = Object.assign((name: string, body: () => unknown) => void checks.push([name, body]), {
    skip: (name: string) => void doNotApply.push(name),
  });
  suite({ describe: (_, body) => body(), it, expect });

  const failed: string[] = [];
  for (const [name, body] of checks) {
    try {
      if (isWanted(name)) await body();
    } catch {
      failed.push(name);
    }
  }
  return { checks: checks.map(([name]) => name), failed, doNotApply };
}

/** A plugin that breaks one promise, and the check that has to see it. */
export interface Mutant<Subject> {
  /** What is wrong with it. */
  readonly that: string;
  readonly caughtBy: string;
  readonly subject: Subject;
}

/** A suite, a plugin without faults, and plugins with one each. */
export interface MutantTable<Subject> {
  readonly suite: (runner: TestRunner, subject: Subject) => void;
  /** Subjects that pass. Together they let every check apply. */
  readonly sound: readonly Subject[];
  readonly mutants: readonly Mutant<Subject>[];
}
