import { badOption, type Logger, WhoError } from '@who/core';
import { createPasswords, type HashingOptions, type Kind, type Passwords } from '@who/passwords';
import { PLUGIN } from '../errors.js';
import type { HtpasswdSettings } from '../options.js';
import { asApacheWrites } from '../writing/password-lines.js';
import { checkWritable } from './check-writable.js';
import { hashWriter } from './hash-writer.js';
import { isOutdated } from './outdated.js';

/** Makes hashes anew that have become too weak, beside the requests. */
export interface Upgrades {
  /** A password was right. Returns at once, and never fails: what goes wrong is told to the log. */
  offer(right: RightPassword, logger: Logger): void;
  /** Begins nothing any more. */
  close(): void;
}

/** A password, and the hash that it was right for. */
export interface RightPassword {
  readonly user: string;
  readonly password: string;
  readonly from: string;
}

/**
 * @returns `undefined` where hashes stay as they are
 * @throws {WhoError} BAD_OPTION, HTPASSWD_UNWRITABLE
 */
export function upgradesBy(settings: HtpasswdSettings): Upgrades | undefined {
  const { file, upgradeHashes, allow, maxCheckMs } = settings;
  if (upgradeHashes === undefined) return undefined;
  const passwords = passwordsBy(upgradeHashes, { allow, maxCheckMs });
  if (!allow.includes(upgradeHashes.scheme)) {
    throw badOption(PLUGIN, 'upgradeHashes', `leads to hashes that "allow" does not let in: ${upgradeHashes.scheme}.`);
  }
  checkWritable(file);
  const writer = hashWriter(file);
  const underWay = new Set<string>();
  let fresh: Promise<Kind> | undefined;
  let isClosed = false;

  async function upgrade({ user, password, from }: RightPassword, logger: Logger): Promise<void> {
    try {
      // What new hashes are does not depend on the password.
      fresh ??= passwords.hash('any').then((text) => passwords.kindOf(text) as Kind);
      const old = passwords.kindOf(from);
      if ('code' in old || !isOutdated(old, await fresh)) return;
      const to = asApacheWrites(await passwords.hash(password));
      if (!isClosed) await writer.write({ user, from, to }, logger);
    } catch (error) {
      // The next sign-in tries again.
      if (isClosed) return;
      if (!(error instanceof WhoError)) throw error;
      // A scheme may not take a password that another one takes.
      if (error.code === 'PASSWORD_UNUSABLE') return;
      fresh = undefined;
      logger.warn(`[${PLUGIN}] A hash is not made anew: ${error.code}.`);
    }
  }

  return {
    offer(right, logger) {
      // Cheap: most hashes are as they should be.
      if (isClosed || underWay.size >= MOST || underWay.has(right.user) || !passwords.needsRehash(right.from)) return;
      underWay.add(right.user);
      void upgrade(right, logger)
        .catch((error: unknown) => logger.error(`[${PLUGIN}] A hash is not made anew: ${String(error)}`))
        .finally(() => underWay.delete(right.user));
    },
    close() {
      isClosed = true;
      writer.close();
      passwords.close();
    },
  };
}

/** One at a time, in a queue of their own: nobody who signs in waits for them. */
function passwordsBy(hashing: HashingOptions, limits: Pick<HtpasswdSettings, 'allow' | 'maxCheckMs'>): Passwords {
  try {
    return createPasswords({
      ...limits,
      hashing,
      forms: ['apache', 'crypt', 'phc'],
      maxConcurrent: 1,
      maxQueued: MOST,
    });
  } catch (error) {
    if (!(error instanceof WhoError)) throw error;
    throw badOption(PLUGIN, 'upgradeHashes', `cannot be used: ${error.message.slice(error.message.indexOf(']') + 2)}`);
  }
}

/** Who comes while so many are waiting is upgraded when he signs in again. */
const MOST = 1000;
