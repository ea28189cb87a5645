import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../command.js';
import { pendingReleases } from './pending.js';

type Manifest = Readonly<Record<string, unknown>> & { readonly name: string; readonly version: string };

/**
 * A package whose published files changed after the commit that last changed its version needs a changeset that names
 * it. Looks at the working tree as it is, committed or not, so that the answer is the same before and after a commit,
 * on a branch and on main.
 *
 * @param root the repository's folder
 */
export async function missingChangesets(root: string): Promise<string[]> {
  const named = pendingReleases(root);
  const unnamed = readdirSync(join(root, 'packages'))
    .filter((name) => existsSync(join(root, 'packages', name, 'package.json')))
    .map((name) => ({ folder: `packages/${name}`, manifest: readManifest(root, `packages/${name}`) }))
    .filter(({ manifest }) => manifest['private'] !== true && !named.has(manifest.name));
  // History is needed, and has to be whole, only where a changeset does not settle it.
  if (unnamed.length === 0) return [];
  if ((await git(root, 'rev-parse', '--is-shallow-repository')).trim() === 'true') {
    return [
      'this clone is shallow and does not know when packages were last released: git fetch --unshallow ' +
        '(in a GitHub workflow: actions/checkout with fetch-depth: 0)',
    ];
  }
  const problems: string[] = [];
  for (const { folder, manifest } of unnamed) {
    const release = await lastRelease(root, folder, manifest.version);
    const changed = release === undefined ? [] : await changedSince(root, release, folder, manifest);
    if (changed.length === 0) continue;
    const files = `${changed.slice(0, 3).join(', ')}${changed.length > 3 ? ` and ${changed.length - 3} more` : ''}`;
    problems.push(`${manifest.name}: no changeset for what changed since ${manifest.version}: ${files}`);
  }
  return problems;
}

/** The commit that gave the package its present version; `undefined` when that is not committed yet. */
async function lastRelease(root: string, folder: string, version: string): Promise<string | undefined> {
  const versionAt = async (commit: string): Promise<string | undefined> =>
    (await manifestAt(root, commit, folder))?.version;
  if ((await versionAt('HEAD')) !== version) return undefined;
  // A merge brings a version along; the commit that made it is one of the others.
  const log = await git(root, 'log', '--no-merges', '--format=%H', '--', `${folder}/package.json`);
  for (const commit of log.split('\n').filter(Boolean)) {
    if ((await versionAt(commit)) === version && (await versionAt(`${commit}^`)) !== version) return commit;
  }
  throw new Error(`${folder}: no commit sets version ${version}`);
}

/** Published files that differ from those of a commit. */
async function changedSince(root: string, commit: string, folder: string, manifest: Manifest): Promise<string[]> {
  const different = await git(root, 'diff', '--name-only', '--no-renames', '-z', commit, '--', folder);
  const added = await git(root, 'ls-files', '--others', '--exclude-standard', '-z', '--', folder);
  const before = await manifestAt(root, commit, folder);
  const isSame = JSON.stringify(published(manifest)) === JSON.stringify(before && published(before));
  return `${different}${added}`
    .split('\0')
    .filter((path) => path.startsWith(folder))
    .map((path) => path.slice(folder.length + 1))
    .filter((path) => !NOT_PUBLISHED.test(path) && !(path === 'package.json' && isSame));
}

/** All else in a package's folder reaches those who install it, or what is built from it does. */
const NOT_PUBLISHED = /^(test\/|CHANGELOG\.md$|tsconfig\.json$)/;

/** A manifest without what nobody meets who installs the package. */
function published({ devDependencies: _dev, scripts: _scripts, ...rest }: Manifest): unknown {
  return rest;
}

function readManifest(root: string, folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
}

async function manifestAt(root: string, commit: string, folder: string): Promise<Manifest | undefined> {
  // `ls-tree` says whether it is there without failing.
  const listed = await git(root, 'ls-tree', '--name-only', commit, '--', `${folder}/package.json`).catch(() => '');
  return listed === '' ? undefined : JSON.parse(await git(root, 'show', `${commit}:${folder}/package.json`));
}

function git(root: string, ...args: string[]): Promise<string> {
  return command('git', args, root);
}
