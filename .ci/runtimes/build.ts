import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { root } from '../test/packages.js';
import { USERS_FILE } from './application/facts.js';
import { forWorkerd, linkPackages } from './bundling.js';

const entries = fileURLToPath(new URL('application/', import.meta.url));

/**
 * Makes a folder with the application for each runtime (`bun.mjs`, …) and the built packages, linked as a package manager
 * would. `workerd` has no folders: there the application and the packages are one file.
 */
export async function buildApplication(folder: string): Promise<void> {
  await linkPackages(folder);
  await writeFile(join(folder, 'users.htpasswd'), USERS_FILE);
  await symlink(`${root}node_modules/@hono`, join(folder, 'node_modules', '@hono'), 'dir');

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
    ...forWorkerd,
    entryPoints: [join(folder, 'workerd.mjs')],
    outdir: worker,
    external: ['node:*'],
  });
}
