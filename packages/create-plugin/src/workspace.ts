import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Place, Wishes } from './cli.js';
import { CreatePluginError } from './errors.js';
import { writeFolder } from './files.js';
import type { Kit } from './kit.js';
import { checkPackageName } from './names.js';
import { type Draft, draftPlugin } from './template.js';

/** `pnpm new-plugin`: a package of this repository, in `packages/plugin-NAME`, with a changeset. */
export function workspace(kit: Kit, root: string): Place {
  return {
    command: 'npx -y pnpm@12 new-plugin',
    help: `Adds a plugin to this repository: a small working package with its tests, and a changeset.

  NAME                makes packages/plugin-NAME, the package @who/plugin-NAME`,
    version: kit.version,
    takesDir: false,
    checkName,
    create(wishes) {
      const { folder, factory } = addPlugin(kit, root, wishes);
      return `Made packages/${folder}

1. npx -y pnpm@12 test:watch --project ${folder}
2. Change packages/${folder}/${factory} and its tests into what you need, and README.md with them.
   "npx -y pnpm@12 readme" writes the options tables, "npx -y pnpm@12 api" the API report.
3. Say in .changeset/new-${folder}.md what users get, and run what step 8 in CONTRIBUTING.md lists.
`;
    },
  };
}

/** A name of words; the rest of `@who/plugin-` may stand before it. */
function shortName(name: string): string {
  return name.replace(/^@who\//, '').replace(/^plugin-/, '');
}

function checkName(name: string): void {
  const short = shortName(name);
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(short)) {
    throw new CreatePluginError(
      'BAD_NAME',
      `${JSON.stringify(name)} cannot be the name of a plugin: use lower-case words with "-" between them, e.g. ip-address.`,
    );
  }
  checkPackageName(`@who/plugin-${short}`);
}

function addPlugin(kit: Kit, root: string, { name, roles }: Wishes): { folder: string; factory: string } {
  checkName(name);
  const short = shortName(name);
  if (roles.includes('metadata-cache') && !short.startsWith('metadata-cache-')) {
    throw new CreatePluginError(
      'BAD_NAME',
      `A metadata cache is called metadata-cache-…, because such packages alone may import @who/metadata-cache. Try metadata-cache-${short}.`,
    );
  }
  const folder = `plugin-${short}`;
  const draft = draftPlugin(kit, `@who/${folder}`, roles);
  const target = join(root, 'packages', folder);
  writeFolder(target, filesOf(draft, folder));
  const changeset = join(root, '.changeset', `new-${folder}.md`);
  try {
    writeFileSync(changeset, `---\n"@who/${folder}": major\n---\n\nFirst release.\n`, { flag: 'wx' });
  } catch (error) {
    rmSync(target, { recursive: true });
    throw new CreatePluginError('NOT_WRITTEN', `${changeset} could not be written. Is it there already?`, error);
  }
  settle(root, folder);
  return { folder, factory: draft.factory };
}

/** The template lies one folder deeper than plugins do. */
function filesOf({ files, manifest }: Draft, folder: string): Map<string, string> {
  const json = JSON.stringify(manifest, undefined, 2).replaceAll('packages/plugin-sesame', `packages/${folder}`);
  return new Map([...files].map(([path, text]) => [path, text.replaceAll('../../../', '../../')])).set(
    'package.json',
    `${json}\n`,
  );
}

/**
 * Installs what the plugin needs, and settles what depends on its name: the order of imports, where lines break, the
 * report of what it exports.
 */
function settle(root: string, folder: string): void {
  const run = (program: string, ...args: string[]): void => {
    const { status, error, stderr } = spawnSync(program, args, { cwd: root, encoding: 'utf8' });
    if (status === 0) return;
    const command = [basename(program), ...args].join(' ');
    throw new CreatePluginError(
      'NOT_WRITTEN',
      `packages/${folder} is there, but "${command}" failed; run it yourself. ${error ?? stderr}`,
    );
  };
  const bin = join(root, 'node_modules/.bin');
  run('npx', '-y', 'pnpm@12', 'install', '--no-frozen-lockfile', '--prefer-offline');
  run(join(bin, 'biome'), 'check', '--write', `packages/${folder}`);
  run(join(bin, 'tsx'), '.ci/house/main.ts', 'api');
}
