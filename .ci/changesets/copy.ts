import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { command } from '../command.js';
import { root } from '../test/packages.js';
import type { Bump } from './pending.js';

/** What `changeset version` decides on: versions, and what packages ask of each other. */
export type State = ReadonlyMap<string, PackageState>;

export interface PackageState {
  readonly folder: string;
  readonly version: string;
  readonly peers: Readonly<Record<string, string>>;
}

/** A copy of all that `changeset version` and pnpm read, in a git repository of its own, without sources. */
export async function copyManifests(to: string): Promise<void> {
  const top = ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml', '.changeset', '.gitignore'];
  const below = ['packages', 'apps'].flatMap((group) =>
    manifestsIn(group).flatMap((path) => [path, path.replace('package.json', 'CHANGELOG.md')]),
  );
  for (const path of [...top, ...below]) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    // Applications have no changelog.
    if (existsSync(join(root, path))) cpSync(join(root, path), join(to, path), { recursive: true });
  }
  // The configuration names the maker of changelogs by its package.
  mkdirSync(join(to, 'node_modules'));
  symlinkSync(join(root, 'node_modules/@changesets'), join(to, 'node_modules/@changesets'));
  await command('git', ['init', '--quiet'], to);
  await commit(to);
}

function manifestsIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return /^(node_modules|dist|src|test)$/.test(entry.name) ? [] : manifestsIn(path);
    return entry.name === 'package.json' ? [path] : [];
  });
}

async function commit(folder: string): Promise<void> {
  const author = ['-c', 'user.name=trial', '-c', 'user.email=trial@localhost', '-c', 'commit.gpgsign=false'];
  await command('git', ['add', '--all'], folder);
  await command('git', [...author, 'commit', '--quiet', '--no-verify', '--allow-empty', '--message', 'Trial'], folder);
}

/** Writes one changeset, and commits it as a contributor would. */
export async function addChangeset(folder: string, releases: Readonly<Record<string, Bump>>): Promise<void> {
  const lines = Object.entries(releases).map(([name, bump]) => `"${name}": ${bump}`);
  writeFileSync(join(folder, '.changeset/trial.md'), `---\n${lines.join('\n')}\n---\n\nA trial.\n`);
  await commit(folder);
}

/** Runs the real `changeset version`, commits the outcome and returns the paths that it touched. */
export async function version(folder: string): Promise<string[]> {
  await command(process.execPath, [join(root, 'node_modules/@changesets/cli/bin.js'), 'version'], folder);
  const status = await command('git', ['status', '--porcelain', '-z', '--untracked-files=all'], folder);
  await commit(folder);
  return status
    .split('\0')
    .filter(Boolean)
    .map((line) => line.slice(3));
}

export function readState(root: string): State {
  const folders = readdirSync(join(root, 'packages'))
    .map((name) => `packages/${name}`)
    .filter((folder) => existsSync(join(root, folder, 'package.json')));
  const packages = folders.map((folder) => ({
    folder,
    manifest: JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')),
  }));
  return new Map(
    packages
      .filter(({ manifest }) => manifest.private !== true)
      .map(({ folder, manifest: { name, version, peerDependencies = {} } }) => [
        name,
        { folder, version, peers: peerDependencies },
      ]),
  );
}
