import { copyFileSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROLE_NAMES } from '../../packages/create-plugin/src/index.js';
import { check, runs } from '../check.js';
import { command } from '../command.js';
import { readTarballs } from '../packages/tarballs.js';

/** Packs create-plugin and what its plugins need into a folder: those that the step `packages` has left, or new ones. */
export async function packKit(copy: string, folder: string): Promise<void> {
  const packed = await readTarballs(process.env['WHO_TARBALLS'] ?? '');
  for (const { path } of packed) copyFileSync(path, join(folder, basename(path)));
  if (packed.length > 0) return;
  const pnpm = (...args: string[]) => command('npx', ['-y', 'pnpm@12', ...args], copy);
  await pnpm('--filter', '@who/create-plugin...', 'run', 'build');
  await pnpm('--recursive', '--filter', '@who/create-plugin...', 'pack', '--pack-destination', folder);
}

/** Plugins made by `npm create`, from packed tarballs, in an empty folder: their own scripts. */
export async function checkOutside(folder: string): Promise<void> {
  const place = join(folder, 'outside');
  mkdirSync(place);
  const tarballs = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  const tarball = (name: string): string => join(folder, tarballs().find((file) => file.includes(name)) ?? name);
  /** What `npm create @who/plugin` runs. */
  const create = (name: string, roles: readonly string[]) => {
    const args = ['exec', '--yes', `--package=${tarball('who-create-plugin-')}`, '--', 'create-plugin', name];
    return command('npm', [...args, ...roles.flatMap((role) => ['--role', role])], place);
  };

  const all = join(place, 'who-acme');
  const isInstalled = await check(
    'outside: npm create, a plugin of all roles, and npm install',
    runs(async () => {
      await create('@me/who-acme', ROLE_NAMES);
      const needs = ['who-core-', 'who-metadata-cache-', 'who-secrets-', 'who-testkit-'].map(tarball);
      await command('npm', ['install', '--save-dev', '--no-audit', '--no-fund', ...needs], all);
    }),
  );
  if (!isInstalled) return;
  for (const script of ['test', 'typecheck', 'build']) {
    await check(
      `outside: npm run ${script}`,
      runs(() => command('npm', ['run', script], all)),
    );
  }
  await check(
    'outside: what was built can be imported',
    runs(() => command(process.execPath, ['--input-type=module', '--eval', "await import('@me/who-acme')"], all)),
  );

  const small = join(place, 'who-tiny');
  await check(
    'outside: npm create, a challenger; its tests and build',
    runs(async () => {
      await create('who-tiny', ['challenger']);
      symlinkSync(join(all, 'node_modules'), join(small, 'node_modules'));
      for (const script of ['test', 'build']) await command('npm', ['run', script], small);
    }),
  );
}
