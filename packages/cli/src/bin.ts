#!/usr/bin/env node
import { main } from './main.js';

const { stdin: input, stdout: output, stderr: error, env } = process;
const code = await main(process.argv.slice(2), { input, output, error, env });
// What a given engine holds open, a connection to Redis for instance, would keep the process.
output.write('', () => process.exit(code));
