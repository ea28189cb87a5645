import type { LoadResult } from '../http/client/target.js';
import type { Question } from '../http/load.js';
import { startPeer } from '../http/peer.js';
import { withAll } from '../processes/all.js';
import { startChild } from '../processes/child.js';
import type { Figure } from '../report/figure.js';
import { spreadOf } from '../statistics.js';
import { ticketCookies } from '../tickets.js';

/** Of bcrypt's cost 10, all sent at once. */
const LOGINS = 200;
/** How long others are watched from then on: shorter than the storm. */
const WATCH_MS = 3000;
/** No storm takes longer. */
const STORM_MS = 120_000;

/**
 * Two hundred people log in at the same moment while others, who are signed in, ask now and then on four connections. The
 * storm and the others come from a process each.
 */
export function measureStorm(rounds: number): Promise<readonly Figure[]> {
  return withAll(async (keep) => {
    const start = () => keep(startChild<Question, readonly LoadResult[]>('http/load.js', { core: 'load' }));
    const [people, crowd] = [start(), start()];
    const { url } = keep(await startPeer('login-storm', { anyCore: true }));
    await people.ask({
      do: 'prepare',
      id: 'others',
      target: {
        url,
        cookies: ticketCookies(1),
        connections: 4,
        pauseMs: 2,
        expected: { status: '200', ending: 'Hello alice' },
      },
    });
    await crowd.ask({
      do: 'prepare',
      id: 'storm',
      target: {
        url,
        paths: Array.from({ length: LOGINS }, (_, i) => `/login?user${i}`),
        cookies: [''],
        connections: LOGINS,
        expected: { status: '200', ending: 'Hello storm' },
      },
    });
    const watch = async (): Promise<LoadResult> =>
      (await people.ask({ do: 'load', ids: ['others'], milliseconds: WATCH_MS }))[0] as LoadResult;
    const rage = async (): Promise<LoadResult> =>
      (await crowd.ask({ do: 'load', ids: ['storm'], milliseconds: STORM_MS, maxRequests: LOGINS }))[0] as LoadResult;

    await watch();
    const [alone, during, storms]: [LoadResult[], LoadResult[], LoadResult[]] = [[], [], []];
    for (let round = 0; round < rounds; round++) {
      alone.push(await watch());
      const [others, storm] = await Promise.all([watch(), rage()]);
      during.push(others);
      storms.push(storm);
    }
    const p99 = (results: readonly LoadResult[]) => spreadOf(results.map((one) => one.p99Ms));
    return [
      { id: 'passwords/calm', label: 'others, while nobody logs in', values: { 'p99 ms of others': p99(alone) } },
      {
        id: 'passwords/storm',
        label: `others, while ${LOGINS} log in at once by bcrypt of cost 10`,
        values: {
          'p99 ms of others': p99(during),
          's until all are in': spreadOf(storms.map(({ seconds }) => seconds)),
        },
      },
    ];
  });
}
