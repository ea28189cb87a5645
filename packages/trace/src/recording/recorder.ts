import type { ResponseEvent, StageEvent } from '@who/core';
import type { TraceSettings } from '../options.js';
import { boundedReasons } from './bounded-reasons.js';
import { printable } from './printable.js';
import type { Recorded } from './recorded.js';
import { Ring } from './ring.js';
import { WallClock } from './wall-clock.js';

/** Keeps what the engines tell. Everything that it keeps has a bound: it is made of what requests hold, too. */
export class Recorder {
  readonly ring: Ring;
  /** Changes with everything that is kept. */
  version = 0;
  readonly #settings: TraceSettings;
  readonly #leftOut: ((path: string) => boolean)[];
  readonly #clock: WallClock;
  /** The journey of the last event: the next one is nearly always of the same. */
  #last: Recorded | undefined;

  constructor(settings: TraceSettings) {
    this.#settings = settings;
    this.#leftOut = settings.leaveOut ? [settings.leaveOut] : [];
    this.ring = new Ring(settings.maxJourneys);
    this.#clock = new WallClock(settings.now);
  }

  leaveOut(matches: (path: string) => boolean): void {
    this.#leftOut.push(matches);
  }

  clear(): void {
    this.ring.clear();
    this.#last = undefined;
    this.version++;
  }

  /** What throws here would end the process. */
  readonly onStage = (message: unknown): void => {
    try {
      this.#stage(message as StageEvent);
    } catch {}
  };

  readonly onResponse = (message: unknown): void => {
    try {
      this.#response(message as ResponseEvent);
    } catch {}
  };

  /** A clock may take longer to read than all else here, so none is: events say when. */
  #stage(event: StageEvent): void {
    const { request, startedMs, durationMs, classification, code } = event;
    const journey = this.#journey(request) ?? this.#begin(event);
    if (!journey) return;
    this.version++;
    const atMs = startedMs - journey.origin;
    journey.endedMs = atMs + durationMs;
    if (journey.classification === '' && classification !== '') {
      journey.classification = printable(classification, MAX_NAME);
    }
    if (journey.length >= this.#settings.maxSteps) journey.omitted++;
    else journey.add(event, atMs, boundedReasons(event.reasons), code && shortened(code));
  }

  #response({ request, status, userid, isChallenged, code }: ResponseEvent): void {
    let journey = this.#journey(request);
    if (!journey) {
      // Of a request whose target nobody can tell no plugin is asked. Any other one is not kept, or not any more.
      if (code !== 'BAD_TARGET') return;
      const now = performance.now();
      journey = this.ring.begin(request, '', '', this.#clock.at(now), now);
    }
    this.version++;
    journey.status = status;
    journey.userid = userid === undefined ? undefined : printable(userid, MAX_USERID);
    journey.isChallenged = isChallenged;
    // The application may still answer once the engine has failed.
    if (code !== undefined) journey.code = shortened(code);
  }

  #journey(id: number): Recorded | undefined {
    if (this.#last?.id !== id) this.#last = this.ring.get(id);
    return this.#last;
  }

  #begin({ request, method, path, startedMs }: StageEvent): Recorded | undefined {
    for (const matches of this.#leftOut) if (matches(path)) return undefined;
    const at = this.#clock.at(startedMs);
    this.#last = this.ring.begin(request, printable(method, MAX_NAME), printable(path, MAX_PATH), at, startedMs);
    return this.#last;
  }
}

const MAX_NAME = 64;
const MAX_USERID = 256;
const MAX_PATH = 512;

function shortened(code: string): string {
  return code.length <= MAX_NAME ? code : printable(code, MAX_NAME);
}
