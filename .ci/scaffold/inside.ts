import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, runs } from '../check.js';
import { command } from '../command.js';
import { COMBINABLE } from './roles.js';

/** Plugins made by `pnpm new-plugin`: their tests, and the checks of the whole repository with them in it. */
export async function checkInside(copy: string): Promise<void> {
  const plugins = ['hello', 'metadata-cache-world', 'campus-login'] as const;
  const [small, whole, elsewhere] = plugins;
  const run = (program: string, ...args: string[]): Promise<string> =>
    command(join(copy, 'node_modules/.bin', program), args, copy);
  // As on a contributor's machine: in CI, pnpm would not add the plugin to its lock file.
  const pnpm = (...args: string[]) =>
    command('npx', ['-y', 'pnpm@12', ...args], copy, { ...process.env, CI: undefined });
  const newPlugin = (name: string, roles: readonly string[]) =>
    pnpm('new-plugin', name, ...roles.flatMap((role) => ['--role', role]));
  const test = (...args: string[]) => pnpm('test:watch', '--run', ...args);

  const isMade = await check(
    'inside: from pnpm new-plugin hello --role identifier to green tests',
    runs(async () => {
      await newPlugin(small, ['identifier']);
      await test('--project', `plugin-${small}`);
    }),
  );
  if (!isMade) return;
  await check(
    'inside: from pnpm new-plugin campus-login --role sso to green tests',
    runs(async () => {
      await newPlugin(elsewhere, ['sso']);
      await test('--project', `plugin-${elsewhere}`);
    }),
  );
  await check(
    'inside: a plugin of all other roles, its tests and the rules for packages',
    runs(async () => {
      await newPlugin(whole, COMBINABLE);
      await test(
        '--project',
        `plugin-${whole}`,
        '--project',
        'repository',
        'repository.test',
        'programs.test',
        'world',
      );
    }),
  );
  await check(
    'inside: lint',
    runs(() => run('biome', 'check', ...plugins.map((name) => `packages/plugin-${name}`))),
  );
  await check(
    'inside: typecheck',
    runs(async () => {
      const config = { extends: './tsconfig.json', include: plugins.map((name) => `packages/plugin-${name}`) };
      writeFileSync(join(copy, 'tsconfig.scaffold.json'), JSON.stringify(config));
      await run('tsc', '--project', 'tsconfig.scaffold.json');
      rmSync(join(copy, 'tsconfig.scaffold.json'));
    }),
  );
  await check(
    'inside: READMEs, API reports, changesets, nothing unused',
    runs(() => run('tsx', '.ci/house/main.ts', 'check')),
    'where only an options table of these plugins is not current, change it in packages/create-plugin/template/README.md or template-sso/README.md',
  );
}
