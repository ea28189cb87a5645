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

/** Runs a suite with a test runner that only takes notes. */
export async function runSuite(suite: (runner: TestRunner) => void): Promise<SuiteRun> {
  const checks = new Map<string, () => unknown>();
  const doNotApply: string[] = [];
  const it = Object.assign((name: string, body: () => unknown) => void checks.set(name, body), {
    skip: (name: string) => void doNotApply.push(name),
  });
  suite({ describe: (_, body) => body(), it, expect });

  const failed: string[] = [];
  for (const [name, body] of checks) {
    try {
      await body();
    } catch {
      failed.push(name);
    }
  }
  return { checks: [...checks.keys()], failed, doNotApply };
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
