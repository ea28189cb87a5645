import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '../command.js';
import { root } from '../test/packages.js';
import { addChangeset, copyManifests, readState, type State, version } from './copy.js';
import { differences, intended } from './intended.js';
import { type Bump, pendingReleases } from './pending.js';
import { missingChangesets } from './required.js';

/** Copies of the repository on which the real `changeset version` is tried. */
export interface Trial {
  /** The pending changesets as they are, and what the release workflow does after them. */
  pending(): Promise<string[]>;
  /** Releases from there on. Needs `pending` to have run. */
  further(releases: Readonly<Record<string, Bump>>): Promise<string[]>;
  /** The packages as the pending changesets leave them. */
  state(): State;
  close(): void;
}

export function openTrial(): Trial {
  const folder = mkdtempSync(join(tmpdir(), 'who-changesets-'));
  const released = join(folder, 'released');
  let copies = 0;

  async function outcome(at: string, releases: ReadonlyMap<string, Bump>): Promise<string[]> {
    const before = readState(at);
    const wanted = intended(before, releases);
    const touched = await version(at);
    const after = readState(at);
    return [
      ...differences(wanted, after),
      ...touched
        .filter((path) => !/^(\.changeset\/[^/]+\.md|packages\/.+\/(package\.json|CHANGELOG\.md))$/.test(path))
        .map((path) => `${path} is none of its business`),
      ...[...after]
        .filter(([name, { version }]) => before.get(name)?.version !== version)
        .flatMap(([name, { version, folder }]) => changelogProblems(name, version, join(at, folder))),
    ];
  }

  return {
    async pending() {
      await copyManifests(released);
      const problems = await outcome(released, pendingReleases(root));
      // As in the script `version-packages`, where CI freezes the lock file: a release must not need another one.
      const install = ['-y', 'pnpm@12', 'install', '--lockfile-only', '--frozen-lockfile'];
      await command('npx', install, released);
      // E.g. a template that follows a peer range: its package has to be released along with it.
      return [...problems, ...(await missingChangesets(released)).map((problem) => `after that, ${problem}`)];
    },
    async further(releases) {
      copies++;
      const at = join(folder, `copy-${copies}`);
      cpSync(released, at, { recursive: true });
      await addChangeset(at, releases);
      return outcome(at, new Map(Object.entries(releases)));
    },
    state: () => readState(released),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A package that moved tells its users what is new. */
function changelogProblems(name: string, version: string, folder: string): string[] {
  const path = join(folder, 'CHANGELOG.md');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return text.match(/^## (.*)$/m)?.[1] === version ? [] : [`${name}: CHANGELOG.md does not begin with ${version}`];
}
