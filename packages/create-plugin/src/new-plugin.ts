import { fileURLToPath } from 'node:url';
import { main } from './cli.js';
import { readKit } from './kit.js';
import { workspace } from './workspace.js';

const { stdin: input, stdout: output, stderr: error } = process;
const root = fileURLToPath(new URL('../../../', import.meta.url));
process.exitCode = await main(process.argv.slice(2), { input, output, error }, workspace(readKit(), root));
