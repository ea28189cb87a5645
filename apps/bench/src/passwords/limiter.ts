import { interleave } from '../interleave.js';
import { withAll } from '../processes/all.js';
import { startChild } from '../processes/child.js';
import type { Figure } from '../report/figure.js';
import { differences, spreadOf } from '../statistics.js';
import type { Question, Way } from './limiter-worker.js';

const LABELS: Readonly<Partial<Record<Way, string>>> = {
  limited: 'a good login through a limiter in memory, each for the first time',
  'limited-again': '… the same hundred people again and again',
  device: '… each for the first time, from a device with a cookie',
  'new-device': '… each for the first time, from a device that gets one',
};

/** What a limiter in memory costs those who log in with the right password, besides the rest of it. */
export async function measureLimiter(rounds: number): Promise<readonly Figure[]> {
  const times = await loginTimes(['bare', ...(Object.keys(LABELS) as Way[])], rounds);
  return Object.entries(LABELS).map(([way, label]) => ({
    id: `passwords/${way}`,
    label,
    values: { 'CPU µs more': spreadOf(differences(times.get(way) ?? [], times.get('bare') ?? [])) },
  }));
}

function loginTimes(ways: readonly Way[], rounds: number): Promise<ReadonlyMap<string, readonly number[]>> {
  return withAll(async (keep) => {
    const cases = ways.map((way) => {
      const worker = keep(
        startChild<Question, { readonly cpuMicroseconds: number }>('passwords/limiter-worker.js', { args: [way] }),
      );
      const sample = async (logins = SAMPLE_LOGINS): Promise<number> => (await worker.ask({ logins })).cpuMicroseconds;
      return { id: way, warmUp: () => sample(WARM_UP_LOGINS), sample: () => sample() };
    });
    for (const { warmUp } of cases) await warmUp();
    return interleave(cases, rounds);
  });
}

const SAMPLE_LOGINS = 1000;
/** Until the limiter keeps as many as it may. */
const WARM_UP_LOGINS = 25_000;
