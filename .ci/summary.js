// Sums the results that the test runs left behind and prints them in one line. Fails when a test failed, when one was
// skipped (CI installs every service that a test may need), or when there was no test at all.
import { readdirSync, readFileSync } from 'node:fs';

const folder = process.argv[2] ?? '.ci/results';
const runs = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')));
const sum = (field) => runs.reduce((total, run) => total + run[field], 0);

const passed = sum('numPassedTests');
const failed = sum('numFailedTests');
const skipped = sum('numPendingTests') + sum('numTodoTests');
if (skipped > 0) console.log('CI may skip no test: a service is missing.');
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed + skipped > 0 || passed === 0 ? 1 : 0;
