import { chain, checkOptions, isPromise, type MaybePromise } from '@who/core';
import { failures } from '../errors.js';
import { type Names, namesOf, type SsoNaming } from '../naming.js';
import { beginningOf, sessionIdAtEnd } from '../userdata.js';
import { earlyEnds } from './early-ends.js';
import { marks } from './marks.js';
import { once } from './once.js';
import {
  resolveSessionsOptions,
  type SessionsSettings,
  SSO_SESSIONS_OPTIONS,
  type SsoSessionsOptions,
} from './options.js';
import { attempt, outage } from './outage.js';
import { unwrittenEnds } from './unwritten-ends.js';

/** Knows which sessions that began elsewhere are alive. Several plugins may share one, of several protocols, too. */
export interface SsoSessions {
  /**
   * Whether the session is over that a remembered sign-in belongs to. For the rememberer, which has to ask it on each
   * request: `authTkt({ isRevoked: sessions.isRevoked })`. Sign-ins that came another way are not over.
   *
   * @throws {WhoError} SSO_SESSION_STORE_FAILED
   */
  readonly isRevoked: (ticket: { readonly userdata: string }) => MaybePromise<boolean>;
}

/** A session that is alive, as it is kept: plain data, with what the protocol keeps beside. */
export interface SsoSession {
  readonly userid: string;
  /** What it shares with others, hashed. */
  readonly marks?: readonly string[] | undefined;
  /** Milliseconds since 1970; there where it has marks. */
  readonly begunMs?: number | undefined;
  readonly [kept: string]: unknown;
}

/** What plugins do with sessions. */
export interface SessionKeeper {
  readonly settings: SessionsSettings;
  /** Whether anybody has taken `isRevoked`. */
  readonly isAsked: () => boolean;
  /** Has sessions of one prefix (`cas`) count. */
  knows(short: string): void;
  /**
   * Begins a session.
   *
   * @returns `false` when it is over already: a logout has overtaken it
   * @throws {WhoError} SSO_SESSION_STORE_FAILED
   */
  begin(sessionId: string, session: SsoSession): MaybePromise<boolean>;
  /** A session that is alive. */
  get(sessionId: string): MaybePromise<SsoSession | undefined>;
  /**
   * Ends a session. Where the store cannot be told it fails, but the session is over in this process, and everywhere as
   * soon as the store takes it.
   *
   * @returns what it was; `undefined` when there was none to end
   * @throws {WhoError} SSO_SESSION_STORE_FAILED
   */
  end(sessionId: string): MaybePromise<SsoSession | undefined>;
  /**
   * Ends all that share a mark and began by now; the same holds where the store fails.
   *
   * @param nowMs by the clock by which they began
   * @throws {WhoError} SSO_SESSION_STORE_FAILED
   */
  endAll(mark: string, nowMs: number): MaybePromise<void>;
  /**
   * Whether something comes for the first time, in all processes that share the store.
   *
   * @param ttlMs for how long it is remembered: at least as long as it would count
   * @throws {WhoError} SSO_SESSION_STORE_FAILED
   */
  once(key: string, ttlMs: number): MaybePromise<boolean>;
}

/**
 * Keeps the sessions that began elsewhere, so that they can be ended from there: single logout.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const sessions = ssoSessions();
 * const ticket = authTkt({ secrets: [process.env['WHO_SECRET'] ?? ''], isRevoked: sessions.isRevoked });
 */
export function ssoSessions(options: SsoSessionsOptions = {}): SsoSessions {
  checkOptions(OWN_NAMING.package, options, SSO_SESSIONS_OPTIONS);
  return sessionsFor(OWN_NAMING, options);
}

/**
 * The same in the name of a plugin, whose own codes, warnings and keys in the store they then have.
 *
 * @param options of which the names have been checked
 * @throws {WhoError} BAD_OPTION
 */
export function sessionsFor(naming: SsoNaming, options: SsoSessionsOptions): SsoSessions {
  const keeper = sessionKeeper(namesOf(naming), options);
  let asked = false;
  const made: SsoSessions = {
    get isRevoked() {
      asked = true;
      return keeper.isRevoked;
    },
  };
  keepers.set(made, { ...keeper, isAsked: () => asked });
  return made;
}

/** The inside of what {@link ssoSessions} made. */
export function keeperOf(sessions: unknown): SessionKeeper | undefined {
  return typeof sessions === 'object' && sessions !== null ? keepers.get(sessions) : undefined;
}

function sessionKeeper(names: Names, options: SsoSessionsOptions): Omit<SessionKeeper, 'isAsked'> & SsoSessions {
  const settings = resolveSessionsOptions(options, names, failures(names));
  const { sessions, lifetimeMs, unknownIsOver, unchecked } = settings;
  const writeEnd = (sessionId: string): MaybePromise<void> => sessions.set(sessionId, OVER, lifetimeMs);
  const unwritten = unwrittenEnds<true>(writeEnd, lifetimeMs);
  const early = earlyEnds(settings.ends, settings.now);
  const shared = marks(settings.marks, lifetimeMs);
  const beginnings = [beginningOf(names.short)];
  const idAtEnd = rememberedIds();

  function sessionIdIn(userdata: string): string | undefined {
    for (const beginning of beginnings) if (userdata.startsWith(beginning)) return idAtEnd(userdata);
    return undefined;
  }

  function isOver(found: unknown): MaybePromise<boolean> {
    if (found === undefined || found === null) return unknownIsOver;
    const session = sessionIn(found);
    return session === undefined || shared.isOver(session);
  }

  const notChecked = outage(names, 'UNCHECKED', 'sessions are not checked until it answers again');
  const notKept = outage(names, 'NOT_KEPT', `${names.peer} cannot end the sessions that begin until it takes them`);

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
      const over = isPromise(found) ? found.then(isOver) : isOver(found);
      if (!isPromise(over)) return over;
      return over.then((isIt) => {
        notChecked.isOver();
        return isIt;
      }, whenCheckFails);
    } catch (error) {
      return whenCheckFails(error);
    }
  }

  /** Writes, and looks for an end; an end looks for the session, and writes. So one of the two sees the other. */
  function begin(sessionId: string, session: SsoSession): MaybePromise<boolean> {
    if (unwritten.has(sessionId)) return false;
    const isEnded = attempt(
      () =>
        chain(sessions.set(sessionId, session, lifetimeMs), () => {
          notKept.isOver();
          return chain(early.has(sessionId), (ended) => ended || shared.isOver(session));
        }),
      (error) => !whenBeginFails(error),
    );
    return chain(isEnded, (ended) => (ended ? chain(end(sessionId), () => false) : true));
  }

  function end(sessionId: string): MaybePromise<SsoSession | undefined> {
    const failed = (error: unknown): never => {
      unwritten.add(sessionId, true);
      throw error;
    };
    return attempt(() => chain(sessions.get(sessionId), (found) => endFound(sessionId, found)), failed);
  }

  function endFound(sessionId: string, found: unknown): MaybePromise<SsoSession | undefined> {
    const isThere = found !== undefined && found !== null;
    const again = isThere ? found : chain(early.note(sessionId), () => sessions.get(sessionId));
    return chain(again, (newest) => {
      const session = sessionIn(newest);
      return session ? chain(writeEnd(sessionId), () => session) : undefined;
    });
  }

  return {
    settings,
    isRevoked,
    knows(short) {
      const beginning = beginningOf(short);
      if (!beginnings.includes(beginning)) beginnings.push(beginning);
    },
    begin,
    get: (sessionId) => (unwritten.has(sessionId) ? undefined : chain(sessions.get(sessionId), sessionIn)),
    end: (sessionId) => (unwritten.has(sessionId) ? undefined : end(sessionId)),
    endAll: shared.end,
    once: once(settings.seen),
  };
}

/** What a store has kept, unless it says that the session is over, or is not of our making. */
function sessionIn(found: unknown): SsoSession | undefined {
  return typeof (found as Partial<SsoSession> | null | undefined)?.userid === 'string'
    ? (found as SsoSession)
    : undefined;
}

/**
 * Finds session ids, and remembers them by the whole text. Tickets that have been seen come with the same one each time,
 * which knows its hash; to look up a new piece of it takes five times as long.
 */
function rememberedIds(): (userdata: string) => string | undefined {
  const ids = new Map<string, string>();
  return (userdata) => {
    const seen = ids.get(userdata);
    if (seen !== undefined) return seen;
    const sessionId = sessionIdAtEnd(userdata);
    if (ids.size >= MAX_SEEN_IDS) ids.clear();
    if (sessionId !== undefined) ids.set(userdata, sessionId);
    return sessionId;
  };
}

/** As many as sessions are kept by default. */
const MAX_SEEN_IDS = 100_000;

const keepers = new WeakMap<object, SessionKeeper>();

/** Stands in the place of a session that was ended. */
const OVER = Object.freeze({ over: true });

const OWN_NAMING: SsoNaming = {
  package: '@who/sso',
  prefix: 'SSO',
  answer: 'ANSWER',
  peer: 'the sign-in server',
  server: 'the sign-in server',
  urlOption: 'peerUrl',
};
