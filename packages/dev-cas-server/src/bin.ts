#!/usr/bin/env node
import { runInProcess } from '@who/dev-server';
import { main } from './cli/main.js';

await runInProcess(main);
