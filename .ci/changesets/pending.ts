import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Bump = 'major' | 'minor' | 'patch';

/**
 * What the pending changesets raise: the name of a package → the highest bump. `none` raises nothing, and would leave
 * open for ever whether the package has to be released.
 *
 * @param root the repository's folder
 */
export function pendingReleases(root: string): Map<string, Bump> {
  const folder = join(root, '.changeset');
  const releases = new Map<string, Bump>();
  for (const file of readdirSync(folder)) {
    if (!file.endsWith('.md') || file === 'README.md') continue;
    const head = readFileSync(join(folder, file), 'utf8').match(/^---\r?\n([\s\S]*?)^---/m)?.[1] ?? '';
    for (const [, name = '', bump] of head.matchAll(/^["']?([^"'\s:]+)["']?\s*:\s*["']?(major|minor|patch)\b/gm)) {
      const before = releases.get(name);
      if (before === undefined || BUMPS.indexOf(bump as Bump) > BUMPS.indexOf(before)) releases.set(name, bump as Bump);
    }
  }
  return releases;
}

const BUMPS: readonly Bump[] = ['patch', 'minor', 'major'];
