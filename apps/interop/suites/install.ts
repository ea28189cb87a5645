import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from '../../../.ci/command.js';
import { BEFORE, type Suite } from './table.js';

export interface Installed {
  readonly folder: string;
  /** Those with tests, by their paths in the folder. */
  readonly files: readonly string[];
}

const OPTIONS = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', `--before=${BEFORE}`];

/** Unpacks a package as npm has it in a new folder, and installs what it and its tests need. */
export async function install({ name, version, needs, files }: Suite, folder: string): Promise<Installed> {
  await mkdir(folder);
  const packed = await command('npm', ['pack', '--silent', `${name}@${version}`], folder);
  await command('tar', ['-xzf', packed.trim(), '--strip-components=1'], folder);

  const path = join(folder, 'package.json');
  const { scripts: _, devDependencies, ...manifest } = JSON.parse(await readFile(path, 'utf8'));
  const needed = Object.fromEntries(needs.map((need) => [need, devDependencies[need]]));
  await writeFile(path, JSON.stringify({ ...manifest, devDependencies: needed }));
  await command('npm', ['install', ...OPTIONS], folder);

  const brought = await readdir(join(folder, 'test'), { recursive: true });
  const paths = brought.map((path) => `test/${path}`).filter((path) => files.test(path));
  return { folder, files: paths.sort() };
}
