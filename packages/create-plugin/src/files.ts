import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { CreatePluginError } from './errors.js';

/** Text files by their paths in a folder, with `/`. */
export type Files = ReadonlyMap<string, string>;

/** Reads a folder, without what builds and installations leave there. */
export function readFolder(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  const visit = (at: string): void => {
    for (const entry of readdirSync(at, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(at, entry.name);
      if (entry.isDirectory() && !LEFT_OUT.has(entry.name)) visit(path);
      if (entry.isFile()) files.set(relative(folder, path).split(sep).join('/'), readFileSync(path, 'utf8'));
    }
  };
  visit(folder);
  return files;
}

const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', 'dist', 'coverage']);

/**
 * Writes a folder that does not exist yet or is empty: all of it or nothing.
 *
 * @throws {CreatePluginError} IN_THE_WAY, NOT_WRITTEN
 */
export function writeFolder(folder: string, files: Files): void {
  const target = resolve(folder);
  const isThere = checkEmpty(target);
  let made: string | undefined;
  let draft: string | undefined;
  try {
    made = mkdirSync(dirname(target), { recursive: true });
    // Beside the target: only within a file system a folder can be renamed, which happens at once or not at all.
    draft = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
    // Such folders are for their owner alone; this one is to be like any other.
    chmodSync(draft, 0o777 & ~process.umask());
    for (const [path, text] of files) {
      mkdirSync(dirname(join(draft, path)), { recursive: true });
      writeFileSync(join(draft, path), text, { flag: 'wx' });
    }
    if (isThere) moveInto(target, draft);
    else renameSync(draft, target);
  } catch (error) {
    if (draft !== undefined) rmSync(draft, { recursive: true, force: true });
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
    if (error instanceof CreatePluginError) throw error;
    const problem = error instanceof Error ? error.message : String(error);
    throw new CreatePluginError('NOT_WRITTEN', `${target} could not be written: ${problem}`, error);
  }
}

/** Whether the folder is there already. */
function checkEmpty(target: string): boolean {
  try {
    if (readdirSync(target).length === 0) return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return false;
    if (code !== 'ENOTDIR') throw new CreatePluginError('NOT_WRITTEN', `${target} cannot be read: ${code}`, error);
    throw new CreatePluginError('IN_THE_WAY', `${target} is not a folder. Choose another one with --dir.`);
  }
  throw new CreatePluginError('IN_THE_WAY', `${target} is not empty. Choose another folder with --dir.`);
}

/** Fills a folder that somebody may be in, and empties it again when that fails half-way. */
function moveInto(target: string, draft: string): void {
  const moved: string[] = [];
  try {
    for (const name of readdirSync(draft)) {
      renameSync(join(draft, name), join(target, name));
      moved.push(name);
    }
    rmdirSync(draft);
  } catch (error) {
    for (const name of moved) rmSync(join(target, name), { recursive: true, force: true });
    throw error;
  }
}
