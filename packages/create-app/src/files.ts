import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateAppError } from './errors.js';
import type { Framework } from './frameworks.js';
import { isLeftBehind } from './left-behind.js';

/** The folder of an example: the build puts a copy beside itself; in the repository they lie at its top. */
export function exampleFolder(framework: Framework): string {
  const [built, sources] = [`./examples/${framework}`, `../../../examples/${framework}`].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  ) as [string, string];
  return existsSync(built) ? built : sources;
}

/** The version of this package. */
export function ownVersion(): string {
  const path = fileURLToPath(new URL('../package.json', import.meta.url));
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

/**
 * Copies a folder to where nothing is yet, or an empty folder: all of it or nothing.
 *
 * @param change is given the copy before it is in its place
 * @throws {CreateAppError} IN_THE_WAY, NOT_WRITTEN
 */
export function copyFolder(from: string, to: string, change: (copy: string) => void): void {
  const isThere = checkEmpty(to);
  let made: string | undefined;
  let draft: string | undefined;
  try {
    made = mkdirSync(dirname(to), { recursive: true });
    // Beside the target: only within a file system a folder can be renamed, which happens at once or not at all.
    draft = mkdtempSync(join(dirname(to), `.${basename(to)}-`));
    const copy = join(draft, basename(to));
    cpSync(from, copy, { recursive: true, errorOnExist: true, force: false, filter: (path) => !isLeftBehind(path) });
    change(copy);
    if (isThere) moveInto(to, copy);
    else renameSync(copy, to);
  } catch (error) {
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
    const problem = error instanceof Error ? error.message : String(error);
    throw new CreateAppError('NOT_WRITTEN', `${to} could not be written: ${problem}`, error);
  } finally {
    if (draft !== undefined) rmSync(draft, { recursive: true, force: true });
  }
}

/** Whether the folder is there already. */
function checkEmpty(target: string): boolean {
  try {
    if (readdirSync(target).length === 0) return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return false;
    if (code !== 'ENOTDIR') throw new CreateAppError('NOT_WRITTEN', `${target} cannot be read: ${code}`, error);
    throw new CreateAppError('IN_THE_WAY', `${target} is not a folder. Choose another one with --dir.`);
  }
  throw new CreateAppError('IN_THE_WAY', `${target} is not empty. Choose another folder with --dir.`);
}

/** Fills a folder that somebody may be in, and empties it again when that fails half-way. */
function moveInto(target: string, copy: string): void {
  const moved: string[] = [];
  try {
    for (const name of readdirSync(copy)) {
      renameSync(join(copy, name), join(target, name));
      moved.push(name);
    }
  } catch (error) {
    for (const name of moved) rmSync(join(target, name), { recursive: true, force: true });
    throw error;
  }
}
