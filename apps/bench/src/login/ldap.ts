import { once } from 'node:events';
import { createServer } from 'node:http';
import type { LoadResult } from '../http/client/target.js';
import { listen } from '../http/listen.js';
import type { Question as LoadQuestion } from '../http/load.js';
import type { Answer as ServeAnswer, Question as ServeQuestion } from '../http/serve.js';
import { type Case, interleave } from '../interleave.js';
import { withAll } from '../processes/all.js';
import { startChild } from '../processes/child.js';
import type { Figure } from '../report/figure.js';
import { ratios, spreadOf } from '../statistics.js';
import { ticketCookies } from '../tickets.js';
import type { Answer, Question, Way } from './ldap-worker.js';
import { PEOPLE, startSlapd } from './slapd.js';

const WAYS: readonly Way[] = ['who', 'bare'];
/** How many sign in at the same time, while others ask now and then on four connections. */
const CROWD = 500;

/** What a sign-in by a directory takes beside bare ldapts, and what others notice of a crowd that signs in. */
export function measureLdap(rounds: number): Promise<readonly Figure[]> {
  return withAll(async (keep) => {
    const { url } = keep(await startSlapd(await freePort(), 'load'));
    const worker = keep(startChild<Question, Answer>('login/ldap-worker.js', { args: [url], core: 'server' }));
    const cases = WAYS.map((way): Case<Answer> => ({ id: way, sample: () => worker.ask({ way, signIns: 200 }) }));
    await interleave(cases, 5);
    const samples = await interleave(cases, rounds * 6);
    return [...WAYS.map((way) => signInFigure(way, samples)), await crowdFigure(url, rounds)];
  });
}

function signInFigure(way: Way, samples: ReadonlyMap<string, readonly Answer[]>): Figure {
  const clock = (one: Way): number[] => (samples.get(one) ?? []).map(({ microseconds }) => microseconds);
  const cpu = (one: Way): number[] => (samples.get(one) ?? []).map(({ cpuMicroseconds }) => cpuMicroseconds);
  return {
    id: `login/ldap-${way}`,
    label: way === 'who' ? 'OpenLDAP by plugin-ldap' : 'OpenLDAP by bare ldapts: the same search and bind',
    values: {
      µs: spreadOf(clock(way)),
      '× ldapts': spreadOf(ratios(clock(way), clock('bare'))),
      'CPU µs': spreadOf(cpu(way)),
      'CPU × ldapts': spreadOf(ratios(cpu(way), cpu('bare'))),
    },
  };
}

/** Everybody signs in again as soon as they have signed in, so that so many are always under way. */
function crowdFigure(ldapUrl: string, rounds: number): Promise<Figure> {
  return withAll(async (keep) => {
    const load = keep(startChild<LoadQuestion, readonly LoadResult[]>('http/load.js', { core: 'load' }));
    const env = { BENCH_LDAP_URL: ldapUrl };
    const app = keep(startChild<ServeQuestion, ServeAnswer>('http/serve.js', { args: ['login-ldap'], env }));
    const { url } = await app.ask({});
    const others = { url, cookies: ticketCookies(1), connections: 4, pauseMs: 2 };
    const paths = Array.from({ length: PEOPLE }, (_, i) => `/login?user${i}`);
    const target = { url, paths, cookies: [''], connections: CROWD, expected: { status: '200', ending: 'Hello ldap' } };
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
      id: 'login/ldap-crowd',
      label: `OpenLDAP, ${CROWD} sign-ins at the same time`,
      values: {
        'logins/s': spreadOf(samples.map(([, perSecond]) => perSecond)),
        'p99 ms of others': spreadOf(samples.map(([p99]) => p99)),
      },
    };
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  const { port } = new URL(await listen(server));
  server.close();
  await once(server, 'close');
  return Number(port);
}
