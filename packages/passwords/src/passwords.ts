import { badOption, chain, type MaybePromise } from '@who/core';
import { type Computing, computing } from './computing.js';
import { PACKAGE, passwordsError } from './errors.js';
import type { Stored, Tools } from './forms/form.js';
import { hashing } from './hashing/hashing.js';
import type { HashingOptions } from './hashing/options.js';
import { judge } from './judge.js';
import { type PasswordsOptions, type PasswordsSettings, resolveOptions } from './options.js';
import { passwordBytes } from './password-bytes.js';
import type { Kind, Unusable, Verdict } from './verdict.js';

/** Checks passwords against stored hashes, and makes new ones, away from the main thread. */
export interface Passwords {
  /**
   * Checks a password. Whatever stands in `stored` is answered, never thrown.
   *
   * @param password bytes where it is not UTF-8
   * @param stored nothing where the user is not there: that takes as long, and nothing matches. Blanks at its end, as a
   *   CHAR column has them, do not count.
   * @throws {WhoError} PASSWORDS_BUSY, PASSWORDS_CHECK_FAILED, PASSWORDS_CLOSED, PASSWORDS_BAD_ARGUMENT
   */
  verify(
    password: string | Uint8Array,
    stored: string | null | undefined,
    options?: VerifyOptions,
  ): MaybePromise<Verdict>;
  /**
   * Makes a hash to be stored.
   *
   * @param options another scheme or cost than those of the options
   * @throws {WhoError} PASSWORD_UNUSABLE, PASSWORDS_BUSY, PASSWORDS_CHECK_FAILED, PASSWORDS_CLOSED, BAD_OPTION
   */
  hash(password: string | Uint8Array, options?: HashingOptions): Promise<string>;
  /** Whether a new hash would be better, because this one is unusable, of another scheme, or cheaper to check. */
  needsRehash(stored: string): boolean;
  /** What a stored text is, or why no password can match it. */
  kindOf(stored: string): Kind | Unusable;
  /** Ends the threads that checks may have started. What runs fails. */
  close(): void;
}

/** What one check may have of its own. */
export interface VerifyOptions {
  /**
   * Stores a new hash in the place of an outdated one, whose password was right. The check waits for it, and fails as it
   * does. Where no new hash can be made, because too many are waiting or the scheme refuses the password, it is not
   * called.
   */
  readonly upgrade?: ((hash: string) => MaybePromise<unknown>) | undefined;
}

/**
 * @throws {WhoError} BAD_OPTION
 * @example
 * const passwords = createPasswords();
 * const stored = await passwords.hash('correct horse');
 * console.log(await passwords.verify('correct horse', stored)); // match
 */
export function createPasswords(options: PasswordsOptions = {}): Passwords {
  const settings = resolveOptions(options);
  return passwordsBy(settings, computing(settings.maxConcurrent, settings.maxQueued));
}

/** @throws {WhoError} BAD_OPTION */
export function passwordsBy(settings: PasswordsSettings, { run, crypt, close }: Computing): Passwords {
  const usual = hashing(settings.hashing, 'hashing');
  const judged = judge(settings, usual);
  const strength = usable(usual.decoy, 'hashing');
  const decoy = settings.decoy === undefined ? strength : usable(settings.decoy, 'decoy');
  const tools: Tools = { crypt, bcryptPepper: settings.bcryptPepper };
  let isClosed = false;

  function usable(text: string, option: string): Stored {
    const found = judged(text);
    if ('matches' in found) return found;
    throw badOption(PACKAGE, option, `leads to hashes that are refused: ${found.code} (${found.form}).`);
  }

  function check(password: Uint8Array, stored: Stored): MaybePromise<boolean> {
    const isSeen = !settings.refuseCutPasswords || password.length <= (stored.seenBytes ?? Number.POSITIVE_INFINITY);
    const answer =
      stored.estimatedMs === 0 ? stored.matches(password, tools) : run(async () => stored.matches(password, tools));
    return isSeen ? answer : chain(answer, () => false);
  }

  const isOutdated = ({ scheme, estimatedMs, memoryBytes }: Stored): boolean =>
    scheme !== strength.scheme || estimatedMs < strength.estimatedMs || memoryBytes < strength.memoryBytes;

  async function upgraded(password: Uint8Array, store: (hash: string) => MaybePromise<unknown>): Promise<void> {
    let hash: string;
    try {
      hash = await run(() => usual.hash(password, tools));
    } catch {
      // The next sign-in tries again; this one is right.
      return;
    }
    await store(hash);
  }

  return {
    verify(password, stored, { upgrade } = {}) {
      checkStored(stored);
      if (isClosed) throw closed();
      const bytes = passwordBytes(password, settings);
      if (bytes === undefined) return 'no-match';
      const found = typeof stored === 'string' ? judged(stored) : undefined;
      if (!found || !('matches' in found)) return chain(check(bytes, decoy), () => found ?? 'no-match');
      return chain<boolean, Verdict>(check(bytes, found), (isRight) => {
        if (!isRight) return 'no-match';
        if (!isOutdated(found)) return 'match';
        return upgrade ? upgraded(bytes, upgrade).then(() => 'match-outdated') : 'match-outdated';
      });
    },
    async hash(password, other) {
      if (isClosed) throw closed();
      const bytes = passwordBytes(password, settings);
      if (bytes === undefined) {
        throw passwordsError('PASSWORD_UNUSABLE', 'The password is empty, too long or no text.', { status: 400 });
      }
      const way = other === undefined ? usual : hashing(other, 'options');
      usable(way.decoy, 'options');
      return run(() => way.hash(bytes, tools));
    },
    needsRehash(stored) {
      const found = judged(stored);
      return !('matches' in found) || isOutdated(found);
    },
    kindOf(stored) {
      const found = judged(stored);
      if (!('matches' in found)) return found;
      const { form, scheme, cost, estimatedMs, memoryBytes } = found;
      return { form, scheme, cost, estimatedMs, memoryBytes };
    },
    close() {
      isClosed = true;
      close();
    },
  };
}

/** A caller's mistake, such as the Buffer that a driver makes of a BINARY column. */
function checkStored(stored: unknown): void {
  if (stored === undefined || stored === null || typeof stored === 'string') return;
  const what = stored instanceof Uint8Array ? 'bytes: decode them, e.g. by toString("latin1")' : typeof stored;
  throw passwordsError('PASSWORDS_BAD_ARGUMENT', `A stored password must be a text, not ${what}.`);
}

const closed = () => passwordsError('PASSWORDS_CLOSED', 'The passwords have been closed.', { status: 503 });
