// What users of the package see. Written by "npx -y pnpm@12 api".

import type { GivenReason } from '@who/core';
import type { IncomingMessage } from 'node:http';
import type { MaybePromise } from '@who/core';
import type { Peer } from '@who/core';
import type { ServerResponse } from 'node:http';
import type { StageName } from '@who/core';

interface Journey {
  readonly id: number;
  readonly method: string;
  readonly path: string;
  readonly startedMs: number;
  readonly durationMs: number | undefined;
  readonly status: number | undefined;
  readonly userid: string | undefined;
  readonly classification: string;
  readonly code: string | undefined;
  readonly isChallenged: boolean;
  readonly steps: readonly Step[];
  readonly omitted: number;
}

interface JourneyJson {
  readonly id: number;
  readonly method: string;
  readonly path: string;
  readonly started: string;
  readonly durationMs: number | null;
  readonly status: number | null;
  readonly userid: string | null;
  readonly classification: string;
  readonly code: string | null;
  readonly isChallenged: boolean;
  readonly verdict: {
    readonly kind: Verdict['kind'];
    readonly text: string;
    readonly hint: string | null;
  };
  readonly notes: readonly {
    readonly text: string;
    readonly hint: string | null;
  }[];
  readonly steps: readonly StepJson[];
  readonly omitted: number;
}

interface Neighbours {
  readonly older: number | undefined;
  readonly newer: number | undefined;
}

interface Note {
  readonly text: string;
  readonly hint: string | undefined;
}

interface Station {
  readonly id: 'classify' | 'identify' | 'authenticate' | 'metadata' | 'application' | 'decide' | 'challenge' | 'remember';
  readonly name: string;
  readonly state: 'answered' | 'none' | 'failed' | 'skipped' | 'waiting';
  readonly word: string;
  readonly steps: readonly Step[];
}

interface Step {
  readonly stage: StageName | 'login' | 'logout';
  readonly plugin: string;
  readonly outcome: 'answered' | 'none' | 'failed';
  readonly reasons: readonly GivenReason[];
  readonly atMs: number;
  readonly durationMs: number;
  readonly code: string | undefined;
  readonly steps: readonly Step[];
}

interface StepJson {
  readonly stage: StageName;
  readonly plugin: string;
  readonly outcome: Step['outcome'];
  readonly reason: string | null;
  readonly reasons: readonly {
    readonly code: string;
    readonly text: string;
    readonly hint: string | null;
  }[];
  readonly atMs: number;
  readonly durationMs: number;
  readonly code: string | null;
  readonly within: 'reply' | 'login' | 'logout' | null;
}

interface Trace {
  journeys(limit?: number): Journey[];
  journey(id: number): Journey | undefined;
  neighbours(id: number): Neighbours;
  readonly size: number;
  readonly version: number;
  leaveOut(matches: (path: string) => boolean): void;
  clear(): void;
  close(): void;
}

type TraceErrorCode = 'BAD_OPTION';

interface TraceFetchOptions {
  readonly path?: string | undefined;
  readonly allow?: ((request: Request, peer: Peer | undefined) => MaybePromise<boolean>) | undefined;
}

interface TraceMiddlewareOptions {
  readonly path?: string | undefined;
  readonly allow?: ((request: IncomingMessage) => MaybePromise<boolean>) | undefined;
}

interface TraceOptions {
  readonly maxJourneys?: number | undefined;
  readonly maxSteps?: number | undefined;
  readonly leaveOut?: ((path: string) => boolean) | undefined;
  readonly now?: (() => number) | undefined;
}

interface Verdict {
  readonly kind: 'signed-in' | 'signed-out' | 'nobody' | 'refused' | 'failed' | 'under-way';
  readonly text: string;
  readonly hint: string | undefined;
  readonly step: Step | undefined;
  readonly notes: readonly Note[];
}

declare function createTrace(options?: TraceOptions): Trace;

declare function everyStep(steps: readonly Step[]): Generator<Step, void, undefined>;

declare function fromThisMachine(request: IncomingMessage): boolean;

declare function journeyJson(journey: Journey): JourneyJson;

declare function journeyText(journey: Journey): string;

declare function listText(journeys: readonly Journey[]): string;

declare function reasonHint({ hint, facts }: Pick<GivenReason, 'hint' | 'facts'>): string | undefined;

declare function reasonText(reason: Pick<GivenReason, 'text' | 'facts'>): string;

declare function stationsOf(journey: Journey): readonly Station[];

declare function traceFetch(trace: Trace, options?: TraceFetchOptions): (request: Request, peer?: Peer) => MaybePromise<Response | undefined>;

declare function traceMiddleware(trace: Trace, options?: TraceMiddlewareOptions): (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void;

declare function verdictOf(journey: Journey): Verdict;

declare function winnerOf(journey: Journey): Step | undefined;

// @who/trace
export {
  Journey,
  JourneyJson,
  Neighbours,
  Note,
  Station,
  Step,
  StepJson,
  Trace,
  TraceErrorCode,
  TraceFetchOptions,
  TraceMiddlewareOptions,
  TraceOptions,
  Verdict,
  createTrace,
  everyStep,
  fromThisMachine,
  journeyJson,
  journeyText,
  listText,
  reasonHint,
  reasonText,
  stationsOf,
  traceFetch,
  traceMiddleware,
  verdictOf,
  winnerOf,
};
