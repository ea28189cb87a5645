import { readArguments, usage } from './arguments.js';
import { runFull } from './full.js';
import { runShort } from './short/run.js';

try {
  const options = readArguments(process.argv.slice(2));
  if (options.help) console.log(usage);
  else await (options.short ? runShort(options) : runFull(options));
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  console.error(`${error.message}\n\n${usage}`);
  process.exitCode = 2;
}
