import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { command } from '../command.js';
import { root } from './packages.js';

it.each([
  ['replaces modules', /\bvi\s*\.(?:mock|doMock|hoisted|resetModules)\(/, /\.alone\.test\.ts$/],
  // What other tests in the process have left running sets some, too.
  ['counts timers', /\bvi\s*\.getTimerCount\(/, /\.(?:alone|timers)\.test\.ts$/],
])('finds in a file of its own kind each test that %s', async (_what, needs, ownKind) => {
  const files = (await command('git', ['ls-files', '*.test.ts'], root)).trim().split('\n');
  const found = files.filter((file) => needs.test(readFileSync(root + file, 'utf8')));
  expect(found.length).toBeGreaterThan(0);
  expect(found.filter((file) => !ownKind.test(file))).toEqual([]);
});
