import { type Authenticator, chain, type Logger, type MaybePromise, PasswordCredentials } from '@who/core';
import { watchedFile } from '@who/secrets';
import { type CheckMemory, checkMemory } from './check-memory.js';
import { htpasswdError, PLUGIN } from './errors.js';
import type { HtpasswdSettings } from './options.js';
import { type PasswordFile, parsePasswordFile } from './password-file.js';
import type { Verifier } from './verifier.js';

/** One version of the file, and what is remembered of checks against it: a new version starts with nothing. */
interface Version extends PasswordFile {
  readonly memory: CheckMemory;
}

/** The plugin, with whatever verifies one password against one hash. */
export function passwordAuthenticator(
  settings: HtpasswdSettings,
  verifier: Verifier,
): Authenticator & { close(): void } {
  const { file, cacheSeconds, checkIntervalMs, allowEmptyPasswords } = settings;
  const watched = watchedFile<Version>({
    file,
    checkIntervalMs,
    parse: (contents) => ({ ...parsePasswordFile(contents, settings), memory: checkMemory(cacheSeconds) }),
    plugin: PLUGIN,
    unreadable: (reason, cause) =>
      htpasswdError('HTPASSWD_UNREADABLE', `The password file ${file} cannot be used. ${reason}`, { cause }),
  });
  let reported: Version | undefined;
  let isClosed = false;

  function check(
    { login, password }: PasswordCredentials,
    nowMs: number,
  ): MaybePromise<{ userid: string } | undefined> {
    const { users, decoy, memory } = watched.current;
    const stored = users.get(login) || undefined;
    const hash = stored ?? decoy;
    if (hash === undefined) return undefined;
    const matches = memory.recall(login, password, nowMs, () =>
      chain(verifier.verify(utf8.encode(password), hash), (isRight) => isRight && stored !== undefined),
    );
    return chain(matches, (isRight) => (isRight ? { userid: login } : undefined));
  }

  function report(logger: Logger): void {
    const version = watched.current;
    if (version === reported) return;
    reported = version;
    if (version.problemCount === 0) return;
    const rest = version.problemCount > version.problems.length ? '; …' : '';
    logger.warn(
      `[${PLUGIN}] Lines of ${file} that never match: ${version.problemCount} (${version.problems.join('; ')}${rest}). "htpasswd -B" writes lines that do.`,
    );
  }

  return {
    authenticate(exchange, credentials) {
      if (!(credentials instanceof PasswordCredentials) || !isPossible(credentials, allowEmptyPasswords)) {
        return undefined;
      }
      if (isClosed) throw htpasswdError('HTPASSWD_CLOSED', 'The plugin has been closed.', { status: 503 });
      const nowMs = exchange.now();
      const refreshed = watched.refresh(nowMs, exchange.logger);
      if (!refreshed) return check(credentials, nowMs);
      return refreshed.then(() => {
        report(exchange.logger);
        return check(credentials, nowMs);
      });
    },
    close() {
      isClosed = true;
      verifier.close();
    },
  };
}

/** Refuses, for every user alike, what no line of the file can match, or what would be expensive to check. */
function isPossible({ login, password }: PasswordCredentials, allowEmptyPasswords: boolean): boolean {
  // An application may have passed on what a JSON body held.
  if (typeof login !== 'string' || typeof password !== 'string') return false;
  if (login === '' || login.includes('\0') || password.includes('\0')) return false;
  return (password !== '' || allowEmptyPasswords) && Buffer.byteLength(password) <= MAX_PASSWORD_BYTES;
}

/** Gives every password memory of its own, so that nothing else goes along to another thread. */
const utf8 = new TextEncoder();

/** Apache's htpasswd takes 256. The time of most schemes grows with the password. */
const MAX_PASSWORD_BYTES = 1024;
