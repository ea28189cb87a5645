// Runs a file of tests in a process of Node, Bun or Deno: `process.js RESULTS FILE`. What became of them stands in RESULTS
// afterwards, unless the process has ended before.
import './worker-state.js';
import { writeFileSync } from 'node:fs';

const [results = '', file = ''] = process.argv.slice(2);
// What a test waits for need not keep the process alive.
setInterval(() => {}, 60_000);
// Later than the state, which a bundle in pieces would not promise.
const { outcomeOf } = await import('./harness.js');
const url = new URL(`../../../${file.replace(/\.ts$/, '.js')}`, import.meta.url).href;
writeFileSync(results, JSON.stringify(await outcomeOf(file, () => import(url))));
// Whatever a test has left open.
process.exit(0);
