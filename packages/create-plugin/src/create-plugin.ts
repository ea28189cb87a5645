import { resolve } from 'node:path';
import { CreatePluginError } from './errors.js';
import { type Files, writeFolder } from './files.js';
import { type Kit, readKit } from './kit.js';
import type { Dependencies, Manifest } from './manifest.js';
import { checkPackageName } from './names.js';
import { parseRoles, type Role } from './roles.js';
import { draftPlugin } from './template.js';

/** What to make, and where. */
export interface CreatePluginOptions {
  /** The package's name; npm must allow it. */
  readonly name: string;
  /** What the plugin is to be: one or several. */
  readonly roles: readonly Role[];
  /** The folder to write; it has to be empty or absent. @default the name without its scope, in the working directory */
  readonly dir?: string | undefined;
}

/** What was made. */
export interface CreatedPlugin {
  /** The folder, as an absolute path. */
  readonly dir: string;
  /** Paths of the files in it. */
  readonly files: readonly string[];
  /** Path of the one to begin with. */
  readonly factory: string;
}

/**
 * Makes a plugin package that stands on its own: a small working plugin with its tests, to be changed into what it is
 * to be.
 *
 * @throws {CreatePluginError} BAD_NAME, BAD_ROLES, IN_THE_WAY, NOT_WRITTEN, NOT_PUBLISHED
 * @example
 * createPlugin({ name: '@me/who-ip-address', roles: ['identifier', 'authenticator'] });
 */
export function createPlugin(options: CreatePluginOptions): CreatedPlugin {
  return createPluginFrom(readKit(), options);
}

/** The same, of a kit that is given. */
export function createPluginFrom(kit: Kit, { name, roles, dir }: CreatePluginOptions): CreatedPlugin {
  checkPackageName(name);
  const draft = draftPlugin(kit, name, parseRoles(roles));
  const files = new Map(draft.files);
  for (const [path, text] of kit.standalone) files.set(path.replace(/^gitignore$/, '.gitignore'), text);
  files.set('LICENSE', license(files, name));
  const manifest = standaloneManifest(draft.manifest, kit);
  files.set('package.json', `${JSON.stringify(manifest, undefined, 2)}\n`);
  const target = resolve(dir ?? draft.name.folder);
  writeFolder(target, files);
  return { dir: target, files: [...files.keys()], factory: draft.factory };
}

/** Who wrote the template has no part in what becomes of it. */
function license(files: Files, name: string): string {
  const text = files.get('LICENSE') ?? '';
  return text.replace(/^Copyright .*$/m, `Copyright (c) ${new Date().getFullYear()} The authors of ${name}`);
}

/** A manifest that needs no workspace: scripts and tools of its own, and versions that a registry knows. */
function standaloneManifest(manifest: Manifest, { standalone, versions }: Kit): Manifest {
  const { homepage, bugs, repository, ...own } = manifest;
  const added = JSON.parse(standalone.get('package.json') ?? '') as Manifest;
  const sorted = (all: Dependencies): Dependencies =>
    Object.fromEntries(
      Object.keys(all)
        .sort()
        .map((name) => [name, versionOf(name, versions)]),
    );
  return {
    ...own,
    ...added,
    peerDependencies: sorted(manifest.peerDependencies),
    devDependencies: sorted({ ...manifest.devDependencies, ...added.devDependencies }),
  };
}

function versionOf(name: string, versions: Dependencies): string {
  const version = versions[name];
  if (version !== undefined && !/^(?:workspace|catalog):/.test(version)) return version;
  throw new CreatePluginError(
    'NOT_PUBLISHED',
    'This copy of @who/create-plugin was not published, and does not know which versions plugins need. Use npm create @who/plugin; inside the repository, pnpm new-plugin.',
  );
}
