import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { stageNames } from '@who/core';
import type { Journey } from './journey/journey.js';
import { journeyOf } from './journey/journey-of.js';
import { resolveOptions, type TraceOptions } from './options.js';
import { Recorder } from './recording/recorder.js';

/** The journeys of the last requests. */
export interface Trace {
  /** Newest first. @param limit how many at most. @default all that are kept */
  journeys(limit?: number): Journey[];
  /** One of them, by the number of its request (`exchange.number`); `undefined` where it is not kept, or not any more. */
  journey(id: number): Journey | undefined;
  /** The numbers of those that are kept before and after one. */
  neighbours(id: number): Neighbours;
  /** How many are kept. */
  readonly size: number;
  /** Changes with everything that is kept: for pages that show it. */
  readonly version: number;
  /** Keeps no journey whose path this says yes of, from now on. */
  leaveOut(matches: (path: string) => boolean): void;
  /** Forgets all journeys. */
  clear(): void;
  /** Stops listening. What is kept can still be looked at. */
  close(): void;
}

/** Numbers of the requests before and after one. */
export interface Neighbours {
  readonly older: number | undefined;
  readonly newer: number | undefined;
}

/**
 * Listens to what all engines of this process tell of their requests, and keeps the last of them. Engines tell nothing
 * of credentials and metadata, so none are kept; the userid and the path without its query are.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const trace = createTrace({ leaveOut: (path) => path === '/healthz' });
 * app.use(traceMiddleware(trace));
 */
export function createTrace(options: TraceOptions = {}): Trace {
  const settings = resolveOptions(options);
  const recorder = new Recorder(settings);
  const { ring } = recorder;
  for (const stage of stageNames) subscribe(`who:${stage}`, recorder.onStage);
  subscribe('who:response', recorder.onResponse);

  return {
    journeys(limit = ring.size) {
      const journeys: Journey[] = [];
      for (const recorded of ring.newestFirst()) {
        if (journeys.length >= limit) break;
        journeys.push(journeyOf(recorded));
      }
      return journeys;
    },
    journey(id) {
      const recorded = ring.get(id);
      return recorded && journeyOf(recorded);
    },
    neighbours: (id) => ring.neighbours(id),
    get size() {
      return ring.size;
    },
    get version() {
      return recorder.version;
    },
    leaveOut: (matches) => recorder.leaveOut(matches),
    clear: () => recorder.clear(),
    close() {
      for (const stage of stageNames) unsubscribe(`who:${stage}`, recorder.onStage);
      unsubscribe('who:response', recorder.onResponse);
    },
  };
}
