import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from '../command.js';

/** The releases that are known to work. Nothing of them is kept on the machine but what npm caches. */
export const VERSIONS = { bun: '1.4.5', deno: '2.9.6', workerd: '1.20261117.1' } as const;

/** Where each program is; not all of them exist for every kind of machine. */
export type Programs = Readonly<Partial<Record<keyof typeof VERSIONS, string>>>;

/**
 * Installs the programs from npm. Their install scripts do not run: they would put the program, which came by a package
 * for this kind of machine, in another place, or download it.
 */
export async function installPrograms(folder: string): Promise<Programs> {
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true }));
  const wanted = Object.entries(VERSIONS).map(([name, version]) => `${name}@${version}`);
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  await command('npm', ['install', ...flags, ...wanted], folder);
  const programs = Object.keys(VERSIONS).map(async (name) => [name, await programOf(folder, name)]);
  return Object.fromEntries(await Promise.all(programs));
}

async function programOf(folder: string, name: string): Promise<string | undefined> {
  const modules = join(folder, 'node_modules');
  const { optionalDependencies } = JSON.parse(await readFile(join(modules, name, 'package.json'), 'utf8'));
  return Object.keys(optionalDependencies)
    .flatMap((platform) => [join(modules, platform, 'bin', name), join(modules, platform, name)])
    .find((path) => existsSync(path));
}
