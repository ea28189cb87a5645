import { once } from 'node:events';
import { createServer } from 'node:http';
import { listen } from '../http/listen.js';
import { type Case, interleave } from '../interleave.js';
import { withAll } from '../processes/all.js';
import { startChild } from '../processes/child.js';
import type { Figure } from '../report/figure.js';
import { ratios, spreadOf } from '../statistics.js';
import { crowdFigure } from './crowd.js';
import type { Answer, Question, Way } from './ldap-worker.js';
import { startSlapd } from './slapd.js';

const WAYS: readonly Way[] = ['who', 'bare', 'unasked'];

const LABELS: Readonly<Record<Way, string>> = {
  who: 'OpenLDAP by plugin-ldap',
  bare: 'OpenLDAP by bare ldapts: the same search and bind',
  unasked: '… by bare ldapts, without asking for the policy of passwords',
};

/** What a sign-in by a directory takes beside bare ldapts, and what others notice of a crowd that signs in. */
export function measureLdap(rounds: number): Promise<readonly Figure[]> {
  return withAll(async (keep) => {
    const { url } = keep(await startSlapd(await freePort(), 'load'));
    const worker = keep(startChild<Question, Answer>('login/ldap-worker.js', { args: [url], core: 'server' }));
    const cases = WAYS.map((way): Case<Answer> => ({ id: way, sample: () => worker.ask({ way, signIns: 200 }) }));
    await interleave(cases, 5);
    const samples = await interleave(cases, rounds * 6);
    const crowd = crowdFigure({ name: 'ldap', label: 'OpenLDAP', env: { BENCH_LDAP_URL: url } }, rounds);
    return [...WAYS.map((way) => signInFigure(way, samples)), await crowd];
  });
}

function signInFigure(way: Way, samples: ReadonlyMap<string, readonly Answer[]>): Figure {
  const clock = (one: Way): number[] => (samples.get(one) ?? []).map(({ microseconds }) => microseconds);
  const cpu = (one: Way): number[] => (samples.get(one) ?? []).map(({ cpuMicroseconds }) => cpuMicroseconds);
  return {
    id: `login/ldap-${way}`,
    label: LABELS[way],
    values: {
      µs: spreadOf(clock(way)),
      '× ldapts': spreadOf(ratios(clock(way), clock('bare'))),
      'CPU µs': spreadOf(cpu(way)),
      'CPU × ldapts': spreadOf(ratios(cpu(way), cpu('bare'))),
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  const { port } = new URL(await listen(server));
  server.close();
  await once(server, 'close');
  return Number(port);
}
