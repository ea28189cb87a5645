import { copyFile, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { root } from '../test/packages.js';
import { USERS_FILE } from './application/facts.js';

const entries = fileURLToPath(new URL('application/', import.meta.url));

const builtins = builtinModules.filter((name) => !name.startsWith('node:'));

/**
 * Makes a folder with the application for each runtime (`bun.mjs`, …) and the built packages, linked as a package manager
 * would. `workerd` has no folders: there the application and the packages are one file.
 */
export async function buildApplication(folder: string): Promise<void> {
  const modules = join(folder, 'node_modules');
  await mkdir(join(modules, '@who'), { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  for (const name of await readdir(`${root}packages`)) {
    await symlink(`${root}packages/${name}`, join(modules, '@who', name), 'dir');
  }
  await writeFile(join(folder, 'users.htpasswd'), USERS_FILE);
  await symlink(`${root}node_modules/@hono`, join(modules, '@hono'), 'dir');

  const names = ['node', 'bun', 'deno', 'workerd'];
  const common = { bundle: true, format: 'esm', target: 'es2022', outExtension: { '.js': '.mjs' } } as const;
  await build({
    ...common,
    entryPoints: names.map((name) => `${entries}${name}.ts`),
    outdir: folder,
    platform: 'node',
    packages: 'external',
    // Ours would lead to the sources.
    tsconfigRaw: {},
  });
  const worker = join(folder, 'worker');
  await mkdir(worker);
  await copyFile(`${entries}workerd.capnp`, join(worker, 'workerd.capnp'));
  await build({
    ...common,
    entryPoints: [join(folder, 'workerd.mjs')],
    outdir: worker,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['workerd', 'worker'],
    external: ['node:*'],
    // For what is CommonJS among the packages' own dependencies.
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire('file:///');",
    },
    // Packages of others name Node's modules without the prefix that workerd wants.
    alias: Object.fromEntries(builtins.map((name) => [name, `node:${name}`])),
  });
}
