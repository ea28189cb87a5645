import type { Installed } from './install.js';
import { type Answers, type Outcome, run } from './outcome.js';
import type { Suite } from './table.js';

/** How often files are run again, either way: some tests race against the clock, and lose on a busy machine. */
const ROUNDS = 3;

/** What became otherwise behind an engine, every time, and is not in the table. */
export async function compare(
  { differs = [] }: Suite,
  installed: Installed,
  bare: Outcome,
  outcome: Outcome,
  answers: Answers,
): Promise<string[]> {
  const known = new Set(differs.flatMap(({ later, tests }) => (later && answers !== 'later' ? [] : tests)));
  const failed = failedOnlyIn(outcome, bare);
  // No problem: some of them race, too.
  for (const test of known) if (!failed.includes(test)) console.log(`against the table, passes ${answers}: ${test}`);

  let unknown = failed.filter((test) => !known.has(test));
  let again = outcome;
  for (let round = 0; unknown.length > 0 && round < ROUNDS; round++) {
    const files = [...new Set(unknown.map((test) => test.slice(0, test.indexOf(' > '))))];
    const part = { ...installed, files };
    again = await run(part, answers);
    const stillFailed = failedOnlyIn(again, await run(part, 'never'));
    unknown = unknown.filter((test) => stillFailed.includes(test));
  }
  return unknown.map((test) => `${answers}: ${test}\n    ${again.tests.get(test) ?? 'did not run'}`);
}

/** What passes bare, but not here, or has not run. */
function failedOnlyIn(outcome: Outcome, bare: Outcome): string[] {
  const passes = (test: string, { tests }: Outcome): boolean => tests.has(test) && tests.get(test) === undefined;
  return [...bare.tests.keys()].filter((test) => passes(test, bare) && !passes(test, outcome));
}
