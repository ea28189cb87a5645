import { WaitingClock } from '../waiting-clock.js';
import { type Application, mailOf } from './application.js';

/** What happened to the requests of a load. */
export interface LoadReport {
  readonly requests: number;
  /** Answered with anything but 200, or not at all. */
  readonly failed: number;
  /** Answered with the metadata of somebody else. */
  readonly mixedUp: number;
  /** Answered without metadata that had been captured before. */
  readonly lost: number;
  /** From the first to the last of those, in milliseconds. */
  readonly lostForMs: number;
  readonly slowestMs: number;
  /** The longest wait for another one, without what a busy machine added to it. */
  readonly longestWaitMs: number;
  /** A request that was slower than this was one in a thousand. */
  readonly p999Ms: number;
}

export interface Load {
  /** Waits until there were so many more requests. */
  progress(requests: number): Promise<void>;
  /** Goes on until there were so many requests, and whatever was wrong is right again. */
  finish(requests: number): Promise<LoadReport>;
}

const USERS = 150;
const CONNECTIONS = 40;
/** One request in so many is a sign-in. */
const SIGN_IN_EVERY = 50;
/** So many in a row have to be right again at the end: everybody was there a few times. */
const CALM = 2000;

/** Signs everybody in, and then has them all ask for pages, each connection again as soon as it has its answer. */
export async function startLoad(application: Application): Promise<Load> {
  const users = Array.from({ length: USERS }, (_, index) => `user${index}`);
  for (const userid of users) await application.visit(userid, 'release');

  const tookMs: number[] = [];
  const clock = new WaitingClock();
  let [failed, mixedUp, lost, calm, longestWaitMs] = [0, 0, 0, 0, 0];
  let firstLostMs: number | undefined;
  let lastLostMs = 0;
  let wanted = Number.POSITIVE_INFINITY;
  let milestone: { readonly at: number; readonly reached: () => void } | undefined;

  async function ask(): Promise<void> {
    while (tookMs.length < wanted || calm < CALM) {
      const nth = tookMs.push(0) - 1;
      // Another one with each round, so that everybody signs in by and by.
      const userid = users[(nth * 7 + Math.floor(nth / USERS)) % USERS] as string;
      const started = performance.now();
      const waiting = clock.now();
      const answer = await application
        .visit(userid, nth % SIGN_IN_EVERY === 0 ? 'release' : undefined)
        .catch(() => undefined);
      tookMs[nth] = performance.now() - started;
      longestWaitMs = Math.max(longestWaitMs, clock.now() - waiting);
      if (milestone && nth >= milestone.at) milestone.reached();
      calm++;
      if (answer?.status !== 200) {
        failed++;
        calm = 0;
      } else if (answer.mail.length === 0) {
        lost++;
        calm = 0;
        lastLostMs = performance.now();
        firstLostMs ??= started;
      } else if (answer.mail[0] !== mailOf(userid)) mixedUp++;
    }
  }

  const connections = Array.from({ length: CONNECTIONS }, ask);
  return {
    progress: (requests) =>
      new Promise((resolve) => {
        milestone = { at: tookMs.length + requests, reached: resolve };
      }),
    async finish(requests) {
      wanted = requests;
      await Promise.all(connections);
      clock[Symbol.dispose]();
      const sorted = Float64Array.from(tookMs).sort();
      return {
        requests: tookMs.length,
        failed,
        mixedUp,
        lost,
        lostForMs: Math.round(firstLostMs === undefined ? 0 : lastLostMs - firstLostMs),
        longestWaitMs,
        slowestMs: Math.round(sorted.at(-1) ?? 0),
        p999Ms: Math.round(sorted[Math.floor(sorted.length * 0.999)] ?? 0),
      };
    },
  };
}

/** The report in one line. */
export function told(where: string, report: LoadReport): string {
  const { requests, failed, mixedUp, lost, lostForMs, slowestMs, longestWaitMs, p999Ms } = report;
  return (
    `${where}: ${requests} requests, ${failed} failed, ${mixedUp} mixed up, ` +
    `${lost} without metadata over ${lostForMs} ms, slowest ${slowestMs} ms, longest wait ${longestWaitMs} ms, 99.9 % within ${p999Ms} ms`
  );
}
