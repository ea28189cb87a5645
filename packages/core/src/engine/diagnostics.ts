import { type Channel, channel } from 'node:diagnostics_channel';
import type { Facts, Reason } from '../contract/reason.js';

const WAY_IN = ['classify', 'identify', 'authenticate', 'metadata'] as const;
const WAY_OUT = ['reply', 'decide', 'challenge', 'remember', 'forget', 'forgetMetadata'] as const;

/** The stages of a request's journey. Each has a channel: `who:classify`. */
export const stageNames: readonly [...typeof WAY_IN, ...typeof WAY_OUT] = [...WAY_IN, ...WAY_OUT];

/** One of them. */
export type StageName = (typeof stageNames)[number];

/** What subscribers of `who:STAGE` receive, once for each call of a plugin. Holds no credentials and no metadata. */
export interface StageEvent {
  /** Number of the request in this process. A login is part of the request that it is made in. */
  readonly request: number;
  readonly method: string;
  /** Without the query, which may hold tickets. */
  readonly path: string;
  readonly stage: StageName;
  /** Registered name of the plugin. */
  readonly plugin: string;
  /** `answered` when the plugin gave something, `none` when it had nothing to say, `failed` when it threw. */
  readonly outcome: 'answered' | 'none' | 'failed';
  /** When it began, by `performance.now()`. What begins within the call of a reply, a login for instance, is a part of it. */
  readonly startedMs: number;
  readonly durationMs: number;
  readonly classification: string;
  /** Whom it is about, where that is known by the end of the call: who is signed in, or is to be remembered or forgotten. */
  readonly userid?: string | undefined;
  /** Code of the error when the plugin failed. */
  readonly code?: string | undefined;
  /** What the plugin says about it. Nothing is added later. */
  readonly reasons: readonly GivenReason[];
}

/**
 * What subscribers of `who:call` receive before a plugin is called in a stage that somebody listens to. The event of the
 * stage, when the call is over, has the very same list of `reasons`: by it the two belong together.
 */
export interface CallEvent extends Pick<StageEvent, 'request' | 'stage' | 'plugin' | 'reasons'> {
  /**
   * Calls the plugin. A subscriber may put a function of his own in its place, to have the call made in an asynchronous
   * context for instance. It has to call what stood there before, once and at once, and to hand on what that returns or
   * throws.
   */
  around<T>(call: () => T): T;
}

/** A reason, with what belongs to this request. */
export interface GivenReason extends Reason {
  readonly facts?: Facts | undefined;
}

/** What subscribers of `who:response` receive when a request has been decided on, or has failed. */
export interface ResponseEvent {
  readonly request: number;
  /** That of the challenge, if there is one, else the application's own; of a failure, that of the error. */
  readonly status: number;
  /** Who is signed in. */
  readonly userid: string | undefined;
  /** Whether a challenge takes the place of the application's response, or goes with it. */
  readonly isChallenged: boolean;
  /** Code of the error when the request failed. */
  readonly code?: string | undefined;
}

/** The channels, `who:NAME`. Nothing is measured and no event is made while nobody subscribes. */
export const channels = Object.fromEntries(
  [...stageNames, 'call', 'response'].map((name) => [name, channel(`who:${name}`)]),
) as Readonly<Record<StageName | 'call' | 'response', Channel>>;
