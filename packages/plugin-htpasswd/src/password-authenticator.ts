import {
  type Authentication,
  type Authenticator,
  chain,
  type Exchange,
  type MaybePromise,
  type MetadataProvider,
  PasswordCredentials,
} from '@who/core';
import type { Steps } from '@who/secrets';
import { type CheckMemory, checkMemory } from './check-memory.js';
import { htpasswdError } from './errors.js';
import { readGroupFile } from './files/group-file.js';
import { type PasswordFile, readPasswordFile } from './files/password-file.js';
import { watchedLines } from './files/watched-lines.js';
import type { HtpasswdSettings } from './options.js';
import { reasons } from './reasons.js';
import type { Upgrades } from './upgrades/upgrades.js';
import type { Verifier } from './verifier.js';

/** What the plugin adds to an identity as a metadata provider. */
export interface HtpasswdMetadata {
  /** The groups of the group file that the user is in now. */
  readonly groups: readonly string[];
}

/** The plugin: an authenticator, and a metadata provider of groups. */
export interface Htpasswd extends Authenticator, MetadataProvider<HtpasswdMetadata> {
  /** Ends the threads that checks may have started. */
  close(): void;
}

/** One version of the file, and what is remembered of checks against it: a new version starts with nothing. */
interface Version {
  readonly contents: PasswordFile;
  readonly memory: CheckMemory;
  readonly problems: PasswordFile['problems'];
}

/**
 * The plugin, with whatever verifies one password against one hash.
 *
 * @param upgrades hears of right passwords, where hashes are to be made anew
 */
export function passwordAuthenticator(settings: HtpasswdSettings, verifier: Verifier, upgrades?: Upgrades): Htpasswd {
  const { file, groupFile, cacheSeconds, checkIntervalMs, allowEmptyPasswords } = settings;
  function* readPasswords(contents: Uint8Array): Steps<Version> {
    const read = yield* readPasswordFile(contents, verifier.kindOf);
    return { contents: read, memory: checkMemory(cacheSeconds), problems: read.problems };
  }
  const command = `npx @who/plugin-htpasswd ${file} NAME`;
  const passwords = watchedLines('password file', file, checkIntervalMs, readPasswords, command);
  const groups =
    groupFile === undefined ? undefined : watchedLines('group file', groupFile, checkIntervalMs, readGroupFile);
  let isClosed = false;

  function check({ login, password }: PasswordCredentials, exchange: Exchange): MaybePromise<boolean> {
    const { contents, memory } = passwords.current;
    return memory.recall(login, password, exchange.now(), () => {
      const stored = contents.hashOf(login);
      const hash = stored ?? contents.decoy;
      if (hash === undefined) return false;
      return chain(verifier.verify(utf8.encode(password), hash), (isRight) => {
        if (!isRight || stored === undefined) return false;
        upgrades?.offer({ user: login, password, from: stored }, exchange.logger);
        return true;
      });
    });
  }

  function groupsOf(userid: string, exchange: Exchange): MaybePromise<readonly string[]> {
    if (!groups) return NONE;
    return chain(groups.refresh(exchange), () => groups.current.groupsOf(userid));
  }

  function signedIn(userid: string, exchange: Exchange): MaybePromise<Authentication> {
    return groups ? chain(groupsOf(userid, exchange), (tokens) => ({ userid, tokens })) : { userid };
  }

  /** The time that a check takes tells nobody whether there is such a user; this is told to those who look on. */
  function tell(exchange: Exchange, login: string, isRight: boolean): void {
    const isThere = isRight || passwords.current.contents.hashOf(login) !== undefined;
    if (!isThere) exchange.explain?.(reasons.HTPASSWD_NO_SUCH_USER);
    else exchange.explain?.(isRight ? reasons.HTPASSWD_ACCEPTED : reasons.HTPASSWD_WRONG_PASSWORD);
  }

  return {
    authenticate(exchange, credentials) {
      if (!(credentials instanceof PasswordCredentials)) {
        return exchange.explain?.(reasons.HTPASSWD_OTHER_CREDENTIALS);
      }
      if (!isPossible(credentials, allowEmptyPasswords)) return exchange.explain?.(reasons.HTPASSWD_IMPOSSIBLE);
      if (isClosed) exchange.explain?.(reasons.HTPASSWD_CLOSED);
      if (isClosed) throw htpasswdError('HTPASSWD_CLOSED', 'The plugin has been closed.', { status: 503 });
      return chain(passwords.refresh(exchange), () =>
        chain(check(credentials, exchange), (isRight) => {
          if (exchange.explain) tell(exchange, credentials.login, isRight);
          return isRight ? signedIn(credentials.login, exchange) : undefined;
        }),
      );
    },
    addMetadata(exchange, { userid }) {
      return chain(groupsOf(userid, exchange), (names) => ({ groups: names }));
    },
    close() {
      isClosed = true;
      passwords.close();
      groups?.close();
      upgrades?.close();
      verifier.close();
    },
  };
}

/** Refuses, for every user alike, what no line of the file can match, or what would be expensive to check. */
function isPossible({ login, password }: PasswordCredentials, allowEmptyPasswords: boolean): boolean {
  // An application may have passed on what a JSON body held.
  if (typeof login !== 'string' || typeof password !== 'string') return false;
  if (login === '' || UNREADABLE.test(login) || UNREADABLE.test(password)) return false;
  return (password !== '' || allowEmptyPasswords) && Buffer.byteLength(password) <= MAX_PASSWORD_BYTES;
}

/** A NUL ends a text for Apache. All lone surrogates would become the bytes of the same character, which is another. */
const UNREADABLE = /\0|\p{Surrogate}/u;

/** Gives every password memory of its own, so that nothing else goes along to another thread. */
const utf8 = new TextEncoder();

/** Apache's htpasswd takes 256. The time of most schemes grows with the password. */
const MAX_PASSWORD_BYTES = 1024;

const NONE: readonly string[] = Object.freeze([]);
