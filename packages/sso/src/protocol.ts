import type { Exchange, Facts, Identification, Identity, MaybePromise, Reason } from '@who/core';
import type { SessionKey } from './sessions/session-key.js';
import type { SignIn } from './sign-in/sign-in.js';

/**
 * What a protocol has to know, and nothing else: the base does the rest. Every method that needs no I/O should return
 * its answer itself.
 *
 * @typeParam Answer what a browser brings back, read but not yet believed
 */
export interface SsoProtocol<Answer = unknown> {
  /**
   * Sends a browser away to sign in. `signIn.id` has to come back with it, and `signIn.callbackUrl` is where to.
   *
   * @throws {WhoError} 503, where the other side is down
   */
  leave(exchange: Exchange, signIn: SignIn): MaybePromise<Departure>;
  /**
   * What a request to the callback path brings; nothing is asked or decided here.
   *
   * @param form what was posted, where `answersMayBePosted`
   */
  receive(exchange: Exchange, form: URLSearchParams | undefined): Received<Answer>;
  /**
   * Asks the other side, or looks at its signature, who it is. Called once for an answer, however often the engine
   * asks. An answer that counts for another sign-in than this one has to be refused here.
   *
   * @throws {WhoError} 503, where the other side cannot say: never a verdict
   */
  verify(exchange: Exchange, arrival: Arrival<Answer>): MaybePromise<Verdict>;
  /**
   * The other side's logout page.
   *
   * @param identity who signs out, where it is known
   * @param returnTo an absolute URL of this application
   * @returns `undefined` where there is none
   */
  logoutUrl?(exchange: Exchange, identity: Identity | undefined, returnTo: string): MaybePromise<string | undefined>;
  /** Requests of the other side itself: logout requests, deliveries, metadata. They come before everything else. */
  readonly routes?: readonly SsoRoute[] | undefined;
  /**
   * Whether the other side is known to be down, so that nobody is sent there who has not asked for it. Says so by itself
   * (`exchange.explain`).
   */
  isDown?(exchange: Exchange): boolean;
}

/** Where a browser goes: to an address, or to one to which it posts a form. */
export type Departure =
  | { readonly location: string }
  | { readonly action: string; readonly fields: Readonly<Record<string, string>> };

/** What came to the callback path. */
export type Received<Answer = unknown> =
  /** Nothing of this protocol: the request is the application's. */
  | undefined
  /** Not well-formed: refused, before anything is asked. */
  | { readonly problem: Problem }
  | {
      /** The ids of sign-ins that it names, as often as it does; exactly one is good. */
      readonly signIns: readonly string[];
      /** Left out where nobody has signed in there, and where somebody only wants to (then no sign-in is named). */
      readonly answer?: Answer | undefined;
      /**
       * Taken from a browser that was not sent to fetch it, too. Only for what no other site can have a browser bring:
       * whoever can signs others in as himself. @default only where `acceptUnsolicited` says so
       */
      readonly isWelcomeUnasked?: boolean | undefined;
    };

/** An answer, and the sign-in that it belongs to. */
export interface Arrival<Answer = unknown> {
  readonly answer: Answer;
  /** `undefined` for one that came unasked. */
  readonly signIn: SignIn | undefined;
  /** The absolute URL that it came to, as it was said at the sign-in's beginning. */
  readonly callbackUrl: string;
}

/** Who it is, or why nobody is signed in. */
export type Verdict = Accepted | Refused;

/** An answer that signs somebody in. */
export interface Accepted {
  /** Never empty. */
  readonly userid: string;
  /** What was said about them, in the form of the caches: always lists. @default none */
  readonly attributes?: Readonly<Record<string, readonly string[]>> | undefined;
  /** By which names the other side ends the session later. @default none: it cannot */
  readonly session?: SessionKey | undefined;
  /**
   * More to be kept in the session's record, for as long as it lives (`base.sessionOf`). What is secret has to be sealed.
   * @default nothing
   */
  readonly kept?: Readonly<Record<string, string>> | undefined;
  /** More to be remembered with the identity, in the browser: short, and not secret. @default nothing */
  readonly userdata?: Readonly<Record<string, string>> | undefined;
  /** Roles or rights that were granted along with it. @default none */
  readonly tokens?: readonly string[] | undefined;
  /** Whether somebody has typed a password for it, and was not let through. @default false */
  readonly isRenewed?: boolean | undefined;
}

/** An answer that signs nobody in. */
export interface Refused {
  readonly refused: Problem;
  /** It may have expired on its way: the browser is sent off once more, once. @default false */
  readonly mayRetry?: boolean | undefined;
}

/** Why nobody is signed in. */
export interface Problem {
  /** One of the page codes, or another one of the plugin's `pages`. */
  readonly code: string;
  /** For the log, the end of a sentence that begins with "because". Nothing secret; what came from outside by {@link quoted}. */
  readonly reason: string;
  /** Shown on the page behind the code, e.g. the other side's own code. @default nothing */
  readonly detail?: string | undefined;
  /** What people who look on are told when the answer is checked. @default what the log's code stands for */
  readonly told?: readonly [reason: Reason, facts?: Facts] | undefined;
}

/** A path of the plugin at which the other side itself asks. */
export interface SsoRoute {
  readonly method: 'GET' | 'POST';
  /** Compared exactly; may be the callback path. */
  readonly path: string;
  /** `undefined`: it is none of these, and goes on as though there were no route. */
  answer(exchange: Exchange): MaybePromise<Identification | undefined>;
}
