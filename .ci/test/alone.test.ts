import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { command } from '../command.js';
import { root } from './packages.js';

it('finds in a file of its own kind each test that replaces modules', async () => {
  const files = (await command('git', ['ls-files', '*.test.ts'], root)).trim().split('\n');
  const replacing = files.filter((file) => REPLACES.test(readFileSync(root + file, 'utf8')));
  expect(replacing.length).toBeGreaterThan(0);
  expect(replacing.filter((file) => !file.endsWith('.alone.test.ts'))).toEqual([]);
});

const REPLACES = /\bvi\s*\.(?:mock|doMock|hoisted|resetModules)\(/;
