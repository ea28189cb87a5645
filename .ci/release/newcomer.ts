import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from '../command.js';

/**
 * `npm create @who/plugin` in an empty folder, and what it says to do next: all that it names is there to be installed.
 * Its tests are for the step `scaffold`.
 */
export async function createPlugin(folder: string, npmrc: string): Promise<void> {
  await mkdir(folder);
  await writeFile(join(folder, '.npmrc'), npmrc);
  await command('npm', ['create', '--yes', '@who/plugin', 'who-tiny', '--', '--role', 'identifier'], folder);
  const plugin = join(folder, 'who-tiny');
  await writeFile(join(plugin, '.npmrc'), npmrc);
  await command('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], plugin);
}

/** A lock file of all packages, and of all that npm would install for them. */
export async function lockEverything(names: readonly string[], folder: string, npmrc: string): Promise<void> {
  await mkdir(folder);
  await writeFile(join(folder, '.npmrc'), npmrc);
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  const args = ['install', '--package-lock-only', '--no-audit', '--no-fund', '--prefer-offline'];
  await command('npm', [...args, ...names], folder);
}

/**
 * `npm update` in an application that was installed from an earlier release.
 *
 * @param wanted what its packages have to be at then: `@who/core` → `1.0.1`
 * @returns what is not, and what npm finds wrong: a peer that does not fit, for instance
 */
export async function updateProblems(folder: string, wanted: ReadonlyMap<string, string>): Promise<string[]> {
  await command('npm', ['update', '--no-audit', '--no-fund'], folder);
  const listed = await command('npm', ['ls', '--all', '--json'], folder);
  const { problems = [] }: { problems?: readonly string[] } = JSON.parse(listed);
  const versions = [...wanted].map(async ([name, version]) => {
    const manifest = JSON.parse(await readFile(join(folder, 'node_modules', name, 'package.json'), 'utf8'));
    return manifest.version === version ? [] : [`npm update leaves ${name} at ${manifest.version}, not at ${version}`];
  });
  return [...problems, ...(await Promise.all(versions)).flat()];
}
