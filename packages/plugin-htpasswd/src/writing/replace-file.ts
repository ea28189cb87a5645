import type { BigIntStats } from 'node:fs';
import { lstat, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { WhoError } from '@who/core';
import { inTurns, type Steps } from '@who/secrets';
import { htpasswdError } from '../errors.js';
import { type PasswordText, readPasswordText } from '../files/password-text.js';
import { withLock } from './lock.js';

/**
 * Replaces a password file as a whole, so that nobody reads half of it, and one at a time. It keeps its owner and mode,
 * and stays where links lead to. One that is not there is made, for its owner's eyes only.
 *
 * @param waitMs how long to wait for others who change it
 * @param change makes the new file of the old one; `undefined` leaves it as it is. It is asked again where somebody else,
 *   who knows nothing of our lock, has written meanwhile.
 * @throws {WhoError} HTPASSWD_LOCKED, HTPASSWD_UNWRITABLE
 */
export async function changePasswordFile(
  path: string,
  waitMs: number,
  change: (text: PasswordText) => Steps<Buffer | undefined>,
): Promise<void> {
  try {
    const file = await realFile(path);
    await withLock(file, waitMs, () => replace(file, change));
  } catch (error) {
    if (error instanceof WhoError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw htpasswdError('HTPASSWD_UNWRITABLE', `Cannot change ${path}: ${reason}`, { cause: error });
  }
}

/** Where the file is, or would be: the same for everybody, whatever links they go by. */
async function realFile(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
    if ((await lstat(path).catch(() => undefined)) !== undefined) throw new Error('It is a link to nothing.');
    return join(await realpath(dirname(path)), basename(path));
  }
}

async function replace(file: string, change: (text: PasswordText) => Steps<Buffer | undefined>): Promise<void> {
  const beside = `${file}.new`;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = await statOf(file);
    const bytes = before ? await readFile(file) : Buffer.alloc(0);
    const fresh = await inTurns(changed(bytes, change));
    if (fresh === undefined) return;
    // What somebody has left who died, or laid there for us to write to.
    await rm(beside, { force: true });
    try {
      await write(beside, fresh, before);
      if (stateOf(await statOf(file)) !== stateOf(before)) continue;
      await rename(beside, file);
    } finally {
      await rm(beside, { force: true });
    }
    return syncFolder(dirname(file));
  }
  throw new Error('Others keep changing it.');
}

function* changed(bytes: Buffer, change: (text: PasswordText) => Steps<Buffer | undefined>): Steps<Buffer | undefined> {
  return yield* change(yield* readPasswordText(bytes));
}

async function write(path: string, bytes: Buffer, like: BigIntStats | undefined): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    if (like) {
      await handle.chown(Number(like.uid), Number(like.gid));
      await handle.chmod(Number(like.mode) & 0o777);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function statOf(file: string): Promise<BigIntStats | undefined> {
  try {
    const found = await stat(file, { bigint: true });
    if (!found.isFile()) throw new Error('It is not a regular file.');
    return found;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

const stateOf = (found: BigIntStats | undefined): string =>
  found ? [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join() : '';

/** So that the new name outlasts a crash. Not all systems can. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // The file is replaced all the same.
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Apache's own tool takes no longer than a moment. */
const ATTEMPTS = 5;
