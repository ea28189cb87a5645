import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readPackages, root } from './packages.js';

/** What the build made of a package; `pnpm test` builds first. */
const entryOf = (folder: string): string => `${root}packages/${folder}/dist/index.js`;
const built = readPackages().filter(({ folder }) => existsSync(entryOf(folder)));

describe.each(built)('the build of packages/$folder', ({ folder, sources }) => {
  it('names classes as the sources do', () => {
    const written = new Set(sources.flatMap(({ text }) => classNames(text)));
    expect(classNames(readFileSync(entryOf(folder), 'utf8')).filter((name) => !written.has(name))).toEqual([]);
  });

  it('exports classes under the names that they print', async () => {
    const exported: Record<string, unknown> = await import(pathToFileURL(entryOf(folder)).href);
    for (const [name, value] of Object.entries(exported)) {
      if (typeof value === 'function' && /^class\b/.test(String(value))) expect(value.name).toBe(name);
    }
  });
});

it('prints errors and credentials by their names', async () => {
  const { WhoError, PasswordCredentials } = await import(pathToFileURL(entryOf('core')).href);
  expect(inspect(new WhoError('No.', { code: 'A', plugin: 'a' }))).toMatch(/^WhoError: \[a\] No\./);
  expect(inspect(WhoError.from(new TypeError('b'), 'a'))).toMatch(/^WhoError: \[a\] The plugin failed/);
  expect(inspect(new PasswordCredentials('alice', 'secret'))).toBe('[PasswordCredentials (hidden)]');
});

/** Names after `class`, comments left out: esbuild puts one there when a class names itself inside (`class _Name`). */
function classNames(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  return [...code.matchAll(/\bclass (?!extends\b)(\w+)/g)].map(([, name = '']) => name);
}
