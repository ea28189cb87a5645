import type { Kind, Scheme } from '@who/passwords';

/**
 * Whether a new hash is better than an old one, in no respect worth mentioning worse, and so should take its place.
 *
 * Of the same scheme, that is one that takes longer or more memory. Of another, one that is harder for hardware that is
 * made for guessing, and takes not much less time.
 */
export function isOutdated(old: Kind, fresh: Kind): boolean {
  if (old.scheme === fresh.scheme) {
    const isNoWorse = fresh.estimatedMs >= old.estimatedMs && fresh.memoryBytes >= old.memoryBytes;
    return isNoWorse && (fresh.estimatedMs > old.estimatedMs || fresh.memoryBytes > old.memoryBytes);
  }
  return hardnessOf(old.scheme) < hardnessOf(fresh.scheme) && old.estimatedMs <= MOST_TIMES * fresh.estimatedMs;
}

/** A scheme that is harder makes up for so much time on an ordinary processor. */
const MOST_TIMES = 5;

function hardnessOf(scheme: Scheme): number {
  if (NEED_MEMORY.includes(scheme)) return 3;
  if (scheme === 'bcrypt') return 2;
  return ITERATE.includes(scheme) ? 1 : 0;
}

const NEED_MEMORY: readonly Scheme[] = ['argon2id', 'argon2i', 'argon2d', 'scrypt', 'yescrypt', 'gost-yescrypt'];
const ITERATE: readonly Scheme[] = ['sha512-crypt', 'sha256-crypt', 'pbkdf2', 'bcrypt-2x'];
