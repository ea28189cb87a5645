import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from '../command.js';
import { entryPoints } from './consumer.js';
import { readReadmes } from './readmes/programs.js';
import type { Tarball } from './tarballs.js';

/** Tests of somebody who uses Jest, in CommonJS by the setting that the README gives, and as ES modules without one. */
export async function testWithJest(tarballs: readonly Tarball[], folder: string): Promise<void> {
  const [setting] = readReadmes().flatMap(({ modules }) => modules.filter(({ run }) => run === 'by Jest'));
  if (!setting) throw new Error('no README gives a setting for Jest');
  // Commands, whose one export nobody's tests need; what they ask people with is no CommonJS.
  const entries = entryPoints(tarballs.filter(({ name }) => !name.startsWith('@who/create-')));
  const test = (get: string): string =>
    `test.each(${JSON.stringify(entries)})('%s', async (name) => {
  expect(Object.keys(${get})).not.toEqual([]);
});\n`;
  const required = join(folder, 'jest-cjs');
  await mkdir(required);
  await writeFile(join(required, 'jest.config.cjs'), setting.printed);
  await writeFile(join(required, 'required.test.cjs'), test('require(name)'));
  const imported = join(folder, 'jest-esm');
  await mkdir(imported);
  await writeFile(
    join(imported, 'jest.config.cjs'),
    `module.exports = { testMatch: ['**/*.test.mjs'], transform: {} };`,
  );
  await writeFile(join(imported, 'imported.test.mjs'), test('await import(name)'));
  await command('npx', ['jest', '--testMatch', '**/*.test.cjs'], required);
  const modules = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules' };
  await command('npx', ['jest'], imported, modules);
}
