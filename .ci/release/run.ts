// Rehearses two releases: what the release workflow runs, on a copy of the repository, into a registry on this machine;
// then what users do with them. Nothing can go out.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addChangeset, readState, version } from '../changesets/copy.js';
import { check, runs } from '../check.js';
import { command } from '../command.js';
import { pack, readTarballs, type Tarball } from '../packages/tarballs.js';
import { startRegistry } from '../registry/server.js';
import { openStore } from '../registry/store.js';
import { advisoriesFor } from '../supply/advisories.js';
import { root } from '../test/packages.js';
import { release } from './attempts.js';
import { copyForRelease } from './copy.js';
import { isolated } from './isolation.js';
import { createPlugin, lockEverything, updateProblems } from './newcomer.js';
import { firstReleaseProblems } from './problems.js';
import { readReleaseScript } from './script.js';
import { withdrawalProblems } from './withdrawal.js';

const folder = mkdtempSync(join(tmpdir(), 'who-release-'));
const copy = join(folder, 'repository');
const [first, second] = [join(folder, 'first.json'), join(folder, 'second.json')];
/** A plugin that the first application has, and a package that others need. */
const [plugin, failing] = ['@who/plugin-form', '@who/cookies'] as const;

/** Those that the step `packages` has left, or new ones. */
async function tarballs(): Promise<Tarball[]> {
  const packed = await readTarballs(process.env['WHO_TARBALLS'] ?? '');
  if (packed.length > 0) return packed;
  await command('npx', ['-y', 'pnpm@12', 'build'], root);
  return pack(folder);
}

async function firstRelease(): Promise<string[]> {
  const { whole, rehearsed } = readReleaseScript();
  const scripts = [{ script: whole }, { script: rehearsed, failing }, { script: rehearsed }];
  const { isIsolated, outcomes } = await release({ copy, folder, attempts: scripts, to: first });
  if ((await isolated()) && !isIsolated) return ['the release had a network'];
  return firstReleaseProblems(outcomes, readState(copy), failing);
}

/** A patch of core and a minor of one plugin, and nothing else. */
async function secondRelease(): Promise<string[]> {
  await addChangeset(copy, { '@who/core': 'patch', [plugin]: 'minor' });
  await version(copy);
  const state = readState(copy);
  const script = readReleaseScript().rehearsed;
  const { outcomes } = await release({ copy, folder, attempts: [{ script }], from: first, to: second });
  const wanted = ['@who/core', plugin].map((name) => `${name}@${state.get(name)?.version}`).sort();
  const published = [...(outcomes[0]?.published ?? [])].sort();
  return String(published) === String(wanted) ? [] : [`${published} was published\n${outcomes[0]?.output}`];
}

/** What the registry of this machine knows against what users of all packages get. Not every one answers. */
async function checkAdvisories(names: readonly string[], npmrc: string): Promise<void> {
  let skipped = '';
  await check('no advisory against what users install', async () => {
    const place = join(folder, 'everything');
    await lockEverything(names, place, npmrc);
    const advisories = await advisoriesFor(place);
    if (advisories.asked) return advisories.problems;
    skipped = advisories.reason;
    return [];
  });
  if (skipped !== '') console.log(`    skipped: ${skipped}`);
}

async function rehearse(): Promise<void> {
  const isReady = await check(
    'a copy of the repository at the versions of its changesets, with what was built',
    runs(async () => {
      await copyForRelease(await tarballs(), copy);
      await version(copy);
    }),
  );
  const network = (await isolated()) ? 'without a network' : 'with no registry but its own (no network namespace here)';
  const hasReleased =
    isReady &&
    (await check(`a release ${network}: refused without provenance, broken off, taken up, in order`, firstRelease));
  if (!hasReleased) return;
  const before = readState(copy);
  // Not before: they run on what is built, which the step beside this one builds anew when it starts.
  const [{ againProblems, readmeProblems }, { checkExamples }] = await Promise.all([
    import('./readme.js'),
    import('./examples/check.js'),
  ]);
  await using registry = await startRegistry(await openStore(first), randomUUID());
  const application = join(folder, 'application');
  const [isInstalled] = await Promise.all([
    check('README.md as it stands, from npm install on, as JavaScript and TypeScript', () =>
      readmeProblems(application, registry.npmrc),
    ),
    check(
      'npm create @who/plugin, and npm install of what it names',
      runs(() => createPlugin(join(folder, 'plugins'), registry.npmrc)),
    ),
    checkAdvisories([...before.keys()], registry.npmrc),
    check(`a second release: a patch of @who/core, a minor of ${plugin}`, secondRelease),
  ]);
  if (!isInstalled) return;
  registry.store = await openStore(second);
  const after = readState(copy);
  const wanted = new Map(['@who/core', plugin].map((name) => [name, after.get(name)?.version ?? '']));
  await check('npm update of the application, and it runs', async () => [
    ...(await updateProblems(application, wanted)),
    ...(await againProblems(application)),
  ]);
  await checkExamples(join(folder, 'examples'), registry.npmrc);
  const versions = { good: before.get(plugin)?.version ?? '', bad: wanted.get(plugin) ?? '' };
  await check('a version is deprecated, taken back, removed', () =>
    withdrawalProblems(registry, { name: plugin, ...versions }, folder),
  );
}

try {
  await rehearse();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
