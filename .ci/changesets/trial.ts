import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { command } from '../command.js';
import { root } from '../test/packages.js';
import { addChangeset, copyRepository, readState, type State, version } from './copy.js';
import { differences, intended } from './intended.js';
import { type Bump, pendingReleases } from './pending.js';

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
    return [
      ...differences(wanted, readState(at)),
      ...touched
        .filter((path) => !/^(\.changeset\/[^/]+\.md|packages\/[^/]+\/(package\.json|CHANGELOG\.md))$/.test(path))
        .map((path) => `${path} is none of its business`),
      ...touched
        .filter((path) => path.endsWith('/package.json'))
        .flatMap((path) => changelogProblems(join(at, dirname(path)))),
    ];
  }

  return {
    async pending() {
      await copyRepository(released);
      const problems = await outcome(released, pendingReleases(root));
      // As in the script `version-packages`, where CI freezes the lock file: a release must not need another one.
      const install = ['-y', 'pnpm@12', 'install', '--lockfile-only', '--frozen-lockfile'];
      await command('npx', install, released);
      return problems;
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
function changelogProblems(at: string): string[] {
  const { name, version } = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'));
  const path = join(at, 'CHANGELOG.md');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return text.match(/^## (.*)$/m)?.[1] === version ? [] : [`${name}: CHANGELOG.md does not begin with ${version}`];
}
