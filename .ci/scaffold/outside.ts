import { copyFileSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { check, runs } from '../check.js';
import { command } from '../command.js';
import { readTarballs } from '../packages/tarballs.js';
import { COMBINABLE } from './roles.js';

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

  /** One with packages of its own: installs it, and runs its scripts. */
  async function checkWhole(name: string, roles: readonly string[], what: string, needs: readonly string[]) {
    const at = join(place, name.slice(name.indexOf('/') + 1));
    const isInstalled = await check(
      `outside: npm create, ${what}, and npm install`,
      runs(async () => {
        await create(name, roles);
        await command('npm', ['install', '--save-dev', '--no-audit', '--no-fund', ...needs.map(tarball)], at);
      }),
    );
    if (!isInstalled) return undefined;
    for (const script of ['test', 'typecheck', 'build']) {
      await check(
        `outside: ${what}: npm run ${script}`,
        runs(() => command('npm', ['run', script], at)),
      );
    }
    await check(
      `outside: ${what}: what was built can be imported`,
      runs(() => command(process.execPath, ['--input-type=module', '--eval', `await import('${name}')`], at)),
    );
    return at;
  }

  const needs = ['who-core-', 'who-secrets-', 'who-testkit-'];
  await checkWhole('@me/who-campus-login', ['sso'], 'a sign-in elsewhere', [...needs, 'who-connect-', 'who-sso-']);
  const all = await checkWhole('@me/who-acme', COMBINABLE, 'a plugin of all other roles', [
    ...needs,
    'who-metadata-cache-',
  ]);
  if (all === undefined) return;
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
