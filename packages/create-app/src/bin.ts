#!/usr/bin/env node
import { main } from './cli.js';

const { stdin: input, stdout: output, stderr: error } = process;
process.exitCode = await main(process.argv.slice(2), { input, output, error });
