import type { Stats } from 'node:fs';
import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { checkPasswordFile } from '../files/password-file.js';
import { CommandError } from './command-error.js';

/**
 * Replaces a password file as a whole, so that nobody reads half of it. The new one lies beside it until it is written,
 * and keeps a second command from doing the same meanwhile. Owner and mode stay as they were.
 *
 * @throws {CommandError} when the file cannot be read, written or is none of passwords
 * @returns what `change` says
 */
export async function changeFile(
  path: string,
  change: (text: string) => { readonly text: string; readonly isNew: boolean },
): Promise<boolean> {
  try {
    const file = await realpath(path).catch(() => path);
    const beside = `${file}.new`;
    const handle = await open(beside, 'wx', 0o600);
    try {
      const { bytes, like } = await read(file);
      const { text, isNew } = change(bytes.toString('latin1'));
      await handle.writeFile(text, 'latin1');
      if (like) {
        await handle.chown(like.uid, like.gid);
        await handle.chmod(like.mode & 0o777);
      }
      await handle.sync();
      await handle.close();
      await rename(beside, file);
      return isNew;
    } catch (error) {
      await handle.close();
      await rm(beside, { force: true });
      throw error;
    }
  } catch (error) {
    throw toldOf(error, path);
  }
}

async function read(file: string): Promise<{ bytes: Buffer; like?: Stats }> {
  try {
    const [bytes, like] = await Promise.all([readFile(file), stat(file)]);
    checkPasswordFile(bytes);
    return { bytes, like };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { bytes: Buffer.alloc(0) };
    throw error;
  }
}

function toldOf(error: unknown, path: string): CommandError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EEXIST') {
    return new CommandError(`${path}.new is there: somebody else is changing ${path}. If nobody is, remove it.`);
  }
  return new CommandError(`Cannot change ${path}: ${message}`);
}
