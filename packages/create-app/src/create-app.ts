import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { copyFolder, exampleFolder } from './files.js';
import { type Framework, parseFramework } from './frameworks.js';
import { checkName, folderOf } from './names.js';

/** What to make, and where. */
export interface CreateAppOptions {
  /** The package's name; npm must allow it. */
  readonly name: string;
  /** What it is made with. */
  readonly framework: Framework;
  /** The folder to write; it has to be empty or absent. @default the name without its scope, in the working directory */
  readonly dir?: string | undefined;
}

/** What was made. */
export interface CreatedApp {
  /** The folder, as an absolute path. */
  readonly dir: string;
  /** The scripts to run before it starts, in this order: `setup`, `user`. */
  readonly scripts: readonly string[];
}

/**
 * Makes an application that people can sign in to: a page for everybody, a private one, signing out.
 *
 * @throws {CreateAppError} BAD_NAME, BAD_FRAMEWORK, IN_THE_WAY, NOT_WRITTEN
 * @example
 * createApp({ name: 'my-app', framework: 'express' });
 */
export function createApp({ name, framework, dir }: CreateAppOptions): CreatedApp {
  checkName(name);
  const from = exampleFolder(parseFramework(framework));
  const target = resolve(dir ?? folderOf(name));
  let scripts: readonly string[] = [];
  copyFolder(from, target, (copy) => {
    const path = join(copy, 'package.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as { readonly scripts: Readonly<Record<string, string>> };
    writeFileSync(path, `${JSON.stringify({ ...manifest, name }, undefined, 2)}\n`);
    // A tarball holds no file of its true name.
    const kept = join(copy, 'gitignore');
    if (existsSync(kept)) {
      rmSync(join(copy, '.gitignore'), { force: true });
      renameSync(kept, join(copy, '.gitignore'));
    }
    scripts = ['setup', 'user', 'build'].filter((script) => script in manifest.scripts);
  });
  return { dir: target, scripts };
}
