// Runs the tests that released packages bring along, bare and behind an engine, and fails where one passes only bare.
// Takes the names of packages, or all.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from '../../../.ci/check.js';
import { compare } from './compare.js';
import { install } from './install.js';
import { run } from './outcome.js';
import { type Suite, suites } from './table.js';

async function problemsOf(suite: Suite, folder: string): Promise<string[]> {
  const installed = await install(suite, join(folder, suite.name.replace('/', '+')));
  const bare = await run(installed, 'never');
  const failed = [...bare.tests.values()].filter((error) => error !== undefined);
  console.log(`${suite.name}: ${bare.tests.size} tests, ${failed.length} fail bare`);

  const problems: string[] = [];
  for (const answers of ['at once', 'later'] as const) {
    const outcome = await run(installed, answers);
    console.log(`${suite.name}: ${outcome.requests} requests answered ${answers}`);
    if (outcome.requests === 0) problems.push(`${answers}: no request came past the engine`);
    problems.push(...(await compare(suite, installed, bare, outcome, answers)));
  }
  return problems;
}

const names = process.argv.slice(2);
for (const name of names) {
  if (!suites.some((suite) => suite.name === name)) throw new Error(`There is no suite ${name}.`);
}
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'who-suites-')));
try {
  for (const suite of suites) {
    if (names.length > 0 && !names.includes(suite.name)) continue;
    await check(
      `${suite.name} ${suite.version} behind an engine`,
      () => problemsOf(suite, folder),
      `npx -y pnpm@12 check:suites ${suite.name}; what differs for a good reason stands in apps/interop/suites/table.ts`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
