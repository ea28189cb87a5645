import { accessSync, constants, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { htpasswdError } from '../errors.js';

/**
 * Whether this process could replace a file by another one with the same owner and group.
 *
 * @throws {WhoError} HTPASSWD_UNWRITABLE
 */
export function checkWritable(path: string): void {
  try {
    const file = realpathSync(path);
    const found = statSync(file);
    accessSync(file, constants.R_OK | constants.W_OK);
    accessSync(dirname(file), constants.W_OK | constants.X_OK);
    if (!canOwn(found)) throw new Error('It is of another owner or group, which a new file could not have.');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw htpasswdError(
      'HTPASSWD_UNWRITABLE',
      `"upgradeHashes" needs a file and a folder that this process can write to. ${reason}`,
      { cause },
    );
  }
}

/** Where there are no owners, there is nothing to keep. */
function canOwn({ uid, gid }: Stats): boolean {
  const user = process.geteuid?.();
  if (user === undefined || user === 0) return true;
  return uid === user && (gid === process.getegid?.() || (process.getgroups?.().includes(gid) ?? false));
}
