import type { OptionNames } from '@who/core';
import type { Failures } from '../errors.js';
import type { Names } from '../naming.js';
import { ssoChecks } from '../options/checks.js';
import { MAX_ENDS } from './early-ends.js';
import { type GuardedStore, guardStore } from './guarded-store.js';
import { memoryStore } from './memory-store.js';
import type { SsoSessionStore } from './store.js';

/** Options of `ssoSessions`. */
export interface SsoSessionsOptions {
  /**
   * Where sessions are kept: a Keyv 5 instance, for instance over Redis, where several processes serve one
   * application. It must tell its failures (`throwOnErrors`). Who can write there can bring back sessions that are
   * over. @default the memory of this process
   */
  readonly store?: SsoSessionStore | undefined;
  /**
   * How many sessions that memory holds; the one that began first goes when it is full. Not for a `store` of your own.
   * @default 100000
   */
  readonly maxSessions?: number | undefined;
  /**
   * How long a session lasts, in seconds, in use or not; then its owner signs in again, without a word where the session
   * elsewhere still lives. At least the rememberer's timeout. Longer: who is locked out there keeps getting in for longer
   * where no logout request arrives. @default 28800 (8 hours)
   */
  readonly lifetimeSeconds?: number | undefined;
  /**
   * What a ticket counts as whose session is not in the store. With `alive`, a restart (of a process that keeps
   * sessions in memory, or of a store that forgets) signs nobody out, but sessions from before it can no longer be
   * ended, and those that had been ended are alive again. @default 'over'
   */
  readonly unknownSessions?: 'over' | 'alive' | undefined;
  /**
   * What happens while the store fails. `refuse` answers 503 to signed-in requests and to sign-ins. `accept` lets
   * signed-in requests pass unchecked, with a warning: sessions that are over are alive until it answers again.
   * `accept-sign-ins` also lets people sign in, and nobody can end the sessions that begin then. That a session could
   * not be ended is never passed over. @default 'refuse'
   */
  readonly whenStoreFails?: 'refuse' | 'accept' | 'accept-sign-ins' | undefined;
  /**
   * Longest wait for the store, in milliseconds. Every signed-in request waits for it; once it has been in vain, none
   * does until the store answers again. @default 1000
   */
  readonly timeoutMs?: number | undefined;
  /** The clock of the memory, in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

/**
 * The names of these options, for `checkOptions`.
 *
 * @example
 * const names: OptionNames<SsoSessionsOptions & { readonly helloUrl: string }> = { ...SSO_SESSIONS_OPTIONS, helloUrl: true };
 */
export const SSO_SESSIONS_OPTIONS: OptionNames<SsoSessionsOptions> = {
  store: true,
  maxSessions: true,
  lifetimeSeconds: true,
  unknownSessions: true,
  whenStoreFails: true,
  timeoutMs: true,
  now: true,
};

export interface SessionsSettings {
  /** By session id. */
  readonly sessions: GuardedStore;
  /** By session id: ends that came before their sessions. */
  readonly ends: GuardedStore;
  /** By what several sessions share: since when they are over. */
  readonly marks: GuardedStore;
  /** What must not come twice. */
  readonly seen: GuardedStore;
  /** Another part of the same store, for what a protocol keeps beside. */
  readonly part: (name: string, maxEntries: number) => GuardedStore;
  /** Whether the store is one of others, which they may read. */
  readonly isShared: boolean;
  readonly lifetimeMs: number;
  readonly unknownIsOver: boolean;
  /** What goes on while the store fails. */
  readonly unchecked: { readonly requests: boolean; readonly signIns: boolean };
  readonly now: () => number;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveSessionsOptions(
  options: SsoSessionsOptions,
  names: Names,
  failures: Pick<Failures, 'fail'>,
): SessionsSettings {
  const { check, checkChoice, checkCount } = ssoChecks(names.package);
  const { store, now = Date.now } = options;
  check(typeof now === 'function', 'now', 'must be a function that returns milliseconds.');
  check(store === undefined || isStore(store), 'store', 'must have the methods get, set and delete, as Keyv has.');
  check(!hidesErrors(store), 'store', 'must tell its failures: set "throwOnErrors", of Keyv and of its adapter.');
  const maxSessions = checkCount('maxSessions', options.maxSessions ?? 100_000);
  check(maxSessions <= MOST_ENTRIES, 'maxSessions', `must be at most ${MOST_ENTRIES}.`);
  check(store === undefined || options.maxSessions === undefined, 'maxSessions', 'is not for a store of your own.');
  const lifetimeSeconds = checkCount('lifetimeSeconds', options.lifetimeSeconds ?? 28_800);
  const unknown = checkChoice('unknownSessions', options.unknownSessions ?? 'over', ['over', 'alive']);
  const whenStoreFails = checkChoice('whenStoreFails', options.whenStoreFails ?? 'refuse', [
    'refuse',
    'accept',
    'accept-sign-ins',
  ]);
  const timeoutMs = checkCount('timeoutMs', options.timeoutMs ?? 1000);
  quietly(store);

  const part = (name: string, maxEntries: number, onEviction = (): void => {}): GuardedStore =>
    guardStore(
      store ?? memoryStore(maxEntries, now, onEviction),
      store ? `${names.short}:${name}:` : '',
      timeoutMs,
      failures,
    );
  return {
    sessions: part('session', maxSessions, warnOnce(names)),
    ends: part('end', MAX_ENDS),
    marks: part('mark', MAX_MARKS),
    seen: part('seen', MAX_SEEN),
    part,
    isShared: store !== undefined,
    lifetimeMs: lifetimeSeconds * 1000,
    unknownIsOver: unknown === 'over',
    unchecked: { requests: whenStoreFails !== 'refuse', signIns: whenStoreFails === 'accept-sign-ins' },
    now,
  };
}

function isStore(store: unknown): boolean {
  const object = Object(store) as Record<string, unknown>;
  return ['get', 'set', 'delete'].every((method) => typeof object[method] === 'function');
}

/** Keyv answers "nothing there" when its backend is down, unless it is told to throw. That would sign everybody out. */
function hidesErrors(store: SsoSessionStore | undefined): boolean {
  const { throwOnErrors, store: adapter } = Object(store) as { throwOnErrors?: unknown; store?: unknown };
  if (adapter instanceof Map) return false;
  return throwOnErrors === false || (Object(adapter) as { throwOnErrors?: unknown }).throwOnErrors === false;
}

/** Keyv also tells its failures as events, and one that nobody listens to would end the process. */
function quietly(store: SsoSessionStore | undefined): void {
  const { on } = Object(store) as { on?: unknown };
  if (typeof on === 'function') on.call(store, 'error', () => {});
}

function warnOnce(names: Names): () => void {
  let warned = false;
  return () => {
    if (warned) return;
    warned = true;
    process.emitWarning(`[${names.package}] More sessions than "maxSessions": those that began first are over.`, {
      code: `WHO_${names.prefix}_SESSIONS_FULL`,
    });
  };
}

const MAX_MARKS = 100_000;
const MAX_SEEN = 100_000;
/** What a `Map` of V8 holds (2^24), rounded down. */
const MOST_ENTRIES = 16_000_000;
