// Sums the results that the test runs left behind and prints them in one line, below the tests that failed: who has but
// the end of what CI printed sees why. Fails when a test failed, when there was no test at all, or when one was skipped:
// CI installs every service that a test may need. A conformance check that does not apply to a plugin, and says so, may
// be skipped.
import { readdirSync, readFileSync } from 'node:fs';

const folder = process.argv[2] ?? '.ci/results';
const runs = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')));
const sum = (field) => runs.reduce((total, run) => total + run[field], 0);

const passed = sum('numPassedTests');
const failed = sum('numFailedTests');
const skipped = sum('numPendingTests') + sum('numTodoTests');
const files = runs.flatMap(({ testResults }) => testResults);
const missed = files
  .flatMap(({ assertionResults }) => assertionResults)
  .filter(({ status, title }) => !['passed', 'failed'].includes(status) && !title.includes('(does not apply: '))
  .map(({ fullName }) => fullName);

for (const { name, message, assertionResults } of files) {
  const reasons = assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => `${fullName}\n${failureMessages.join('\n')}`);
  // A file that could not be loaded has no tests.
  if (message) reasons.push(message);
  for (const reason of reasons) console.log(`${name}: ${shortened(reason)}\n`);
}
if (missed.length > 0) console.log(`CI may skip no test, a service is missing:\n  ${missed.join('\n  ')}`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed + missed.length > 0 || passed === 0 ? 1 : 0;

/** What is wrong stands in the first lines; pages of a difference follow. */
function shortened(reason) {
  const lines = reason.split('\n');
  return lines.length > 30 ? [...lines.slice(0, 30), '…'].join('\n') : reason;
}
