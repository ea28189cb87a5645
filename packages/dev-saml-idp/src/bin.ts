#!/usr/bin/env node
import { runInProcess } from '@who/dev-server';
import { main } from './command/main.js';

await runInProcess(main);
