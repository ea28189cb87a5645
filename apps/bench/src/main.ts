import { measureInProcess } from './in-process.js';
import { measureOverHttp } from './over-http.js';
import { format } from './statistics.js';

console.log('In process, µs per request from classify to remember: median (min–max)');
for (const [name, spread] of Object.entries(await measureInProcess())) console.log(`  ${name}: ${format(spread, 2)}`);

console.log('Over HTTP, requests per second: median (min–max)');
const { bareConnect, demo, ratio } = await measureOverHttp();
console.log(`  bare Connect: ${format(bareConnect, 0)}`);
console.log(`  the demo's /whoami, signed in: ${format(demo, 0)}`);
console.log(`  ratio: ${format(ratio, 2)}`);
