import { randomUUID } from 'node:crypto';
import { readFile, readlink, stat, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { htpasswdError } from '../errors.js';

/**
 * Has one at a time change a file, among all processes that do it in this way: whoever makes `FILE.lock` first. What is
 * in it says who that was, so that nobody waits for a process of this machine that has died. One of another machine, or
 * container, is waited for, but not for ever: nobody holds a lock for as long as {@link ABANDONED_MS}.
 *
 * @param waitMs how long to wait for others
 * @throws {WhoError} HTPASSWD_LOCKED
 */
export async function withLock<T>(file: string, waitMs: number, use: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`;
  const owner = JSON.stringify({ ...(await ownPlace()), pid: process.pid, id: randomUUID() });
  const startedMs = performance.now();
  while (!(await made(lock, owner))) {
    if (await isGone(lock)) continue;
    if (performance.now() - startedMs > waitMs) throw locked(file);
    await sleep(10 + Math.random() * 20);
  }
  try {
    return await use();
  } finally {
    if ((await contentsOf(lock)) === owner) await unlink(lock);
  }
}

/** @returns whether nobody else has made it before */
async function made(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** @returns whether the lock is not there any more, or was of a process that has died, and is removed */
async function isGone(lock: string): Promise<boolean> {
  const owner = await contentsOf(lock);
  if (owner === undefined) return true;
  const isLeft = async (): Promise<boolean> => (await isDead(owner)) || isAbandoned(lock);
  if (!(await isLeft())) return false;
  // One at a time again: else somebody could remove the lock that another one has made meanwhile.
  const breaking = `${lock}.old`;
  if (!(await made(breaking, owner))) return false;
  try {
    // A new one has nothing in it either for a moment.
    if ((await contentsOf(lock)) === owner && (await isLeft())) await unlink(lock);
  } finally {
    await unlink(breaking);
  }
  return true;
}

async function contentsOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Only what numbers its processes as this one does can be asked about. */
async function isDead(owner: string): Promise<boolean> {
  const here = await ownPlace();
  try {
    const { host, space, pid } = JSON.parse(owner) as Record<string, unknown>;
    if (host !== here.host || space !== here.space || typeof pid !== 'number' || pid <= 0) return false;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** The lock may have been left by a container that was stopped, or be empty since a power cut. */
async function isAbandoned(lock: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(lock);
    return Date.now() - mtimeMs > ABANDONED_MS;
  } catch {
    return false;
  }
}

/** A file is replaced in less than a second, and whoever was held up finds out that it has changed. */
const ABANDONED_MS = 600_000;

/** Containers may share a host's name, and number their processes by themselves. */
async function ownPlace(): Promise<{ readonly host: string; readonly space: string }> {
  return { host: hostname(), space: await readlink('/proc/self/ns/pid').catch(() => '') };
}

const locked = (file: string) =>
  htpasswdError(
    'HTPASSWD_LOCKED',
    `Somebody else is changing ${file}. If nobody is, remove ${file}.lock, and ${file}.lock.old where it is there.`,
  );
