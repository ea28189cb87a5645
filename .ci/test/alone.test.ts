import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { command } from '../command.js';
import { root } from './packages.js';

it('finds in a file of its own kind each test that replaces modules, or counts timers', async () => {
  const files = (await command('git', ['ls-files', '*.test.ts'], root)).trim().split('\n');
  const lonely = files.filter((file) => NEEDS_THE_WORLD.test(readFileSync(root + file, 'utf8')));
  expect(lonely.length).toBeGreaterThan(0);
  expect(lonely.filter((file) => !file.endsWith('.alone.test.ts'))).toEqual([]);
});

/** What other tests in the process have left running sets timers, too. */
const NEEDS_THE_WORLD = /\bvi\s*\.(?:mock|doMock|hoisted|resetModules|getTimerCount)\(/;
