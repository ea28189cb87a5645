import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { root } from '../test/packages.js';

/** Node's modules, without the prefix that some have only with it. */
export const builtins: readonly string[] = builtinModules.filter((name) => !name.startsWith('node:'));

/** How esbuild makes modules for workerd, where nothing is outside but what the runtime has. */
export const forWorkerd: BuildOptions = {
  platform: 'neutral',
  mainFields: ['module', 'main'],
  conditions: ['workerd', 'worker'],
  // For what is CommonJS among the packages of others.
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire('file:///');",
  },
  // They name Node's modules without the prefix that workerd wants.
  alias: Object.fromEntries(builtins.map((name) => [name, `node:${name}`])),
};

/** Makes a folder one of modules in which the built packages are, linked as a package manager would. */
export async function linkPackages(folder: string): Promise<void> {
  const scope = join(folder, 'node_modules', '@who');
  await mkdir(scope, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  for (const name of await readdir(`${root}packages`)) {
    await symlink(`${root}packages/${name}`, join(scope, name), 'dir');
  }
}
