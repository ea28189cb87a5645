import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { command } from '../command.js';
import { readReadmes } from './readmes/programs.js';
import type { Tarball } from './tarballs.js';

/** What can be imported from the packages. */
export function entryPoints(tarballs: readonly Tarball[]): string[] {
  return tarballs.flatMap(({ name, manifest }) =>
    Object.keys(manifest.exports ?? {})
      .filter((entry) => entry !== './package.json')
      .map((entry) => name + entry.slice(1)),
  );
}

/** Installs all tarballs with npm in an empty folder, with what else the `npm install` lines of READMEs name. */
export async function install(tarballs: readonly Tarball[], folder: string): Promise<void> {
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  const named = readReadmes().flatMap(({ installs }) => installs.filter((spec) => !spec.startsWith('@who/')));
  const others = [...new Set([...named, '@types/node'])];
  const paths = tarballs.map(({ path }) => path);
  await command('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...paths, ...others], folder);

  const entries = entryPoints(tarballs);
  const everything = [
    ...entries.map((entry, index) => `import * as module${index} from '${entry}';`),
    `const modules: Record<string, object> = {`,
    ...entries.map((entry, index) => `  '${entry}': module${index},`),
    '};',
    'for (const [name, module] of Object.entries(modules)) {',
    '  if (Object.keys(module).length === 0) throw new Error(name + " exports nothing");',
    '}',
    '',
  ].join('\n');
  const signIn = fileURLToPath(new URL('consumer/sign-in.mts', import.meta.url));
  for (const extension of ['mts', 'cts', 'ts']) {
    await writeFile(join(folder, `everything.${extension}`), everything);
    await copyFile(signIn, join(folder, `sign-in.${extension}`));
  }
}
