import type { FileOutcome, TestOutcome } from './outcome.js';
import type { Exception } from './table.js';

/** What a runtime made of the tests of one package. */
export interface Comparison {
  readonly passed: number;
  /** Does not apply, and says so; or has no server to talk to. */
  readonly skipped: number;
  /** Differs for a reason that stands in the table. */
  readonly excepted: number;
  readonly problems: readonly string[];
}

/**
 * Holds what a runtime did against what Node did with the same files: every test has to end the same way, but for the
 * exceptions.
 */
export function compare(
  outcomes: readonly FileOutcome[],
  reference: readonly FileOutcome[],
  exceptions: readonly Exception[],
): Comparison {
  const problems: string[] = [];
  const needed = new Set<Exception>();
  const count = { passed: 0, skipped: 0, excepted: 0 };
  for (const { file, tests, faults } of outcomes) {
    problems.push(...faults.map((fault) => `${file}: ${fault}`));
    const inNode = reference.find((other) => other.file === file)?.tests ?? [];
    if (tests.length !== inNode.length) problems.push(`${file}: ${tests.length} tests, and ${inNode.length} in Node`);
    for (const [index, test] of tests.entries()) {
      const problem = problemOf(test, inNode[index]);
      const name = `${file} > ${test.name}`;
      const exception = problem === undefined ? undefined : exceptions.find(({ tests }) => tests?.test(name));
      if (exception) needed.add(exception);
      else if (problem !== undefined) problems.push(`${name}\n${problem}`);
      count[exception ? 'excepted' : test.isSkipped ? 'skipped' : 'passed'] +=
        problem === undefined || exception ? 1 : 0;
    }
  }
  for (const exception of exceptions.filter(({ isRare }) => !isRare)) {
    const isHere = outcomes.some(({ file, tests }) =>
      tests.some(({ name }) => exception.tests?.test(`${file} > ${name}`)),
    );
    // So that the table says no more than is true.
    if (isHere && !needed.has(exception)) problems.push(`no test fails any more because it ${exception.reason}`);
  }
  return { ...count, problems };
}

function problemOf(here: TestOutcome, inNode: TestOutcome | undefined): string | undefined {
  if (here.error !== undefined) return here.error;
  const isMeant = inNode?.isSkipped || here.name.includes('(does not apply: ');
  return here.isSkipped && !isMeant ? 'it has been skipped, and runs in Node' : undefined;
}
