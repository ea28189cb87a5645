#!/usr/bin/env node
import { anywhere } from './anywhere.js';
import { main } from './cli.js';
import { readKit } from './kit.js';

const { stdin: input, stdout: output, stderr: error } = process;
process.exitCode = await main(process.argv.slice(2), { input, output, error }, anywhere(readKit()));
