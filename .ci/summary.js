// Sums the results that the test runs left behind and prints them in one line. Fails when a test failed, when there was
// no test at all, or when one was skipped: CI installs every service that a test may need. A conformance check that
// does not apply to a plugin, and says so, may be skipped.
import { readdirSync, readFileSync } from 'node:fs';

const folder = process.argv[2] ?? '.ci/results';
const runs = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')));
const sum = (field) => runs.reduce((total, run) => total + run[field], 0);

const passed = sum('numPassedTests');
const failed = sum('numFailedTests');
const skipped = sum('numPendingTests') + sum('numTodoTests');
const missed = runs
  .flatMap(({ testResults }) => testResults.flatMap(({ assertionResults }) => assertionResults))
  .filter(({ status, title }) => !['passed', 'failed'].includes(status) && !title.includes('(does not apply: '))
  .map(({ fullName }) => fullName);

if (missed.length > 0) console.log(`CI may skip no test, a service is missing:\n  ${missed.join('\n  ')}`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed + missed.length > 0 || passed === 0 ? 1 : 0;
