import { join } from 'node:path';
import { copyManifests } from '../changesets/copy.js';
import { command } from '../command.js';
import type { Tarball } from '../packages/tarballs.js';

/** A copy of all that a release reads: manifests and changesets, and what was built, as it lies in tarballs. */
export async function copyForRelease(tarballs: readonly Tarball[], to: string): Promise<void> {
  await copyManifests(to);
  // Manifests in tarballs are those that users get; changelogs are about to be written.
  const leftOut = ['package.json', 'CHANGELOG.md'].map((name) => `--exclude=package/${name}`);
  await Promise.all(
    tarballs.map(({ name, path }) =>
      command('tar', ['xzf', path, '--strip-components=1', ...leftOut], join(to, name.replace('@who/', 'packages/'))),
    ),
  );
}
