import type { LoadResult } from '../http/client/target.js';
import type { Question as LoadQuestion } from '../http/load.js';
import type { Answer as ServeAnswer, Question as ServeQuestion } from '../http/serve.js';
import { withAll } from '../processes/all.js';
import { startChild } from '../processes/child.js';
import type { Figure } from '../report/figure.js';
import { spreadOf } from '../statistics.js';
import { ticketCookies } from '../tickets.js';
import { PEOPLE } from './people.js';

/** How many sign in at the same time, while others ask now and then on four connections. */
export const CROWD = 500;

/** A backend of users, and the application that signs them in by it. */
export interface Backend {
  readonly name: string;
  readonly label: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Everybody signs in again as soon as they have signed in, so that so many are always under way. */
export function crowdFigure({ name, label, env }: Backend, rounds: number): Promise<Figure> {
  return withAll(async (keep) => {
    const load = keep(startChild<LoadQuestion, readonly LoadResult[]>('http/load.js', { core: 'load' }));
    const app = keep(startChild<ServeQuestion, ServeAnswer>('http/serve.js', { args: [`login-${name}`], env }));
    const { url } = await app.ask({});
    const others = { url, cookies: ticketCookies(1), connections: 4, pauseMs: 2 };
    const paths = Array.from({ length: PEOPLE }, (_, i) => `/login?user${i}`);
    const expected = { status: '200', ending: `Hello ${name}` };
    const target = { url, paths, cookies: [''], connections: CROWD, expected };
    await load.ask({ do: 'prepare', id: 'crowd', target });
    await load.ask({
      do: 'prepare',
      id: 'others',
      target: { ...others, expected: { status: '200', ending: 'Hello alice' } },
    });
    const sample = async (): Promise<readonly [number, number]> => {
      const [probe, crowd] = await load.ask({ do: 'load', ids: ['others', 'crowd'], milliseconds: 2000 });
      return [probe?.p99Ms ?? Number.NaN, crowd ? crowd.requests / crowd.seconds : Number.NaN];
    };
    await sample();
    const samples: (readonly [number, number])[] = [];
    for (let round = 0; round < rounds; round++) samples.push(await sample());
    return {
      id: `login/${name}-crowd`,
      label: `${label}, ${CROWD} sign-ins at the same time`,
      values: {
        'logins/s': spreadOf(samples.map(([, perSecond]) => perSecond)),
        'p99 ms of others': spreadOf(samples.map(([p99]) => p99)),
      },
    };
  });
}
