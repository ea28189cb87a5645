import { chain, isPromise, type MaybePromise } from '@who/core';
import { PACKAGE } from '../errors.js';
import { sessionIdIn } from '../userdata.js';
import { earlyEnds } from './early-ends.js';
import { type CasSessionsOptions, type CasSessionsSettings, resolveSessionsOptions } from './options.js';
import { unwrittenEnds } from './unwritten-ends.js';

/** Knows which sessions that began at a CAS server are alive. Several CAS plugins may share one. */
export interface CasSessions {
  /**
   * Whether the session is over that a remembered sign-in belongs to. For the rememberer, which has to ask it on each
   * request: `authTkt({ isRevoked: sessions.isRevoked })`. Sign-ins that did not come through CAS are not over.
   *
   * @throws {WhoError} CAS_SESSION_STORE_FAILED
   */
  readonly isRevoked: (ticket: { readonly userdata: string }) => MaybePromise<boolean>;
}

/** A session that is alive. */
export interface CasSession {
  readonly userid: string;
  /** Encrypted; absent where CAS granted none. */
  readonly grantingTicket?: string | undefined;
}

/** What the CAS plugins do with sessions. */
export interface SessionKeeper {
  readonly settings: CasSessionsSettings;
  /** Whether anybody has taken `isRevoked`. */
  readonly isAsked: () => boolean;
  /**
   * Begins a session.
   *
   * @returns `false` when it is over already: a logout has overtaken it
   * @throws {WhoError} CAS_SESSION_STORE_FAILED
   */
  begin(sessionId: string, session: CasSession): MaybePromise<boolean>;
  /** A session that is alive. */
  get(sessionId: string): MaybePromise<CasSession | undefined>;
  /**
   * Ends a session. Where the store cannot be told it fails, but the session is over in this process, and everywhere as
   * soon as the store takes it.
   *
   * @returns what it was; `undefined` when there was none to end
   * @throws {WhoError} CAS_SESSION_STORE_FAILED
   */
  end(sessionId: string): MaybePromise<CasSession | undefined>;
}

/**
 * Keeps the sessions that began at CAS servers, so that a CAS server can end them: single logout.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const sessions = casSessions();
 * const plugins = {
 *   cas: cas({ casUrl: 'https://cas.example.org/cas', rememberer: 'ticket', sessions }),
 *   ticket: authTkt({ secrets: [process.env['WHO_SECRET'] ?? ''], isRevoked: sessions.isRevoked }),
 * };
 */
export function casSessions(options: CasSessionsOptions = {}): CasSessions {
  const settings = resolveSessionsOptions(options);
  const { sessions, lifetimeMs, unknownIsOver, unchecked } = settings;
  let asked = false;
  const writeEnd = (sessionId: string): MaybePromise<void> => sessions.set(sessionId, OVER, lifetimeMs);
  const unwritten = unwrittenEnds(writeEnd, lifetimeMs);
  const early = earlyEnds(settings.ends, settings.now);

  const isOver = (found: unknown): boolean =>
    found === undefined || found === null ? unknownIsOver : sessionIn(found) === undefined;

  const notChecked = outage('WHO_CAS_SESSIONS_UNCHECKED', 'sessions are not checked until it answers again');
  const notKept = outage('WHO_CAS_SESSIONS_NOT_KEPT', 'CAS cannot end the sessions that begin until it takes them');

  function whenCheckFails(error: unknown): false {
    if (!unchecked.requests) throw error;
    notChecked.lasts();
    return false;
  }

  function whenBeginFails(error: unknown): true {
    if (!unchecked.signIns) throw error;
    notKept.lasts();
    return true;
  }

  function isRevoked({ userdata }: { readonly userdata: string }): MaybePromise<boolean> {
    const sessionId = sessionIdIn(userdata);
    if (sessionId === undefined) return false;
    if (unwritten.has(sessionId)) return true;
    try {
      const found = sessions.get(sessionId);
      if (!isPromise(found)) return isOver(found);
      return found.then((value) => {
        notChecked.isOver();
        return isOver(value);
      }, whenCheckFails);
    } catch (error) {
      return whenCheckFails(error);
    }
  }

  /** Writes, and looks for an end; an end looks for the session, and writes. So one of the two sees the other. */
  function begin(sessionId: string, session: CasSession): MaybePromise<boolean> {
    if (unwritten.has(sessionId)) return false;
    const isEnded = attempt(
      () =>
        chain(sessions.set(sessionId, session, lifetimeMs), () => {
          notKept.isOver();
          return early.has(sessionId);
        }),
      (error) => !whenBeginFails(error),
    );
    return chain(isEnded, (ended) => (ended ? chain(end(sessionId), () => false) : true));
  }

  function end(sessionId: string): MaybePromise<CasSession | undefined> {
    const failed = (error: unknown): never => {
      unwritten.add(sessionId);
      throw error;
    };
    return attempt(() => chain(sessions.get(sessionId), (found) => endFound(sessionId, found)), failed);
  }

  function endFound(sessionId: string, found: unknown): MaybePromise<CasSession | undefined> {
    const isThere = found !== undefined && found !== null;
    const again = isThere ? found : chain(early.note(sessionId), () => sessions.get(sessionId));
    return chain(again, (newest) => {
      const session = sessionIn(newest);
      return session ? chain(writeEnd(sessionId), () => session) : undefined;
    });
  }

  const keeper: SessionKeeper = {
    settings,
    isAsked: () => asked,
    begin,
    get: (sessionId) => (unwritten.has(sessionId) ? undefined : chain(sessions.get(sessionId), sessionIn)),
    end: (sessionId) => (unwritten.has(sessionId) ? undefined : end(sessionId)),
  };

  const made: CasSessions = {
    get isRevoked() {
      asked = true;
      return isRevoked;
    },
  };
  keepers.set(made, keeper);
  return made;
}

/** The inside of what {@link casSessions} made. */
export function keeperOf(sessions: unknown): SessionKeeper | undefined {
  return typeof sessions === 'object' && sessions !== null ? keepers.get(sessions) : undefined;
}

/** What a store has kept, unless it says that the session is over, or is not of our making. */
function sessionIn(found: unknown): CasSession | undefined {
  return typeof (found as Partial<CasSession> | null | undefined)?.userid === 'string'
    ? (found as CasSession)
    : undefined;
}

/** What is said once for each time that the store fails. */
function outage(code: string, consequence: string): { lasts(): void; isOver(): void } {
  let isSaid = false;
  return {
    lasts() {
      if (!isSaid) process.emitWarning(`[${PACKAGE}] The session store fails; ${consequence}.`, { code });
      isSaid = true;
    },
    isOver() {
      isSaid = false;
    },
  };
}

/** Calls what may throw or reject; both are the same failure. */
function attempt<T, F>(call: () => MaybePromise<T>, failed: (error: unknown) => F): MaybePromise<T | F> {
  try {
    const answer = call();
    return isPromise(answer) ? answer.then(undefined, failed) : answer;
  } catch (error) {
    return failed(error);
  }
}

const keepers = new WeakMap<object, SessionKeeper>();

/** Stands in the place of a session that was ended. */
const OVER = Object.freeze({ over: true });
