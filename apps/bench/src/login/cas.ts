import type { LoadResult } from '../http/client/target.js';
import type { Question as LoadQuestion } from '../http/load.js';
import type { Answer as ServeAnswer, Question as ServeQuestion } from '../http/serve.js';
import { withAll } from '../processes/all.js';
import { startChild } from '../processes/child.js';
import type { Answer, Question } from './cas-server.js';

const TICKETS = 1500;
const MOST_MS = 10_000;

/** Validations per second: an application, the development CAS server and the load, in three processes. */
export function measureCas(rounds: number): Promise<readonly number[]> {
  return withAll(async (keep) => {
    const load = keep(startChild<LoadQuestion, readonly LoadResult[]>('http/load.js'));
    const cas = keep(startChild<Question, Answer>('login/cas-server.js', { env: { NODE_ENV: 'development' } }));
    const { url: casUrl } = await cas.ask({ tickets: 0 });
    const env = { BENCH_CAS_URL: casUrl };
    const app = keep(startChild<ServeQuestion, ServeAnswer>('http/serve.js', { args: ['cas'], env }));
    const { url } = await app.ask({});
    const paths = async (count: number): Promise<string[]> =>
      (await cas.ask({ tickets: count })).tickets.map((ticket) => `/login/cas?ticket=${ticket}`);
    await verify(url, await paths(1));

    const figures: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const target = { url, paths: await paths(TICKETS), cookies: [''], connections: 8 };
      await load.ask({ do: 'prepare', id: 'cas', target: { ...target, expected: { status: '302', ending: '' } } });
      const [result] = await load.ask({ do: 'load', ids: ['cas'], milliseconds: MOST_MS, maxRequests: TICKETS });
      await load.ask({ do: 'close', id: 'cas' });
      // The first round warms up.
      if (result && round > 0) figures.push(result.requests / result.seconds);
    }
    return figures;
  });
}

/** A ticket signs in, and the same one does not do so again. */
async function verify(url: string, [path = '']: readonly string[]): Promise<void> {
  const signsIn = async (): Promise<boolean> => {
    const response = await fetch(url + path, { redirect: 'manual' });
    await response.body?.cancel();
    return response.headers.getSetCookie().some((line) => line.startsWith('auth_tkt='));
  };
  if (!(await signsIn())) throw new Error('CAS tickets do not sign in.');
  if (await signsIn()) throw new Error('A CAS ticket signs in twice.');
}
