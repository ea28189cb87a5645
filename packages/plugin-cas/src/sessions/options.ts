import { checkOptions, type OptionNames } from '@who/core';
import { checkSecret } from '@who/secrets';
import { PACKAGE } from '../errors.js';
import { check, checkChoice, checkCount } from '../options/checks.js';
import { madeUpSecret } from '../options/made-up-secret.js';
import { MAX_ENDS } from './early-ends.js';
import { type GuardedStore, guardStore } from './guarded-store.js';
import { memoryStore } from './memory-store.js';
import { type Seal, sealWith } from './sealing.js';
import type { CasSessionStore } from './store.js';

/** Options of `casSessions`. */
export interface CasSessionsOptions {
  /**
   * Where sessions are kept: a Keyv 5 instance, for instance over Redis, where several processes serve one
   * application. It must tell its failures (`throwOnErrors`). Who can write there can bring back sessions that are
   * over. @default the memory of this process
   */
  readonly store?: CasSessionStore | undefined;
  /**
   * How many sessions that memory holds; the one that began first goes when it is full. Not for a `store` of your own.
   * @default 100000
   */
  readonly maxSessions?: number | undefined;
  /**
   * How long a session lasts, in seconds, in use or not; then its owner goes through CAS again, without a word where
   * the CAS session still lives. At least the rememberer's timeout. Longer: who is locked out at CAS keeps getting in
   * for longer where no logout request arrives. @default 28800 (8 hours)
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
   * `accept-sign-ins` also lets people sign in, and CAS cannot end the sessions that begin then. That a session could
   * not be ended is never passed over. @default 'refuse'
   */
  readonly whenStoreFails?: 'refuse' | 'accept' | 'accept-sign-ins' | undefined;
  /**
   * Longest wait for the store, in milliseconds. Every signed-in request waits for it; once it has been in vain, none
   * does until the store answers again. @default 1000
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Encrypt the proxy-granting tickets in the store; each at least 32 bytes. The first one encrypts, all decrypt.
   * Who knows one and can read the store can act as everybody who is signed in. Needed for proxying with a `store`.
   * @default one made up at start
   */
  readonly secrets?: readonly [string, ...string[]] | undefined;
  /** The clock of the memory, in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

const NAMES = {
  store: true,
  maxSessions: true,
  lifetimeSeconds: true,
  unknownSessions: true,
  whenStoreFails: true,
  timeoutMs: true,
  secrets: true,
  now: true,
} satisfies OptionNames<CasSessionsOptions>;

export interface CasSessionsSettings {
  /** By session id. */
  readonly sessions: GuardedStore;
  /** By the IOU that stands for a proxy-granting ticket. */
  readonly grants: GuardedStore;
  /** By session id: ends that came before their sessions. */
  readonly ends: GuardedStore;
  readonly lifetimeMs: number;
  readonly unknownIsOver: boolean;
  /** What goes on while the store fails. */
  readonly unchecked: { readonly requests: boolean; readonly signIns: boolean };
  readonly seal: Seal;
  /** Whether every process that shares the store can decrypt what this one encrypts. */
  readonly sealIsShared: boolean;
  readonly now: () => number;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveSessionsOptions(options: CasSessionsOptions): CasSessionsSettings {
  checkOptions(PACKAGE, options, NAMES);
  const { store, secrets, now = Date.now } = options;
  check(typeof now === 'function', 'now', 'must be a function that returns milliseconds.');
  check(store === undefined || isStore(store), 'store', 'must have the methods get, set and delete, as Keyv has.');
  check(!hidesErrors(store), 'store', 'must tell its failures: set "throwOnErrors", of Keyv and of its adapter.');
  if (secrets !== undefined) checkSecret(PACKAGE, 'secrets', secrets);
  check(
    secrets === undefined || (Array.isArray(secrets) && secrets.length > 0 && secrets.every(isSecret)),
    'secrets',
    'must be a list of one or more secrets of at least 32 bytes.',
  );
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

  return {
    sessions: guardStore(store ?? memoryStore(maxSessions, now, warnOnce()), store ? 'cas:session:' : '', timeoutMs),
    grants: guardStore(store ?? memoryStore(MAX_GRANTS, now, () => {}), store ? 'cas:iou:' : '', timeoutMs),
    ends: guardStore(store ?? memoryStore(MAX_ENDS, now, () => {}), store ? 'cas:end:' : '', timeoutMs),
    lifetimeMs: lifetimeSeconds * 1000,
    unknownIsOver: unknown === 'over',
    unchecked: { requests: whenStoreFails !== 'refuse', signIns: whenStoreFails === 'accept-sign-ins' },
    seal: sealWith(secrets ?? [madeUpSecret('secrets')]),
    sealIsShared: store === undefined || secrets !== undefined,
    now,
  };
}

function isStore(store: unknown): boolean {
  const object = Object(store) as Record<string, unknown>;
  return ['get', 'set', 'delete'].every((method) => typeof object[method] === 'function');
}

/** Keyv answers "nothing there" when its backend is down, unless it is told to throw. That would sign everybody out. */
function hidesErrors(store: CasSessionStore | undefined): boolean {
  const { throwOnErrors, store: adapter } = Object(store) as { throwOnErrors?: unknown; store?: unknown };
  if (adapter instanceof Map) return false;
  return throwOnErrors === false || (Object(adapter) as { throwOnErrors?: unknown }).throwOnErrors === false;
}

/** Keyv also tells its failures as events, and one that nobody listens to would end the process. */
function quietly(store: CasSessionStore | undefined): void {
  const { on } = Object(store) as { on?: unknown };
  if (typeof on === 'function') on.call(store, 'error', () => {});
}

function warnOnce(): () => void {
  let warned = false;
  return () => {
    if (warned) return;
    warned = true;
    process.emitWarning(`[${PACKAGE}] More sessions than "maxSessions": those that began first are over.`, {
      code: 'WHO_CAS_SESSIONS_FULL',
    });
  };
}

const isSecret = (secret: unknown): boolean => typeof secret === 'string' && Buffer.byteLength(secret) >= 32;

const MAX_GRANTS = 10_000;
/** What a `Map` of V8 holds (2^24), rounded down. */
const MOST_ENTRIES = 16_000_000;
